/** What a call needs of a deployment: tokens of prompt and answer, tags, region. */
import * as tokenizer from 'gpt-tokenizer'
import { describe, expect, test } from 'vitest'
import type { Endpoint } from '../../../src/providers/adapter.js'
import { enterStep } from '../../../src/runtime/create-run.js'
import { fitOf, fitsWindow, neededBy } from '../../../src/runtime/tokens/fits-window.js'
import { needsOf, outputTokensFor, promptTokensFor } from '../../../src/runtime/tokens/needs.js'
import { readPrompt } from '../../../src/runtime/tokens/prompt-parts.js'
import { countTokens, estimateTokens, safeSide } from '../../../src/runtime/tokens/token-estimate.js'
import { tokenFamily } from '../../../src/runtime/tokens/token-families.js'
import type { DeploymentInput } from '../../support/plan.js'
import { callOn, type Peers, world } from '../eligibility.js'
import { at } from '../harness.js'

const nothing = { texts: [], messages: 0, highImages: 0, images: 0, given: 0, tools: false, apart: false, longestGiven: 0 }
const image = (detail?: string) => ({ type: 'image_url', image_url: { url: 'data:', ...(detail !== undefined && { detail }) } })
const tool = { type: 'function', function: { name: 'f' } }

describe('the prompt of', () => {
  test.each<{ readonly name: string; readonly endpoint: Endpoint; readonly body: object; readonly want: object }>([
    {
      name: 'a chat: texts, names, calls, tools, schemas and images',
      endpoint: 'chat',
      body: {
        messages: [
          { role: 'user', name: 'x', content: [{ type: 'text', text: 'look' }, image(), image('high'), image('low')] },
          { role: 'assistant', content: null, tool_calls: [{ id: 'c' }], reasoning_content: 'not sent again' },
          'no message',
        ],
        tools: [tool],
        response_format: { type: 'json_schema', json_schema: { name: 's' } },
      },
      want: {
        texts: ['user', 'x', 'look', 'assistant', '[{"id":"c"}]', JSON.stringify([tool]), '{"name":"s"}'],
        messages: 2,
        images: 2,
        highImages: 1,
        tools: true,
      },
    },
    {
      name: 'a response',
      endpoint: 'responses',
      body: {
        instructions: 'be brief',
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'a' },
              { type: 'input_image', detail: 'high' },
            ],
          },
          { type: 'function_call_output', output: 'done' },
        ],
        text: { format: { type: 'json_schema', schema: {} } },
      },
      want: { texts: ['be brief', 'user', 'a', 'done', '{}'], messages: 2, highImages: 1 },
    },
    { name: 'a response to a text', endpoint: 'responses', body: { input: 'hi' }, want: { texts: ['hi'] } },
    { name: 'a completion', endpoint: 'completions', body: { prompt: 'a', suffix: 'b' }, want: { texts: ['a', 'b'] } },
    { name: 'a completion of tokens', endpoint: 'completions', body: { prompt: [1, 2, 3] }, want: { given: 3, longestGiven: 3 } },
    { name: 'embeddings', endpoint: 'embeddings', body: { input: ['a', 'b'] }, want: { texts: ['a', 'b'], apart: true } },
    {
      name: 'embeddings of tokens',
      endpoint: 'embeddings',
      body: { input: [[1], [2, 3]] },
      want: { given: 3, longestGiven: 2, apart: true },
    },
    {
      name: 'a ranking',
      endpoint: 'rerank',
      body: { query: 'q', documents: ['a', { text: 'b', year: 3 }] },
      want: { texts: ['q', 'a', 'b'], apart: true },
    },
    { name: 'a picture', endpoint: 'images', body: { prompt: 'a cat' }, want: { texts: ['a cat'] } },
    { name: 'speech', endpoint: 'speech', body: { input: 'a', instructions: 'b' }, want: { texts: ['a', 'b'] } },
    { name: 'a recording', endpoint: 'transcriptions', body: { prompt: 'a' }, want: {} },
    {
      name: 'what no type checker has seen',
      endpoint: 'chat',
      body: { messages: 'x', tools: 3, response_format: null },
      want: {},
    },
  ])('$name', ({ endpoint, body, want }) => {
    expect(readPrompt(endpoint, body)).toEqual({ ...nothing, ...want })
  })

  test('a chat with a tool that has no JSON form', () => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    expect(readPrompt('chat', { messages: [], tools: [circular] })).toEqual({ ...nothing, tools: true })
  })
})

