/** Gemini's streams and their oddities, as the chunks a caller gets. */
import { describe, expect, test } from 'vitest'
import type { ChatChunk } from '../../../src/protocol/chat.js'
import { streamed } from './support.js'

const event = (parts: readonly object[], more: object = {}, reply: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, ...more }],
  responseId: 'r',
  modelVersion: 'm',
  ...reply,
})
const end = (reply: object = {}, finishReason = 'STOP') => event([{ text: '' }], { finishReason }, reply)
const deltas = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta))
const finish = (chunks: readonly ChatChunk[]) => chunks.flatMap(({ choices }) => choices.flatMap((choice) => choice.finish_reason ?? []))
const role = { role: 'assistant', content: '' }
const minted = expect.stringMatching(/^call_[0-9a-f]{24}$/)
const introduced = (index: number, name: string, id: unknown = minted) => ({
  tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }],
})
const written = (index: number, args: object) => ({ tool_calls: [{ index, function: { arguments: JSON.stringify(args) } }] })

describe('function calls', () => {
  const begin = (name: string, more: object = {}) => event([{ functionCall: { name, willContinue: true }, ...more }])
  const piece = (jsonPath: string, value: object, more: object = {}) =>
    event([{ functionCall: { partialArgs: [{ jsonPath, ...value, ...more }], willContinue: true } }])
  const close = event([{ functionCall: {} }])
  const goesOn = { willContinue: true }

  test.each([
    {
      name: 'counted over the whole stream',
      events: [event([{ functionCall: { id: 'a', name: 'f', args: { x: 1 } } }]), event([{ functionCall: { id: 'b', name: 'g' } }])],
      want: [introduced(0, 'f', 'a'), written(0, { x: 1 }), introduced(1, 'g', 'b'), written(1, {})],
    },
    {
      name: 'with a signature',
      events: [event([{ functionCall: { id: 'a', name: 'f' }, thoughtSignature: 's' }])],
      want: [introduced(0, 'f', 'a__thought__s'), written(0, {})],
    },
    {
      name: 'in pieces',
      events: [
        begin('f'),
        piece('$.a', { stringValue: 'Lon' }, goesOn),
        piece('$.a', { stringValue: 'don' }),
        piece('$.b.c[1]', { numberValue: 2 }),
        piece("$['d e']", { boolValue: false }),
        piece('$.n', { nullValue: null }),
        close,
      ],
      want: [introduced(0, 'f'), written(0, { a: 'London', b: { c: [null, 2] }, 'd e': false, n: null })],
    },
    {
      name: 'in pieces whose end is missing',
      events: [begin('f'), piece('$.a', { stringValue: 'x' }), begin('g'), piece('$.b', { stringValue: 'y' })],
      want: [introduced(0, 'f'), written(0, { a: 'x' }), introduced(1, 'g'), written(1, { b: 'y' })],
    },
    { name: 'in pieces of which none comes', events: [begin('f'), close], want: [introduced(0, 'f'), written(0, {})] },
    { name: 'that nobody began', events: [close], want: [], finish: 'stop' },
  ])('$name', ({ events, want, finish: reason = 'tool_calls' }) => {
    const { chunks, failure } = streamed([...events, end()])
    expect(failure).toBeUndefined()
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, ...want, {}], [reason]])
  })

  test.each(['a', '$.__proto__.x', '$[99999999]', '$.a[', '$', '$.s.x'])('the path %s is a failure', (path) => {
    const { failure } = streamed([begin('f'), piece('$.s', { stringValue: 'x' }), piece(path, { stringValue: 'x' }), close, end()])
    expect([failure?.kind, failure?.code]).toEqual(['connection', 'invalid_response'])
    expect(Reflect.get({}, 'x')).toBeUndefined()
  })

  test('functions of old get the first call only', () => {
    const parts = [{ functionCall: { id: 'a', name: 'f', args: { x: 1 } } }, { functionCall: { id: 'b', name: 'g' } }]
    const { chunks } = streamed([event(parts), end()], { functions: [{ name: 'f' }] })
    const pieces = [{ function_call: { name: 'f', arguments: '' } }, { function_call: { arguments: '{"x":1}' } }]
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, ...pieces, {}], ['function_call']])
  })
})

