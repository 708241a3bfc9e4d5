/** Who may come in with which key. */
import { expect, test } from 'vitest'
import { createCallerCache } from '../../../src/gateway/auth/caller-cache.js'
import { hashKey, keyName, newKey, toHash } from '../../../src/gateway/auth/key-text.js'
import { createVirtualKeyCheck } from '../../../src/gateway/auth/virtual-key-check.js'
import { isRefused } from '../../../src/gateway/identity.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import { callerOf } from './callers.js'

const now = Date.parse('2026-02-14T00:00:00Z')
const master = 'sk-the-master-key'
const secret = 'sk-virtual'

function checkOver(caller: Caller | undefined | 'away', more: { readonly admitsUnknown?: boolean } = {}) {
  const callers = createCallerCache(
    async (token) => {
      if (caller === 'away') throw new Error('ECONNREFUSED')
      return token === hashKey(secret) ? caller : undefined
    },
    () => now,
  )
  return createVirtualKeyCheck({ masterKey: master, callers, now: () => now, admitsUnknown: false, ...more })
}

const withTeam = (blocked: boolean): Caller => {
  const caller = callerOf(hashKey(secret), { teamId: 't', userId: 'u', models: ['gpt-4o'] })
  return { ...caller, team: caller.team && { ...caller.team, blocked } }
}
const withUser = (more: Partial<NonNullable<Caller['user']>>): Caller => {
  const caller = callerOf(hashKey(secret), { userId: 'u' })
  return { ...caller, user: caller.user && { ...caller.user, ...more } }
}
const plain = callerOf(hashKey(secret))

test.each<{ name: string; key: string | undefined; caller: Caller | undefined | 'away'; want: string }>([
  { name: 'no key', key: undefined, caller: plain, want: '401 auth_error' },
  { name: 'the master key', key: master, caller: 'away', want: 'master proxy_admin' },
  { name: 'a known key', key: secret, caller: plain, want: 'key internal_user' },
  { name: 'a key of an administrator', key: secret, caller: withUser({ userRole: 'proxy_admin' }), want: 'key proxy_admin' },
  { name: 'a role that nobody knows', key: secret, caller: withUser({ userRole: 'emperor' }), want: 'key customer' },
  { name: 'a key of nobody', key: 'sk-other', caller: plain, want: '401 token_not_found_in_db' },
  { name: 'the hash of a key', key: hashKey(secret), caller: plain, want: '401 auth_error' },
  { name: 'a blocked key', key: secret, caller: callerOf(hashKey(secret), { blocked: true }), want: '403 auth_error' },
  { name: 'an expired key', key: secret, caller: callerOf(hashKey(secret), { expires: new Date(now) }), want: '401 expired_key' },
  {
    name: 'a key about to expire',
    key: secret,
    caller: callerOf(hashKey(secret), { expires: new Date(now + 1) }),
    want: 'key internal_user',
  },
  { name: 'a key of a blocked team', key: secret, caller: withTeam(true), want: '403 auth_error' },
  { name: 'a key of a team', key: secret, caller: withTeam(false), want: 'key internal_user' },
  { name: 'a key of a blocked user', key: secret, caller: withUser({ blocked: true }), want: '403 auth_error' },
  { name: 'a key that nobody can be asked about', key: secret, caller: 'away', want: '503 no_db_connection' },
])('$name: $want', async ({ key, caller, want }) => {
  const checked = await checkOver(caller)(key)
  expect(isRefused(checked) ? `${checked.refused.status} ${checked.refused.type}` : `${checked.kind} ${checked.role}`).toBe(want)
  expect(JSON.stringify(checked)).not.toContain(secret)
})

test('a known key tells whose it is and what it may call', async () => {
  const caller = withTeam(false)
  expect(await checkOver(caller)(secret)).toEqual({
    kind: 'key',
    role: 'internal_user',
    keyHash: hashKey(secret),
    models: ['gpt-4o'],
    userId: 'u',
    teamId: 't',
    caller,
  })
})

test('a key that was seen is judged at once, without a promise', async () => {
  const check = checkOver(plain)
  await check(secret)
  expect(check(secret)).not.toBeInstanceOf(Promise)
})

test('where the config says so, strangers pass while nobody can be asked', async () => {
  expect(await checkOver('away', { admitsUnknown: true })(secret)).toMatchObject({
    kind: 'key',
    role: 'internal_user',
    keyHash: hashKey(secret),
  })
})

test('keys are made, hashed and shown', () => {
  const key = newKey()
  expect(key).toMatch(/^sk-[A-Za-z0-9_-]{22}$/)
  expect(newKey()).not.toBe(key)
  expect(hashKey('sk-1234')).toBe('88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b')
  expect([toHash('sk-1234'), toHash('abc'), keyName('sk-abcdefgh')]).toEqual([hashKey('sk-1234'), 'abc', 'sk-...efgh'])
})
