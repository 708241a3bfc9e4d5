/** A generated client over `llmgen/runtime/fetch`, bundled for browsers and run where there is no Node: no process, no Buffer, no modules. */
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as portable from '../../src/runtime/fetch.js'
import * as usual from '../../src/runtime/index.js'
import { createMockProvider, hostHeader, type MockProvider } from '../../src/testing/index.js'
import { bundleScript } from '../support/bundle.js'
import { repoPath } from '../types/run-tsc.js'

let mock: MockProvider
beforeEach(async () => {
  mock = await createMockProvider()
})
afterEach(() => mock.close())

const client = "export { createLlm, llm } from './test/golden/fetch/generated/index.ts'"

/** What Workers and browsers share, and nothing else. Requests go to the mock, whatever host they name. */
function place(): object {
  const { URL, Headers, Response, AbortController, TextEncoder, TextDecoder, setTimeout, clearTimeout, crypto, atob, btoa, console } =
    globalThis
  const toMock = (address: string, init: RequestInit) => {
    const { host, pathname, search } = new URL(address)
    const headers = new Headers(init.headers)
    headers.set(hostHeader, host)
    return fetch(`${mock.url}${pathname}${search}`, { ...init, headers })
  }
  return {
    URL,
    Headers,
    Response,
    AbortController,
    TextEncoder,
    TextDecoder,
    setTimeout,
    clearTimeout,
    crypto,
    atob,
    btoa,
    console,
    fetch: toMock,
  }
}

test('holds no module of Node and no undici, and answers whole, streamed, and with the error of its set', async () => {
  const script = await bundleScript(client, 'made')
  expect(script).not.toMatch(/["'](node:|undici)/)
  const context = createContext(place())
  runInContext(script, context)
  mock.script({ 'gpt-4o-mini': { text: 'hello from afar' }, 'claude-sonnet-4-5': { text: 'so do I' } })
  const program = `(async () => {
    const llm = made.createLlm({ env: { OPENAI_API_KEY: 'sk-test-1234567890', ANTHROPIC_API_KEY: 'sk-ant-test-1234567890' } })
    const messages = [{ role: 'user', content: 'hi' }]
    const seen = []
    for (const model of ['gpt-4o-mini', 'claude']) {
      const reply = await llm.chat.completions.create({ model, messages, max_tokens: 50 })
      seen.push([reply.choices[0].message.content, typeof reply.meta.cost === 'number', reply.meta.provider])
      const stream = await llm.completion({ model, messages, max_tokens: 50, stream: true })
      let text = ''
      for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
      seen.push([text, (await stream.finalMessage()).choices[0].message.content])
    }
    const missing = await made.createLlm({ env: {} }).completion({ model: 'claude', messages }).catch((error) => [error.name, error.status, error.message])
    const unset = await made.llm.completion({ model: 'nobody', messages }).catch((error) => [error.name, error.status])
    return JSON.stringify({ seen, missing, unset, globals: [typeof process, typeof Buffer, typeof require] })
  })()`
  expect(JSON.parse(await runInContext(program, context))).toEqual({
    seen: [
      ['hello from afar', true, 'openai'],
      ['hello from afar', 'hello from afar'],
      ['so do I', true, 'anthropic'],
      ['so do I', 'so do I'],
    ],
    missing: ['AuthenticationError', 401, expect.stringContaining('ANTHROPIC_API_KEY')],
    unset: ['BadRequestError', 400],
    globals: ['undefined', 'undefined', 'undefined'],
  })
})

test('every adapter and every part of the runtime goes into a bundle for browsers', async () => {
  const { adapterFormats } = await import('../../src/catalog/formats.js')
  const lines = adapterFormats.map((format, at) => `export * as a${at} from 'llmgen/providers/${format}'`)
  expect(await bundleScript(["export * from 'llmgen/runtime/fetch'", ...lines].join('\n'), 'all')).not.toMatch(/["'](node:|undici)/)
})

test('the two runtimes export the same names, values and types', () => {
  expect(Object.keys(portable).sort()).toEqual(Object.keys(usual).sort())
  const types = (file: string) =>
    [...readFileSync(repoPath(`src/runtime/${file}`), 'utf8').matchAll(/export (type )?\{([^}]+)\}/g)]
      .flatMap(([, isType, names = '']) =>
        names
          .split(',')
          .map((name) => name.trim())
          .flatMap((name) => (isType || name.startsWith('type ') ? [name.replace('type ', '')] : [])),
      )
      .filter((name) => name !== '')
      .sort()
  expect(types('fetch.ts')).toEqual(types('index.ts'))
})

test('media from addresses that strangers name is not fetched, and the message says what to do', async () => {
  const { fetchPlatform } = await import('../../src/runtime/platform/fetch-platform.js')
  const transport = await fetchPlatform.createPublicTransport({})
  const timers = { connectMs: undefined, firstByteMs: undefined, idleMs: undefined, totalMs: undefined }
  await expect(transport.stream({ method: 'GET', url: 'https://example.com/a.png', headers: {} }, timers)).rejects.toThrow(
    'createLlm({ allowPrivateMedia: true })',
  )
})

test('a package that is not installed is undefined', async () => {
  const { fetchPlatform } = await import('../../src/runtime/platform/fetch-platform.js')
  expect(await fetchPlatform.importPeer('llmgen-no-such-package')).toBeUndefined()
})