describe('tokens of the prompt', () => {
  const words = 'the quick brown fox jumps over the lazy dog. '.repeat(20)
  const body = { messages: [{ role: 'user', content: words }] }
  const installed: Peers = { 'gpt-tokenizer': tokenizer }
  const exact = 3 + 3 + 1 + countTokens(words, tokenizer)
  const estimated = Math.ceil((estimateTokens('user') + estimateTokens(words)) * safeSide) + 3 + 3

  test('are estimated on the safe side where no tokenizer is installed', async () => {
    const { engine, imported } = world({ deployments: [at(0, 'a')] })
    const before = needsOf(callOn(engine, 'chat', body)).promptTokens
    await Promise.resolve()
    expect([before, needsOf(callOn(engine, 'chat', body)).promptTokens, imported]).toEqual([estimated, estimated, ['gpt-tokenizer']])
  })

  test('are counted once the tokenizer is there, which is asked for once and waited for by nobody', async () => {
    const { engine, imported } = world({ deployments: [at(0, 'a')] }, [], {}, installed)
    const first = callOn(engine, 'chat', body)
    const counts = [needsOf(first).promptTokens]
    await new Promise<void>((resolve) => setImmediate(resolve))
    counts.push(needsOf(first).promptTokens, needsOf(callOn(engine, 'chat', body)).promptTokens)
    expect([counts, imported]).toEqual([[estimated, estimated, exact], ['gpt-tokenizer']])
  })

  test('of a prompt above 100,000 characters are estimated all the same', async () => {
    const long = { messages: [{ role: 'user', content: words.repeat(120) }] }
    const { engine } = world({ deployments: [at(0, 'a')] }, [], {}, installed)
    needsOf(callOn(engine, 'chat', body)).promptTokens
    await new Promise<void>((resolve) => setImmediate(resolve))
    const want = Math.ceil((estimateTokens('user') + estimateTokens(words.repeat(120))) * safeSide) + 6
    expect(needsOf(callOn(engine, 'chat', long)).promptTokens).toBe(want)
  })

  test('a tokenizer that breaks when it is loaded counts as none', async () => {
    const broken: Peers = { 'gpt-tokenizer': Promise.reject(new Error('broken on load')) }
    const { engine } = world({ deployments: [at(0, 'a')] }, [], {}, broken)
    needsOf(callOn(engine, 'chat', body)).promptTokens
    await new Promise<void>((resolve) => setImmediate(resolve))
    expect(needsOf(callOn(engine, 'chat', body)).promptTokens).toBe(estimated)
  })

  test('images and tools count by their constants', () => {
    const { engine } = world({ deployments: [at(0, 'a')] })
    const pictures = { messages: [{ content: [image(), image('low'), image('high')] }], tools: [tool] }
    const want = Math.ceil(estimateTokens(JSON.stringify([tool])) * safeSide) + 3 + 3 + 85 + 85 + 250 + 9
    expect(needsOf(callOn(engine, 'chat', pictures)).promptTokens).toBe(want)
  })

  test('a request for tags alone counts nothing', () => {
    const { engine, imported } = world({ deployments: [at(0, 'a')] })
    const { tags, region } = needsOf(callOn(engine, 'chat', { ...body, tags: ['x'], metadata: { tags: ['y', 'x', 3] } }))
    expect([tags, region, imported]).toEqual([['x', 'y'], undefined, []])
  })

  test('are more where the family of the model makes more of a text', () => {
    const claude = at(1, 'a', { model: 'anthropic/claude-sonnet-4-5' })
    const newClaude = at(2, 'a', { model: 'anthropic/claude-opus-4-7', flags: ['no-sampling'] })
    const { engine } = world({ deployments: [at(0, 'a'), claude, newClaude] })
    const plain = callOn(engine, 'chat', body)
    const withTools = callOn(engine, 'chat', { ...body, tools: [tool] })
    const bare = needsOf(withTools).promptTokens
    expect([0, 1, 2].map((index) => promptTokensFor(plain, index))).toEqual([
      estimated,
      Math.ceil(estimated * 1.2),
      Math.ceil(estimated * 1.62),
    ])
    expect([0, 1].map((index) => promptTokensFor(withTools, index))).toEqual([bare, Math.ceil(bare * 1.2) + 346])
  })
})

test.each([
  { model: 'gpt-4o-mini', factor: 1 },
  { model: 'openai/gpt-4.1', factor: 1 },
  { model: 'gpt-5-nano', factor: 1 },
  { model: 'o3', factor: 1 },
  { model: 'gpt-4-turbo', factor: 1.1 },
  { model: 'llama-3.3-70b', factor: 1.1 },
  { model: 'mixtral-8x7b', factor: 1.2 },
  { model: 'us.anthropic.Claude-3-haiku', factor: 1.2 },
])('a text has $factor times the tokens for $model', ({ model, factor }) => {
  expect(tokenFamily(model, []).factor).toBe(factor)
})