describe('events', () => {
  test('the last report with counts is taken whole', () => {
    const usage = (usageMetadata: object) => ({ usageMetadata })
    const first = event(
      [{ text: 'a' }],
      {},
      usage({ promptTokenCount: 9, candidatesTokenCount: 7, thoughtsTokenCount: 3, totalTokenCount: 19 }),
    )
    const { chunks } = streamed([
      first,
      end(usage({ promptTokenCount: 9, totalTokenCount: 9 })),
      { usageMetadata: { trafficType: 'ON_DEMAND' } },
    ])
    expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 })
    expect(deltas(chunks)).toContainEqual({ provider_specific_fields: { traffic_type: 'ON_DEMAND' } })
  })

  test('what follows the finish reason is still read', () => {
    const { chunks } = streamed([end(), event([{ text: 'late' }]), { usageMetadata: { promptTokenCount: 1 } }])
    expect([deltas(chunks), finish(chunks), chunks.at(-1)?.usage?.prompt_tokens]).toEqual([[role, { content: 'late' }, {}], ['stop'], 1])
  })

  test('a refused prompt ends by the filter', () => {
    const { chunks, failure } = streamed([
      { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, usageMetadata: { promptTokenCount: 3 } },
    ])
    const fields = { native_finish_reason: 'PROHIBITED_CONTENT', prompt_feedback: { blockReason: 'PROHIBITED_CONTENT' } }
    expect(failure).toBeUndefined()
    expect([deltas(chunks), finish(chunks)]).toEqual([[role, { provider_specific_fields: fields }, {}], ['content_filter']])
    expect(chunks.at(-1)?.usage?.prompt_tokens).toBe(3)
  })

  test('several candidates keep apart', () => {
    const { chunks } = streamed([
      { candidates: [{ content: { parts: [{ text: 'a' }] } }, { index: 1, content: { parts: [{ text: 'b' }] } }] },
      {
        candidates: [
          { index: 1, finishReason: 'STOP' },
          { index: 0, finishReason: 'MAX_TOKENS' },
        ],
      },
    ])
    expect(
      chunks.flatMap(({ choices }) => choices.map(({ index, delta, finish_reason }) => [index, delta.content, finish_reason])),
    ).toEqual([
      [0, '', null],
      [0, 'a', null],
      [1, '', null],
      [1, 'b', null],
      [0, undefined, 'length'],
      [1, undefined, 'stop'],
    ])
  })

  test('one candidate without an end is an incomplete stream', () => {
    const { failure } = streamed([{ candidates: [{ finishReason: 'STOP' }, { index: 1, content: { parts: [{ text: 'b' }] } }] }])
    expect(failure?.code).toBe('incomplete_stream')
  })

  test.each([
    { name: 'an object', error: { error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } } },
    { name: 'a list with one', error: [{ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }] },
    { name: 'an object without a number', error: { error: { message: 'overloaded', status: 'UNAVAILABLE' } } },
  ])('an error as $name is a failure', ({ error }) => {
    const { chunks, failure } = streamed([event([{ text: 'a' }]), error, end()])
    expect([failure?.kind, failure?.status, failure?.code ?? failure?.type]).toEqual(['unavailable', 503, 'UNAVAILABLE'])
    expect(finish(chunks)).toEqual([])
  })

  test('images and sound come as they are made', () => {
    const media = (mimeType: string, data: string) => event([{ inlineData: { mimeType, data } }])
    const { chunks } = streamed([media('image/png', 'QQ=='), media('audio/L16', 'QUJD'), media('audio/L16', 'REVG'), end()])
    const audio = (data: string) => ({ audio: { id: expect.stringMatching(/^audio_/), data } })
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,QQ==' }, index: 0 }
    expect(deltas(chunks)).toEqual([role, { images: [image] }, audio('QUJD'), audio('REVG'), {}])
  })
})
