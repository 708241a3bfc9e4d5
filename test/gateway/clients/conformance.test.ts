/** Official clients, unchanged, against the gateway over sockets: the same questions to each of them, with hosts of several formats behind. */
import { describe, expect, test, vi } from 'vitest'
import { masterKey } from '../gateway-support.js'
import { aiDrivers } from './ai-driver.js'
import { anthropicDriver } from './anthropic-driver.js'
import { embedders, formats, serveClients } from './clients-support.js'
import type { Driver } from './driver.js'
import { googleDriver } from './google-driver.js'
import { langchainDriver } from './langchain-driver.js'
import { openaiDrivers } from './openai-driver.js'

const drivers: readonly Driver[] = [...openaiDrivers, anthropicDriver, googleDriver, ...aiDrivers, langchainDriver]
const counts = { usage: { inputTokens: 120, outputTokens: 34 } }
const served = serveClients()
const forms = ['whole', 'streamed'] as const
const callId = /^[0-9a-f-]{36}$/

describe.each(drivers)('$name', (driver) => {
  const open = (key = masterKey) => driver.open(served.url(), key)

  describe.each(formats)('%s behind it', (model) => {
    test('answers whole', async () => {
      served.script({ '*': { text: 'Grüße aus Bern 🚀', ...counts } })
      expect(await open().ask(model, 'hello')).toEqual({ text: 'Grüße aus Bern 🚀', end: 'stop', usage: [120, 34] })
    })

    test('answers as a stream', async () => {
      served.script({ '*': { text: 'It is sunny in Bern today.', ...counts } })
      const { pieces, ...told } = await open().stream(model, 'hello')
      expect(told).toEqual({ text: 'It is sunny in Bern today.', end: 'stop', usage: [120, 34] })
      expect(pieces).toBeGreaterThan(1)
    })

    test.each(forms)('calls a tool and takes its result, %s', async (form) => {
      const calls = [{ name: 'weather', arguments: { city: 'Bern' } }]
      const { requests } = served.script({ '*': [{ toolCalls: calls }, { text: 'Sunny, then.' }] })
      const run = vi.fn((city: string) => `sunny in ${city}`)
      expect(await open().useTool(model, 'How is Bern?', form, run)).toBe('Sunny, then.')
      expect(run.mock.calls).toEqual([['Bern']])
      const asked = requests.map(({ body }) => JSON.stringify(body))
      expect(asked.map((body) => [body.includes('How is Bern?'), body.includes('sunny in Bern')])).toEqual([
        [true, false],
        [true, true],
      ])
    })

    test.each(forms)('answers by a schema, %s', async (form) => {
      const { requests } = served.script()
      expect(await open().structure(model, form)).toEqual({ city: 'text' })
      expect(JSON.stringify(requests[0]?.body)).toContain('city')
    })

    test('knows errors by their status', async () => {
      const client = open()
      for (const status of [400, 401, 403, 404, 429, 500, 503])
        for (const ask of [client.ask, client.stream]) {
          served.script({ '*': { status, message: 'not today', retryAfter: 3 } })
          const refused = client.refused(await ask(model, 'hello').catch((error: unknown) => error))
          expect(refused).toMatchObject({ status, message: expect.stringContaining('not today') })
          if ('requestId' in refused) expect(refused.requestId).toMatch(callId)
        }
    })

    test('a stream that breaks off throws', async () => {
      served.script({ '*': { text: 'one two three four five six', errorAt: 4, status: 500, message: 'the host fell over' } })
      await expect(open().stream(model, 'hello')).rejects.toThrow(/the host fell over/)
    })

    test('a stream that is left ends the call at the provider', async () => {
      const { records } = served.script({ '*': { text: 'word '.repeat(200), stallMs: 100 } })
      await open().leave(model, 'hello')
      await vi.waitFor(() => expect(records.map(({ end }) => end)).toEqual(['left']), { timeout: 5_000 })
    })
  })

  test('a wrong key is refused', async () => {
    const { requests } = served.script()
    const client = open('sk-wrong')
    const refused = client.refused(await client.ask('openai', 'hello').catch((error: unknown) => error))
    expect(refused.status).toBe(401)
    if ('requestId' in refused) expect(refused.requestId).toMatch(callId)
    expect(requests).toEqual([])
  })

  test('a model that is not there is refused', async () => {
    const client = open()
    const refused = client.refused(await client.ask('opneai', 'hello').catch((error: unknown) => error))
    expect(refused).toMatchObject({ status: 400, message: expect.stringContaining('Did you mean') })
  })
})

const embedding = drivers.filter(({ open }) => open('http://localhost', 'sk-none').embed !== undefined)

describe.each(embedding)('$name', (driver) => {
  test.each(embedders)('turns texts into vectors by %s', async (model) => {
    served.script()
    const vectors = (await driver.open(served.url(), masterKey).embed?.(model, ['one', 'two', 'one'])) ?? []
    expect(vectors.length).toBe(3)
    expect(vectors[0]?.length).toBeGreaterThan(1)
    expect(vectors[0]).toEqual(vectors[2])
    expect(vectors[0]).not.toEqual(vectors[1])
    expect(Math.abs(Math.hypot(...(vectors[0] ?? [])) - 1)).toBeLessThan(1e-3)
  })
})

test('every client is there', () => {
  expect([drivers.length, embedding.length]).toEqual([9, 7])
})