describe('tokens of the answer', () => {
  const cases: readonly { name: string; body: object; deployment?: Partial<DeploymentInput>; want: readonly [number, number] }[] = [
    { name: 'as the request allows', body: { max_tokens: 50 }, want: [50, 50] },
    { name: 'the newer name first', body: { max_tokens: 50, max_completion_tokens: 70 }, want: [70, 70] },
    { name: 'for each choice', body: { max_tokens: 50, n: 3 }, want: [150, 150] },
    { name: 'not more than the model writes', body: { max_tokens: 5_000 }, deployment: { maxOutputTokens: 4_096 }, want: [5_000, 4_096] },
    { name: 'by the deployment’s own default', body: {}, deployment: { defaults: { max_tokens: 300 } }, want: [1_000, 300] },
    { name: 'a guess', body: { max_tokens: null }, want: [1_000, 1_000] },
    { name: 'a smaller guess for a model that writes little', body: {}, deployment: { maxOutputTokens: 256 }, want: [1_000, 256] },
  ]
  test.each(cases)('$name', ({ body, deployment, want }) => {
    const { engine } = world({ deployments: [at(0, 'a', deployment)] })
    const run = callOn(engine, 'chat', { messages: [], ...body })
    expect([needsOf(run).outputTokens, outputTokensFor(run, 0)]).toEqual(want)
  })

  test('none where nothing is written', () => {
    const { engine } = world({ deployments: [at(0, 'a', { mode: 'embedding' })] })
    expect(needsOf(callOn(engine, 'embeddings', { input: 'a' })).outputTokens).toBe(0)
  })
})

describe('the window', () => {
  const letters = (count: number) => ({ messages: [{ role: 'user', content: 'word '.repeat(count / 5) }] })
  const fitIn = (deployment: Partial<DeploymentInput>, body: object, endpoint: Endpoint = 'chat') => {
    const mode = endpoint === 'embeddings' ? 'embedding' : 'chat'
    const { engine, imported } = world({ deployments: [at(0, 'a', { mode, ...deployment })] })
    const run = callOn(engine, endpoint, body)
    return { fit: fitOf(run, 0), needed: neededBy(run, 0), imported }
  }

  test('that is not known fits everything', () => {
    expect(fitIn({}, letters(1_000_000)).fit).toBe('fits')
  })

  test('is known to hold a short prompt without a token being counted', () => {
    const { engine, imported } = world({ deployments: [at(0, 'a', { contextWindow: 10_000 })] })
    const run = callOn(engine, 'chat', letters(3_000))
    expect([fitOf(run, 0), imported]).toEqual(['fits', []])
  })

  test.each([
    { name: 'fits by the estimate', contextWindow: 1_100, want: 'fits' },
    { name: 'may fit', contextWindow: 800, want: 'tight' },
    { name: 'cannot fit', contextWindow: 400, want: 'too-small' },
  ])('of $contextWindow tokens: 5,000 characters $name', ({ contextWindow, want }) => {
    expect(fitIn({ contextWindow }, letters(5_000)).fit).toBe(want)
  })

  test('holds the answer too, but for Gemini, whose windows are for prompts', () => {
    const body = { ...letters(500), max_tokens: 4_000 }
    const windows = [
      fitIn({ contextWindow: 5_600 }, body).fit,
      fitIn({ contextWindow: 4_000 }, body).fit,
      fitIn({ contextWindow: 4_000, maxOutputTokens: 1_000 }, body).fit,
      fitIn({ contextWindow: 4_000, model: 'gemini/gemini-2.5-flash' }, body).fit,
      fitIn({ contextWindow: 4_000, defaults: { max_tokens: 4_000 } }, letters(500)).fit,
    ]
    expect(windows).toEqual(['fits', 'too-small', 'fits', 'fits', 'too-small'])
  })

  test('of an embedding model holds the longest input, not all of them', () => {
    const input = Array.from({ length: 50 }, () => 'word '.repeat(200))
    expect([fitIn({ contextWindow: 300 }, { input }, 'embeddings').fit, fitIn({ contextWindow: 90 }, { input }, 'embeddings').fit]).toEqual(
      ['fits', 'too-small'],
    )
  })

  test('of a fallback target is asked before it is tried', () => {
    const { engine } = world({
      deployments: [
        at(0, 'a'),
        at(1, 'b', { contextWindow: 100 }),
        at(2, 'c', { contextWindow: 100 }),
        at(3, 'c', { contextWindow: 9_000 }),
        at(4, 'd'),
      ],
    })
    const run = callOn(engine, 'chat', letters(5_000))
    const fits = ['b', 'c', 'd'].map((name) => {
      const group = engine.table.resolve(name)?.group
      return group !== undefined && fitsWindow(engine, group, run)
    })
    expect(fits).toEqual([false, true, true])
  })
})

test('needs are read anew for each group of a chain, whose step may bring parameters', () => {
  const { engine } = world({ deployments: [at(0, 'a'), at(1, 'b')] })
  const run = callOn(engine, 'chat', { messages: [], max_tokens: 5 })
  const resolved = engine.table.resolve('b')
  if (resolved === undefined) throw new Error('no group')
  const before = needsOf(run)
  expect(needsOf(run)).toBe(before)
  enterStep(run, { group: 'b', params: { max_tokens: 7, allowed_model_region: 'eu-west-1' } }, resolved)
  expect([before.outputTokens, needsOf(run).outputTokens, needsOf(run).region]).toEqual([5, 7, 'eu-west-1'])
})
