/** Official clients, unchanged, against the gateway over sockets: the same questions to each of them, with hosts of several formats behind. */
import { describe, expect, test, vi } from 'vitest'
import { masterKey } from '../gateway-support.js'
import { aiDrivers } from './ai-driver.js'
import { anthropicDriver } from './anthropic-driver.js'
import { embedders, formats, setUpClients } from './clients-support.js'
import type { Driver } from './driver.js'
import { googleDriver } from './google-driver.js'
import { langchainDriver } from './langchain-driver.js'
import { openaiDrivers } from './openai-driver.js'

const drivers: readonly Driver[] = [...openaiDrivers, anthropicDriver, googleDriver, ...aiDrivers, langchainDriver]
const counts = { usage: { inputTokens: 120, outputTokens: 34 } }
const forms = ['whole', 'streamed'] as const

describe.each(drivers)('$name', (driver) => {
  describe.each(formats)('%s behind it', (model) => {
    test('answers whole', async () => {
      const { url } = await setUpClients({ '*': { text: 'Grüße aus Bern 🚀', ...counts } })
      const told = await driver.open(url, masterKey).ask(model, 'hello')
      expect(told).toEqual({ text: 'Grüße aus Bern 🚀', end: 'stop', usage: [120, 34] })
    })

    test('answers as a stream', async () => {
      const { url } = await setUpClients({ '*': { text: 'It is sunny in Bern today.', ...counts } })
      const { pieces, ...told } = await driver.open(url, masterKey).stream(model, 'hello')
      expect(told).toEqual({ text: 'It is sunny in Bern today.', end: 'stop', usage: [120, 34] })
      expect(pieces).toBeGreaterThan(1)
    })

    test.each(forms)('calls a tool and takes its result, %s', async (form) => {
      const calls = [{ name: 'weather', arguments: { city: 'Bern' } }]
      const { url, mock } = await setUpClients({ '*': [{ toolCalls: calls }, { text: 'Sunny, then.' }] })
      const run = vi.fn((city: string) => `sunny in ${city}`)
      expect(await driver.open(url, masterKey).useTool(model, 'How is Bern?', form, run)).toBe('Sunny, then.')
      expect(run.mock.calls).toEqual([['Bern']])
      expect(mock.requests.length).toBe(2)
      expect(JSON.stringify(mock.requests[1]?.body)).toContain('sunny in Bern')
    })

    test.each(forms)('answers by a schema, %s', async (form) => {
      const { url, mock } = await setUpClients()
      expect(await driver.open(url, masterKey).structure(model, form)).toEqual({ city: 'text' })
      expect(JSON.stringify(mock.requests[0]?.body)).toContain('city')
    })

    test.each([400, 401, 403, 404, 429, 500, 503])('knows an error by its status: %i', async (status) => {
      const { url } = await setUpClients({ '*': { status, message: 'not today', retryAfter: 3 } })
      const client = driver.open(url, masterKey)
      for (const failed of [client.ask(model, 'hello'), client.stream(model, 'hello')]) {
        const refused = client.refused(await failed.catch((error: unknown) => error))
        expect(refused).toMatchObject({ status, message: expect.stringContaining('not today') })
        if ('requestId' in refused) expect(refused.requestId).toMatch(/^[0-9a-f-]{36}$/)
      }
    })

    test('a stream that is left ends the call at the provider', async () => {
      const { url, records } = await setUpClients({ '*': { text: 'word '.repeat(200), stallMs: 100 } })
      await driver.open(url, masterKey).leave(model, 'hello')
      await vi.waitFor(() => expect(records.map(({ end }) => end)).toEqual(['left']), { timeout: 5_000 })
    })
  })

  test('a wrong key is refused', async () => {
    const { url, mock } = await setUpClients()
    const client = driver.open(url, 'sk-wrong')
    const refused = client.refused(await client.ask('openai', 'hello').catch((error: unknown) => error))
    expect(refused.status).toBe(401)
    if ('requestId' in refused) expect(refused.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(mock.requests).toEqual([])
  })

  test('a model that is not there is refused', async () => {
    const { url } = await setUpClients()
    const client = driver.open(url, masterKey)
    const refused = client.refused(await client.ask('opneai', 'hello').catch((error: unknown) => error))
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('Did you mean') })
  })
})

const embedding = drivers.filter(({ open }) => open('http://localhost', 'sk-none').embed !== undefined)

describe.each(embedding)('$name', (driver) => {
  test.each(embedders)('turns texts into vectors by %s', async (model) => {
    const { url } = await setUpClients()
    const vectors = await driver.open(url, masterKey).embed?.(model, ['one', 'two', 'one'])
    expect(vectors?.length).toBe(3)
    expect(vectors?.[0]?.length).toBeGreaterThan(1)
    expect(vectors?.[0]).toEqual(vectors?.[2])
    expect(vectors?.[0]).not.toEqual(vectors?.[1])
    const length = Math.hypot(...(vectors?.[0] ?? []))
    expect(Math.abs(length - 1)).toBeLessThan(1e-3)
  })
})
