/** Hostile input to the wrapped hosts: any conversation, any vectors, any token answer end in a value or a failure. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fault, isFault } from '../../src/protocol/failure.js'
import type { Adapter, Target } from '../../src/providers/adapter.js'
import { cloudflare } from '../../src/providers/cloudflare.js'
import { databricks } from '../../src/providers/databricks.js'
import { gigachat } from '../../src/providers/gigachat.js'
import { tokenSource as copilotToken } from '../../src/providers/github-copilot/sign-in.js'
import { githubCopilot } from '../../src/providers/github-copilot.js'
import { huggingface } from '../../src/providers/huggingface.js'
import { tokenSource as sapToken } from '../../src/providers/sap/sign-in.js'
import { sap } from '../../src/providers/sap.js'
import { snowflake } from '../../src/providers/snowflake.js'
import { watsonx } from '../../src/providers/watsonx.js'
import { watsonxText } from '../../src/providers/watsonx-text.js'
import { chatCall, embeddingCall, httpReply, testNow } from '../support/codec.js'
import { rowTarget, tokenPorts } from '../support/native-request.js'

const host = 'https://host.example'
const target = (name: string, baseUrl: string, settings: Target['settings'] = {}) => rowTarget(name, { baseUrl, settings })

const subjects: readonly { readonly name: string; readonly adapter: Adapter; readonly target: Target }[] = [
  { name: 'databricks', adapter: databricks, target: { ...target('databricks', host), model: 'databricks-claude' } },
  { name: 'watsonx', adapter: watsonx, target: target('watsonx', host, { project_id: 'p' }) },
  { name: 'watsonx_text', adapter: watsonxText, target: target('watsonx_text', host, { project_id: 'p' }) },
  { name: 'snowflake', adapter: snowflake, target: { ...target('snowflake', host), model: 'claude-x' } },
  { name: 'snowflake, older API', adapter: snowflake, target: target('snowflake', `${host}/api/v2/cortex/inference:complete`) },
  { name: 'cloudflare', adapter: cloudflare, target: target('cloudflare', `${host}/ai/v1`) },
  { name: 'cloudflare, ai/run', adapter: cloudflare, target: target('cloudflare', `${host}/ai/run`) },
  { name: 'huggingface', adapter: huggingface, target: target('huggingface', host) },
  { name: 'sap', adapter: sap, target: target('sap', `${host}/v2/inference/deployments/d1`) },
  { name: 'gigachat', adapter: gigachat, target: target('gigachat', host) },
  { name: 'github_copilot', adapter: githubCopilot, target: target('github_copilot', host) },
]

const runs = { seed: 20_250_601, numRuns: 300 }
const json = fc.jsonValue({ maxDepth: 4 })
const names = [
  'role',
  'content',
  'tool_calls',
  'tool_call_id',
  'function_call',
  'name',
  'thinking_blocks',
  'provider_specific_fields',
] as const
const role = fc.constantFrom('system', 'developer', 'user', 'assistant', 'tool', 'function', 'nobody')
const part = fc.oneof(json, fc.record({ type: fc.constantFrom('text', 'image_url', 'file'), text: json, image_url: json }))
const message = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), json),
  fc.record({ role, content: fc.oneof(json, fc.array(part)), tool_calls: json, thinking_blocks: json, provider_specific_fields: json }),
)
const params = fc.dictionary(
  fc.constantFrom(
    'tools',
    'tool_choice',
    'functions',
    'function_call',
    'response_format',
    'stop',
    'thinking',
    'reasoning_effort',
    'temperature',
    'n',
  ),
  json,
)

/** A failure that a person can read. */
function expectFailure({ failure }: Fault): void {
  expect([typeof failure.kind, failure.message.length > 0, failure.status >= 400]).toEqual(['string', true, true])
}

describe.each(subjects)('$name', ({ adapter, target: at }) => {
  test('any conversation is a request or a failure', () => {
    const { chat } = adapter.endpoints
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), params, fc.boolean(), (messages, given, stream) => {
        const call = chatCall({ ...given, messages } as never, { stream }) // what a caller without types may send
        const built = chat?.toRequest(call, at)
        if (built === undefined) throw new Error('no codec')
        if (isFault(built)) expectFailure(built)
        else expect([new URL(built.url).host, typeof JSON.parse(String(built.body))]).toEqual(['host.example', 'object'])
      }),
      runs,
    )
  })

  test('any answer to an embeddings call is vectors or a failure', () => {
    const wrapped = fc.oneof(
      json,
      fc.record({ data: json }),
      fc.record({ data: fc.array(fc.record({ embedding: json, usage: json })) }),
      fc.record({ results: json }),
      fc.record({ result: fc.record({ data: json, usage: json }) }),
      fc.record({ final_result: json, errors: json }),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          wrapped.map((value) => JSON.stringify(value)),
          fc.string(),
        ),
        (text) => {
          const reply = adapter.endpoints.embeddings?.fromResponse(httpReply(text), embeddingCall(), at)
          if (reply === undefined) throw new Error('no codec')
          if (isFault(reply)) expectFailure(reply)
          else
            expect(
              reply.data.every(({ embedding }) => Array.isArray(embedding) && embedding.every((value) => typeof value === 'number')),
            ).toBe(true)
        },
      ),
      runs,
    )
  })

  test('any input to an embeddings call is a request or a failure', () => {
    fc.assert(
      fc.property(json, (input) => {
        const built = adapter.endpoints.embeddings?.toRequest(embeddingCall({ input } as never), at) // as above
        if (built === undefined) throw new Error('no codec')
        if (isFault(built)) expectFailure(built)
      }),
      runs,
    )
  })
})

const tokenText = fc.oneof(
  fc.string(),
  json.map((value) => JSON.stringify(value)),
  fc
    .record({ access_token: json, expires_in: json, tok: json, exp: json, expires_at: json, token: json, endpoints: json })
    .map((value) => JSON.stringify(value)),
)

describe('token answers', () => {
  test.each([
    ['databricks', databricks],
    ['watsonx', watsonx],
    ['gigachat', gigachat],
  ])('%s', (name, adapter) => {
    fc.assert(
      fc.property(tokenText, fc.constantFrom(200, 400, 401, 500), (text, status) => {
        const token = adapter.signIn?.fromResponse(httpReply(text, {}, status), target(name, host), testNow)
        if (token === undefined) throw new Error('no sign-in')
        if (isFault(token)) expectFailure(token)
        else expect([typeof token.token, Number.isFinite(token.expiresAt)]).toEqual(['string', true])
      }),
      runs,
    )
  })

  test.each([
    ['sap', sapToken, { auth_url: host, client_id: 'i', client_secret: 's' }],
    ['github_copilot', copilotToken, { api_key: 'ghu_x' }],
  ])('%s', async (name, source, fields) => {
    await fc.assert(
      fc.asyncProperty(tokenText, tokenText, fc.constantFrom(200, 403, 500), async (first, second, status) => {
        const ports = tokenPorts([httpReply(first), httpReply(second, {}, status)])
        const token = await source.getToken({ kind: 'fields', fields: { ...fields } }, target(name, host), ports)
        if (isFault(token)) expectFailure(token)
        else expect([typeof token.token, Number.isFinite(token.expiresAt)]).toEqual(['string', true])
      }),
      runs,
    )
  })
})
