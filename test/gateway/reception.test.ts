/** Calls that could not be accounted for are refused, and nothing else. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { createCallerCache } from '../../src/gateway/auth/caller-cache.js'
import { routes } from '../../src/gateway/routes.js'
import type { GatewayStore } from '../../src/gateway/store/gateway-store.js'
import { StoreClosedError } from '../../src/gateway/store/store-desk.js'
import { appOver, authorised, setUp } from './gateway-support.js'

const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }

async function appWith(spend: { readonly isFull: boolean }, admitsUnknown: boolean) {
  const { gateway } = await setUp({ listens: false })
  const store: GatewayStore = {
    kind: 'postgres',
    state: 'failed',
    open: () => Promise.reject(new StoreClosedError('it is away')),
    callers: createCallerCache(
      async () => undefined,
      () => 0,
    ),
    record: () => undefined,
    spend: { waiting: 9, failedWrites: 9, offDisk: 9, flush: async () => undefined, ...spend },
    onChange: () => () => undefined,
    close: async () => undefined,
  }
  const { serving } = gateway
  const settings = { ...serving.settings, store: { ...serving.settings.store, admitsUnknown } }
  const app = await appOver({ ...serving, store, settings }, routes)
  onTestFinished(() => app.close())
  return async (method: 'GET' | 'POST', url: string, payload?: object) => {
    const answer = await app.inject({ method, url, headers: authorised, ...(payload !== undefined && { payload }) })
    return [answer.statusCode, answer.json().error?.type, answer.headers['retry-after']]
  }
}

describe('while neither the disk nor the database takes spend rows', () => {
  const cases = [
    { name: 'a call is refused', isFull: true, admitsUnknown: false, want: [503, 'no_db_connection', '5'] },
    { name: 'a call goes on where the config has it so', isFull: true, admitsUnknown: true, want: [200, undefined, undefined] },
    { name: 'a call goes on as long as rows have room', isFull: false, admitsUnknown: false, want: [200, undefined, undefined] },
  ]
  test.each(cases)('$name', async ({ isFull, admitsUnknown, want }) => {
    const ask = await appWith({ isFull }, admitsUnknown)
    expect(await ask('POST', '/v1/chat/completions', body)).toEqual(want)
    expect(await ask('GET', '/v1/models')).toEqual([200, undefined, undefined])
    expect(await ask('GET', '/health/liveliness')).toEqual([200, undefined, undefined])
  })
})
