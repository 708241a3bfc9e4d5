/** Requests of one connection have the same head, and what becomes of their key or the config holds for the next one all the same. */
import { expect, test } from 'vitest'
import { createCallerCache } from '../../../src/gateway/auth/caller-cache.js'
import { hashKey } from '../../../src/gateway/auth/key-text.js'
import { createVirtualKeyCheck } from '../../../src/gateway/auth/virtual-key-check.js'
import type { Serving } from '../../../src/gateway/serving.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import { callerWith } from '../auth/callers.js'
import { behaved, chatBody, chatRequest, dial, setUpBefore, statuses, until } from '../faults-support.js'
import { masterKey } from '../gateway-support.js'

const key = 'sk-of-a-caller'
const token = hashKey(key)
const keyed = (body: string) => chatRequest(body).replace(/authorization: [^\r]+/, `authorization: Bearer ${key}`)

/** A connection to a gateway whose database has one key, and what that is asked and changed with. */
async function connected() {
  const setup = await setUpBefore(behaved)
  const clock = { now: 1_000_000 }
  let row: Caller | undefined = callerWith({ key: { token } })
  const callers = createCallerCache(
    async (asked) => (asked === token ? row : undefined),
    () => clock.now,
  )
  const keyCheck = createVirtualKeyCheck({ masterKey, callers, now: () => clock.now, admitsUnknown: false })
  const { serving } = setup.gateway
  serve(serving, { keyCheck })
  const client = await dial(setup.url)
  let length = 0
  const ask = async () => {
    const count = statuses(client).length
    // bodies of several lengths: nothing else of their heads differs
    length = (length + 1) % 3
    client.socket.write(keyed(chatBody({ user: 'u'.repeat(length + 1) })))
    await until(() => statuses(client).length > count && client.received().endsWith('}'), 'the answer came')
    return statuses(client).at(-1)
  }
  const change = (next: Parameters<typeof callerWith>[0] | undefined) => {
    row = next === undefined ? undefined : callerWith(next)
    callers.forget({ kind: 'key', id: token })
  }
  return { ask, change, clock, serving, client }
}

/** What the gateway serves from now on. */
function serve(serving: Serving, more: Partial<Serving>): void {
  Object.assign(serving, more)
}

test('a key that is blocked, given back, bound to other models, expired or deleted', async () => {
  const { ask, change, clock } = await connected()
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 200])
  change({ key: { token, blocked: true } })
  expect([await ask(), await ask()]).toEqual([403, 403])
  change({ key: { token } })
  expect(await ask()).toBe(200)
  change({ key: { token, models: ['another'] } })
  expect(await ask()).toBe(403)
  change({ key: { token }, team: { blocked: true } })
  expect(await ask()).toBe(403)
  // the row itself stays as it was read
  change({ key: { token, expires: new Date(clock.now + 5_000) } })
  expect(await ask()).toBe(200)
  clock.now += 5_000
  expect(await ask()).toBe(401)
  change(undefined)
  expect(await ask()).toBe(401)
  change({ key: { token } })
  expect(await ask()).toBe(200)
})

test('rules of the config that was read anew', async () => {
  const { ask, serving, client } = await connected()
  const { settings } = serving
  expect(await ask()).toBe(200)
  serve(serving, { settings: { ...settings, keyHeader: 'x-mine' } })
  expect(await ask()).toBe(401)
  serve(serving, { settings: { ...settings, access: { ...settings.access, allowedIps: ['10.0.0.0/8'] } } })
  expect(await ask()).toBe(403)
  serve(serving, { settings: { ...settings, access: { ...settings.access, enforcedParams: ['metadata.team'] } } })
  expect(await ask()).toBe(400)
  serve(serving, { settings })
  expect(await ask()).toBe(200)
  expect(client.socket.destroyed).toBe(false)
})
