/** Whether the gateway lives, is ready, and which deployments serve. */
import type { Deployment } from '../../plan/plan.js'
import { isCooling } from '../../runtime/state.js'
import { mayPass } from '../access.js'
import { mayUse } from '../auth/model-access.js'
import { GatewayError } from '../errors.js'
import type { Checked } from '../health-ledger.js'
import { countsApart } from '../neighbours.js'
import { queryFlag, queryText } from '../query.js'
import type { GatewayCall, Route } from '../route.js'
import type { Serving } from '../serving.js'
import { version } from '../version.js'
import { callbacksOf } from './operations.js'

export const liveness: Route = {
  method: 'GET',
  paths: ['/health/liveliness', '/health/liveness'],
  access: 'public',
  errors: 'openai',
  summary: 'Answers as long as the process lives.',
  tags: ['health'],
  handle: ({ reply }) => void reply.type('application/json; charset=utf-8').send(JSON.stringify("I'm alive!")),
}

export const readiness: Route = {
  method: 'GET',
  paths: ['/health/readiness'],
  access: 'public',
  errors: 'openai',
  summary: 'Says whether calls can be served, and whether the config is the one on disk.',
  tags: ['health'],
  handle: (call) => {
    const reload = call.gateway.lastReload()
    const db = databaseOf(call.serving)
    call.reply.code(db.refuses ? 503 : 200).send({
      status: reload.ok && !db.isAway ? 'connected' : 'degraded',
      db: db.text,
      ...cacheOf(call.serving),
      litellm_version: version,
      last_updated: new Date(call.serving.loadedAt).toISOString(),
      // what is wrong with the file is for those with a key: the details tell
      ...(!reload.ok && { config: 'the config on disk has errors, and the one before it is served' }),
      ...(othersOf(call) > 0 && { limits: 'counted by each of the gateways on this database alone' }),
    })
  },
}

