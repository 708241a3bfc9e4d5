/** Who may do what, and that nobody grants what they do not hold. */
import { expect, test } from 'vitest'
import { mayCallModel } from '../../../src/gateway/access.js'
import {
  coversModels,
  exceeds,
  mayGiveRole,
  mayManageMembers,
  mayManageTeam,
  maySeeTeam,
  maySeeUser,
  type Standing,
} from '../../../src/gateway/admin/who-may.js'
import type { Role } from '../../../src/gateway/identity.js'

const who = (role: Role, userId?: string, teamId?: string) => ({ role, userId, teamId })
const standing = (teamRole?: string, ...administers: string[]): Standing => ({ teamRole, administers: new Set(administers) })
const team = { teamId: 't', organizationId: 'o' }

test.each([
  // who, standing, manages, its members, sees
  [who('proxy_admin'), standing(), true, true, true],
  [who('proxy_admin_viewer'), standing(), false, false, true],
  [who('internal_user', 'u'), standing(undefined, 'o'), true, true, true],
  [who('internal_user', 'u'), standing(undefined, 'other'), false, false, false],
  [who('internal_user', 'u'), standing('admin'), false, true, true],
  [who('internal_user_viewer', 'u'), standing('admin'), false, false, true],
  [who('internal_user', 'u'), standing('user'), false, false, true],
  [who('internal_user', 'u'), standing(), false, false, false],
  [who('internal_user', undefined, 't'), standing(), false, false, true],
  [who('org_admin', 'u'), standing(), false, false, false],
])('%j as %j', (caller, of, manages, members, sees) => {
  expect([mayManageTeam(caller, team, of), mayManageMembers(caller, team, of), maySeeTeam(caller, team, of)]).toEqual([
    manages,
    members,
    sees,
  ])
})

test('a team without an organization is nobody else’s', () => {
  expect(mayManageTeam(who('internal_user', 'u'), { organizationId: null }, standing('admin', 'o'))).toBe(false)
})

test('users see themselves; a caller without a user sees nobody', () => {
  expect(maySeeUser(who('internal_user', 'a'), 'a')).toBe(true)
  expect(maySeeUser(who('internal_user', 'a'), 'b')).toBe(false)
  expect(maySeeUser(who('internal_user'), 'b')).toBe(false)
  expect(maySeeUser(who('proxy_admin_viewer'), 'b')).toBe(true)
})

test('only administrators give roles that administer', () => {
  const roles = ['proxy_admin', 'proxy_admin_viewer', 'org_admin', 'internal_user', 'internal_user_viewer', 'nonsense']
  expect(roles.filter((role) => mayGiveRole(who('org_admin'), standing(undefined, 'o'), role))).toEqual([
    'internal_user',
    'internal_user_viewer',
  ])
  expect(roles.filter((role) => mayGiveRole(who('org_admin'), standing(), role))).toEqual([])
  expect(roles.filter((role) => mayGiveRole(who('proxy_admin'), standing(), role))).toEqual(roles)
})

test.each([
  [[], ['*'], true],
  [['*'], ['a', 'all-proxy-models'], true],
  [['a'], [], true],
  [['a'], ['*'], false],
  [['a'], ['all-proxy-models'], false],
  [['a', 'b'], ['b'], true],
  [['openai/*'], ['openai/gpt*'], true],
  [['openai/gpt*'], ['openai/*'], false],
  [['a*b'], ['a*'], false],
  [['no-default-models'], ['a'], false],
  [['a'], ['all-team-models', 'no-default-models'], true],
])('whoever has %j may grant %j: %s', (parent, child, want) => expect(coversModels(parent, child)).toBe(want))

/** Numbers that are the same in every run. */
function* seeded(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

test('what is granted is never more than what is held', () => {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random.next().value * list.length)] as T // the list is not empty
  const names = ['a', 'ab', 'openai/x', 'openai/gpt-x', 'azure/x', 'b']
  const patterns = [...names, '*', 'openai/*', 'openai/g*', 'a*', '*x', 'all-proxy-models', '*/*']
  const models = () => Array.from({ length: Math.floor(random.next().value * 3) }, () => pick(patterns))
  const limit = () => pick([null, 0, 1, 2, 5])
  const held = () => ({
    models: models(),
    maxBudget: pick([null, '0', '0.5', '1', '3']),
    tpmLimit: limit(),
    rpmLimit: limit(),
    maxParallelRequests: limit(),
  })
  let granted = 0
  for (let run = 0; run < 20_000; run++) {
    const [parent, child] = [held(), held()]
    if (exceeds(child, parent) !== undefined) continue
    granted++
    // a child without models of its own has those of its parent
    const wrong = child.models.length === 0 ? undefined : names.find((name) => mayCallModel(child, name) && !mayCallModel(parent, name))
    expect([child.models, parent.models, wrong]).toEqual([child.models, parent.models, undefined])
    for (const name of ['maxBudget', 'tpmLimit', 'rpmLimit', 'maxParallelRequests'] as const) {
      const [own, above] = [child[name], parent[name]]
      if (own !== null && above !== null) expect(Number(own)).toBeLessThanOrEqual(Number(above))
    }
  }
  expect(granted).toBeGreaterThan(1_000)
})
