/** Callers in memory: which changes make which of them be read anew. What else a memory of rows does is tested with it. */
import { describe, expect, test } from 'vitest'
import { createCallerCache } from '../../../src/gateway/auth/caller-cache.js'
import type { Changed } from '../../../src/gateway/row-memory.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import { callerOf } from './callers.js'

function setUp(caller?: Caller) {
  const asked: string[] = []
  const find = async (token: string) => {
    asked.push(token)
    return caller
  }
  return { asked, cache: createCallerCache(find, () => 0) }
}

describe('a change', () => {
  const whole = callerOf('a', { userId: 'u', teamId: 't', organizationId: 'o' }, 'b')
  test.each<{ change: Changed; touches: boolean }>([
    { change: { kind: 'key', id: 'a' }, touches: true },
    { change: { kind: 'key', id: 'z' }, touches: false },
    { change: { kind: 'user', id: 'u' }, touches: true },
    { change: { kind: 'user', id: 'a' }, touches: false },
    { change: { kind: 'team', id: 't' }, touches: true },
    { change: { kind: 'organization', id: 'o' }, touches: true },
    { change: { kind: 'budget', id: 'b' }, touches: true },
    { change: { kind: 'budget', id: 'c' }, touches: false },
    { change: { kind: 'end_user', id: 'a' }, touches: false },
    { change: { kind: 'tag', id: 'a' }, touches: false },
    { change: { kind: 'model', id: 'a' }, touches: false },
    { change: { kind: 'all', id: '' }, touches: true },
  ])('of $change.kind $change.id is read by the next request: $touches', async ({ change, touches }) => {
    const { asked, cache } = setUp(whole)
    await cache.get('a')
    cache.forget(change)
    await cache.get('a')
    expect(asked.length).toBe(touches ? 2 : 1)
  })

  test('of the organisation of a team is one of the keys of the team', async () => {
    const { team, ...caller } = callerOf('a', { teamId: 't' })
    const { asked, cache } = setUp({ ...caller, team: team && { ...team, organizationId: 'of-team' } })
    for (const id of ['other', 'of-team']) {
      await cache.get('a')
      cache.forget({ kind: 'organization', id })
    }
    await cache.get('a')
    expect(asked).toEqual(['a', 'a'])
  })

  test('of a key that was regenerated is one of those who still come with its old text', async () => {
    const { asked, cache } = setUp(callerOf('new'))
    await cache.get('old')
    cache.forget({ kind: 'key', id: 'new' })
    await cache.get('old')
    expect(asked).toEqual(['old', 'old'])
  })

  test('of a key that nobody had makes it be asked for at once', async () => {
    const { asked, cache } = setUp()
    await cache.get('a')
    cache.forget({ kind: 'key', id: 'a' })
    await cache.get('a')
    expect(asked).toEqual(['a', 'a'])
  })
})