export const readinessDetails: Route = {
  method: 'GET',
  paths: ['/health/readiness/details'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'The same with what is wrong with the config on disk.',
  tags: ['health'],
  handle: (call) => {
    const { plan, loadedAt } = call.serving
    const reload = call.gateway.lastReload()
    const db = databaseOf(call.serving)
    call.reply.code(db.refuses ? 503 : 200).send({
      status: reload.ok && !db.isAway ? 'connected' : 'degraded',
      db: db.text,
      spend_rows_waiting: call.serving.store?.spend.waiting ?? 0,
      ...cacheOf(call.serving),
      litellm_version: version,
      last_updated: new Date(loadedAt).toISOString(),
      success_callbacks: [...callbacksOf(plan, 'success_callback'), ...callbacksOf(plan, 'callbacks')],
      ...(othersOf(call) > 0 && { limits: countsApart(othersOf(call)) }),
      models: plan.groups.length + plan.wildcards.length,
      deployments: plan.deployments.length,
      config: reload.ok ? { ok: true } : { ok: false, error: reload.message, at: new Date(reload.at).toISOString() },
    })
  },
}

/**
 * Differs: LiteLLM calls every deployment for this, which costs money and marks models unhealthy that only dislike the
 * probe. Here a deployment is unhealthy while it rests after failures, or cannot be called for want of a key or an address;
 * calls are made where the config turns background checks on, or where an administrator asks for them.
 */
export const health: Route = {
  method: 'GET',
  paths: ['/health'],
  access: 'key',
  errors: 'openai',
  summary: 'Lists the deployments that serve and those that do not.',
  tags: ['health'],
  query: [
    { name: 'model', about: 'Judges the deployments of this name alone.', type: 'string' },
    { name: 'model_id', about: 'Judges this deployment alone.', type: 'string' },
    { name: 'active', about: 'Asks each of them with a small call first. For administrators.', type: 'boolean' },
  ],
  handle: async (call) => {
    const deployments = asked(call)
    if (queryFlag(call, 'active')) {
      if (!mayPass('admin', call.identity.role))
        throw new GatewayError(403, 'auth_error', 'active=true makes calls that cost money: only administrators may')
      await call.serving.health.check(deployments.map(({ index }) => index))
    }
    const judged = deployments.map((deployment) => judge(call.serving, deployment))
    const healthy = judged.filter(({ error }) => error === undefined)
    const unhealthy = judged.filter(({ error }) => error !== undefined)
    call.reply.send({
      healthy_endpoints: healthy,
      unhealthy_endpoints: unhealthy,
      healthy_count: healthy.length,
      unhealthy_count: unhealthy.length,
    })
  },
}

export const backlog: Route = {
  method: 'GET',
  paths: ['/health/backlog'],
  access: 'key',
  errors: 'openai',
  summary: 'Counts the requests under way.',
  tags: ['health'],
  handle: ({ reply, gateway }) => void reply.send({ in_flight_requests: gateway.inFlight() }),
}

/**
 * The database, as long as anybody needs one. One that is away takes the gateway out of rotation only where calls do not go on
 * without it: with `allow_requests_on_db_unavailable` they do.
 */
function databaseOf({ store, settings }: Serving): { readonly text: string; readonly isAway: boolean; readonly refuses: boolean } {
  if (store === undefined) return { text: 'Not connected', isAway: false, refuses: false }
  const isAway = store.state === 'failed' || (store.state === 'opening' && store.kind === 'postgres')
  return { text: isAway ? 'Not connected' : 'connected', isAway, refuses: isAway && !settings.store.admitsUnknown }
}

/** Gateways on the same database that count limits by themselves, as this one does. */
function othersOf({ gateway }: GatewayCall): number {
  return gateway.countingApart?.() ?? 0
}

function cacheOf({ plan }: Serving): { readonly cache: string | null } {
  const store = plan.routing.cache?.store
  return { cache: store === undefined ? null : store === 'memory' ? 'local' : 'redis' }
}

/** All deployments, or those of `?model=` or `?model_id=`. */
function asked(call: GatewayCall): readonly Deployment[] {
  const { serving, identity } = call
  const [model, id] = [queryText(call, 'model'), queryText(call, 'model_id')]
  return serving.plan.deployments.filter(
    (deployment) =>
      (model === undefined || deployment.group === model) &&
      (id === undefined || deployment.id === id) &&
      mayUse(identity, deployment.group, serving.plan),
  )
}

type Judged = {
  readonly model: string
  readonly model_id: string
  readonly model_name: string
  readonly error?: string
  /** When it was asked last, and why it was not. */
  readonly checked_at?: string
  readonly unchecked?: string
}

/** How long a check says something: two rounds of background checks. */
function isFresh({ at }: Checked, { engine, settings }: Serving): boolean {
  return engine.now() - at <= 2 * settings.health.intervalMs
}

function judge(serving: Serving, { id, index, group, provider }: Deployment): Judged {
  const { engine } = serving
  const { ready, fault } = engine.deployments[index] ?? {}
  const facts = { model: `${provider}/${ready?.target.model ?? fault?.model ?? ''}`, model_id: id, model_name: group }
  if (fault !== undefined) return { ...facts, error: fault.message }
  const checked = serving.health.found(index)
  const told = checked !== undefined && isFresh(checked, serving) ? checked : undefined
  const seen = { ...facts, ...(told !== undefined && checkFacts(told)) }
  if (told?.probed.is === 'failing') return { ...seen, error: told.probed.error }
  if (!isCooling(engine.state, index, engine.now())) return seen
  const until = new Date(engine.state.coolUntil[index] ?? 0).toISOString()
  return { ...seen, error: `it rests until ${until} after failures` }
}

function checkFacts({ at, probed }: Checked): Pick<Judged, 'checked_at' | 'unchecked'> {
  return probed.is === 'unasked' ? { unchecked: probed.why } : { checked_at: new Date(at).toISOString() }
}
