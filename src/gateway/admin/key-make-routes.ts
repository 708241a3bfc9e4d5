/** `/key/generate`, `/key/service-account/generate`, `/key/regenerate`: the routes whose answers have a key in clear, once. */
import { hashKey, keyName, newKey } from '../auth/key-text.js'
import { parseDuration } from '../budget-reset.js'
import { isObject } from '../request-body.js'
import type { Route } from '../route.js'
import { replaceToken } from '../store/keys.js'
import type { JsonObject } from '../store/tables.js'
import { adminRoute, type Desk, refused } from './admin-route.js'
import { type Fields, invalid, readBody, type Values } from './body.js'
import { checkHeld, limitsOf } from './key-ceiling.js'
import { change, columnsOf, tellKeys } from './key-change.js'
import { endOf, type KeyValues, keyFields, settled } from './key-fields.js'
import { checkSecret } from './key-ground.js'
import { keyWritten, makeKey, modelRoutes, type NewKeyAsked, ownValue } from './key-new.js'
import { withDefaults, withinBounds } from './key-settings.js'
import { fullKey, noteRotation } from './key-shown.js'
import { isAdmin } from './who-may.js'

const tags = ['keys']
const example = { models: ['gpt-4o'], max_budget: 10, budget_duration: '30d', duration: '90d', metadata: { project: 'search' } }

export const generateKey: Route = adminRoute({
  method: 'POST',
  paths: ['/key/generate'],
  access: 'key',
  summary: 'Makes a key. The answer is the only one that has it in clear.',
  tags,
  example,
  answer: (desk) => {
    const { key, ...said } = readBody(desk.call, { key: 'id', ...keyFields })
    return generate(desk, said, key, '/key/generate')
  },
})

export const generateServiceAccountKey: Route = adminRoute({
  method: 'POST',
  paths: ['/key/service-account/generate'],
  access: 'key',
  summary: 'Makes a key of a team that is no user’s.',
  tags,
  example: { team_id: 'research', key_alias: 'nightly-job' },
  answer: (desk) => {
    const { key, ...said } = readBody(desk.call, { key: 'id', ...keyFields })
    if (said.team_id == null) throw refused('team_id is missing: the key of a service account is a team’s', 'team_id')
    if (said.user_id != null) throw refused('the key of a service account is no user’s: leave user_id out', 'user_id')
    return generate(desk, said, key, '/key/service-account/generate')
  },
})

async function generate(desk: Desk, given: KeyValues, key: string | null | undefined, act: NewKeyAsked['act']): Promise<JsonObject> {
  const secret = key == null ? newKey() : await ownValue(desk, key)
  const said = settled(given)
  const values = withinBounds(desk, settled(withDefaults(desk, said)), 'new')
  const answer = await desk.store.connection.transaction((db) => makeKey(desk, db, { values, said, secret, act }))
  // whoever tried it before it was made was told that nobody has it
  await tellKeys(desk, [String(answer.token_id)])
  noteRotation(desk, values.auto_rotate)
  return answer
}

const regenerateFields = { new_key: 'id', new_master_key: 'id', grace_period: 'text', ...keyFields } as const satisfies Fields

export const regenerateKey: Route = adminRoute({
  method: 'POST',
  paths: ['/key/regenerate'],
  access: 'key',
  summary: 'Gives a key another value, which the answer alone has in clear; the old one counts on for the grace period.',
  tags,
  example: { key: 'sk-…', grace_period: '24h' },
  answer: (desk) => {
    const { key, ...values } = readBody(desk.call, { key: { is: 'id', required: true }, ...regenerateFields })
    return regenerate(desk, key, values)
  },
})

export const regenerateKeyByPath: Route = adminRoute({
  method: 'POST',
  paths: ['/key/:key/regenerate'],
  access: 'key',
  summary: 'The same for the key of this hash.',
  tags,
  example: { grace_period: '24h' },
  answer: (desk) => regenerate(desk, keyOfPath(desk), readBody(desk.call, regenerateFields)),
})

/** The key that the path names. */
export function keyOfPath({ call }: Pick<Desk, 'call'>): string {
  const { params } = call.request
  const given = isObject(params) ? params.key : undefined
  if (typeof given !== 'string' || given === '' || given.length > 400) throw invalid('key', 'must be a key or its hash')
  return given
}

/** Differs: LiteLLM replaces the master key by `new_master_key`; here it is what the config says. */
async function regenerate(desk: Desk, keyOrHash: string, asked: Values<typeof regenerateFields>): Promise<JsonObject> {
  const { new_key: own, new_master_key: master, grace_period: grace, ...given } = asked
  if (master != null) throw refused('the master key is that of the config: change it there', 'new_master_key')
  const lasts = { now: new Date(desk.now), ends: graceEnd(grace, desk.now) }
  const secret = own == null ? newKey() : await ownValue(desk, own, 'new_key')
  const token = hashKey(secret)
  const values = settled(given)
  const { after } = await change(desk, keyOrHash, '/key/regenerate', 'updated', async (db, before, ground) => {
    await checkSecret(db, desk, ground.right, before)
    const changes = await columnsOf(desk, db, values, before, ground)
    const routes = changes.allowedRoutes ?? before.allowedRoutes
    // as with a new key: whoever holds it for somebody else does nothing in their name
    const columns = isHeldFor(desk, before.userId) ? { ...changes, allowedRoutes: modelRoutes(desk, routes) } : changes
    const limits = limitsOf(desk.identity)
    // whoever regenerates a key holds it from then on
    if (limits !== undefined && before.token !== desk.identity.keyHash)
      checkHeld(desk.call.serving.plan, { ...before, ...columns }, limits, 'your own key', ground.team)
    if (token === before.token) throw refused('new_key is the key that it is to replace', 'new_key')
    return keyWritten(replaceToken(db, before.token, { ...columns, token, keyName: keyName(secret) }, lasts), 'new_key')
  })
  return { ...(await fullKey(desk.db, after, desk, 'with-token')), key: secret, token_id: token }
}

/** True for the key of somebody else than the caller, who is no administrator. */
function isHeldFor({ identity }: Pick<Desk, 'identity'>, userId: string | null): boolean {
  return !isAdmin(identity) && userId !== null && userId !== identity.userId
}

/** When the old value stops to count: now, where no grace is asked for. Throws a 422. */
function graceEnd(grace: string | null | undefined, now: number): Date {
  if (grace == null || /^(0+[a-z]*)?$/.test(grace)) return new Date(now)
  if (parseDuration(grace) === undefined) throw invalid('grace_period', 'must be a duration such as "24h"')
  return endOf(grace, now) ?? new Date(now)
}
