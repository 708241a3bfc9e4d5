/** Who may do what with which key, as a table. */
import { expect, test } from 'vitest'
import { checkFields, checkMove, type KeyAct, rightTo } from '../../../src/gateway/admin/key-rights.js'
import type { Standing } from '../../../src/gateway/admin/who-may.js'
import type { Role } from '../../../src/gateway/identity.js'

const acts: readonly KeyAct[] = [
  '/key/generate',
  '/key/update',
  '/key/delete',
  '/key/info',
  '/key/regenerate',
  '/key/block',
  '/key/{key_id}/reset_spend',
]
const who = (role: Role, userId?: string) => ({ role, userId, keyHash: 'own' })
const standing = (teamRole?: string, ...administers: string[]): Standing => ({ teamRole, administers: new Set(administers) })
const team = (...teamMemberPermissions: string[]) => ({ organizationId: 'o', teamMemberPermissions })
const key = (more: object = {}) => ({ userId: null, teamId: null, organizationId: null, token: 'k', ...more })
const teamKey = key({ teamId: 't' })

test.each([
  ['an administrator', who('proxy_admin'), key(), undefined, standing(), 'aaaaaaa'],
  ['who looks at everything', who('proxy_admin_viewer', 'u'), key({ userId: 'u' }), undefined, standing(), '---a---'],
  ['an owner', who('internal_user', 'u'), key({ userId: 'u' }), undefined, standing(), 'ooooo--'],
  ['an owner who only looks', who('internal_user_viewer', 'u'), key({ userId: 'u' }), undefined, standing(), '---o---'],
  ['somebody else', who('internal_user', 'x'), key({ userId: 'u' }), undefined, standing(), '-------'],
  ['a key without a user', who('internal_user'), key(), undefined, standing(), '-------'],
  ['a key that asks for itself', who('internal_user'), key({ token: 'own' }), undefined, standing(), '---o---'],
  ['an admin of the team', who('internal_user', 'x'), teamKey, team(), standing('admin'), 'mmmmmmm'],
  ['an admin of the team who only looks', who('internal_user_viewer', 'x'), teamKey, team(), standing('admin'), '---m---'],
  ['a member', who('internal_user', 'x'), teamKey, team(), standing('user'), '---b---'],
  [
    'a member who may do more',
    who('internal_user', 'x'),
    teamKey,
    team('/key/generate', '/key/{key_id}/regenerate'),
    standing('user'),
    'b---b--',
  ],
  ['a member with the own key', who('internal_user', 'u'), key({ teamId: 't', userId: 'u' }), team(), standing('user'), '-oooo--'],
  ['an admin of its organization', who('internal_user', 'x'), key({ organizationId: 'o' }), undefined, standing(undefined, 'o'), 'mmmmmmm'],
  ['an admin of its team’s organization', who('internal_user', 'x'), teamKey, team(), standing(undefined, 'o'), 'mmmmmmm'],
  ['an admin of another organization', who('internal_user', 'x'), teamKey, team(), standing(undefined, 'p'), '-------'],
] as const)('%s', (_, caller, of, its, stands, want) => {
  const letters = { admin: 'a', manager: 'm', member: 'b', owner: 'o' }
  const rights = acts.map((act) => rightTo(act, caller, of, its, stands))
  expect(rights.map((right) => (right === undefined ? '-' : letters[right])).join('')).toBe(want)
})

test.each([
  ['admin', { spend: 0, permissions: {}, blocked: true }, undefined],
  ['manager', { blocked: true, temp_budget_increase: 1 }, undefined],
  ['manager', { spend: 0 }, 'spend'],
  ['manager', { budget_id: null }, 'budget_id'],
  ['member', { blocked: false }, 'blocked'],
  ['owner', { max_budget: 1, key_alias: 'x' }, undefined],
  ['owner', { guardrails: null }, 'guardrails'],
  ['owner', { allowed_routes: [] }, 'allowed_routes'],
] as const)('%s may set %j of the key that somebody else made: refused for %s', (right, values, wrong) => {
  const check = () => checkFields(right, values, { createdBy: 'admin' }, { userId: 'u' })
  if (wrong === undefined) expect(check).not.toThrow()
  else expect(check).toThrow(wrong)
})

test('owners change what holds back the keys that they made themselves', () => {
  expect(() => checkFields('owner', { guardrails: null, tags: ['x'] }, { createdBy: 'u' }, { userId: 'u' })).not.toThrow()
  expect(() => checkFields('owner', { spend: 0 }, { createdBy: 'u' }, { userId: 'u' })).toThrow('spend')
})

test('null asks for nothing in a new key', () => {
  expect(() => checkFields('owner', { spend: null, permissions: null }, undefined, { userId: 'u' })).not.toThrow()
})

test('only administrators give keys away', () => {
  // the columns that are looked at
  const before = { userId: 'u', teamId: 't', organizationId: null } as Parameters<typeof checkMove>[2]
  expect(() => checkMove('manager', { user_id: 'u', team_id: 't', organization_id: null }, before)).not.toThrow()
  for (const move of [{ user_id: 'x' }, { team_id: null }, { organization_id: 'o' }]) {
    expect(() => checkMove('manager', move, before)).toThrow('only administrators')
    expect(() => checkMove('admin', move, before)).not.toThrow()
  }
})
