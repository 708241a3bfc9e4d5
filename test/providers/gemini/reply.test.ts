/** Gemini's answers as OpenAI replies, whole and streamed alike. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../../src/protocol/chat.js'
import { createMessageFold } from '../../../src/runtime/streams/final-message.js'
import { answer, type Loose, messageOf, replyOf, streamed, turns } from './support.js'

const minted = expect.stringMatching(/^call_[0-9a-f]{24}$/)
const call = (name: string, args: object = {}, id: unknown = minted) => ({
  id,
  type: 'function',
  function: { name, arguments: JSON.stringify(args) },
})
const message = (content: string | null, more: object = {}) => ({ role: 'assistant', content, refusal: null, ...more })
const fields = (provider_specific_fields: object) => ({ provider_specific_fields })

describe('parts', () => {
  test.each([
    { name: 'text', parts: [{ text: 'a' }, { text: 'b' }], want: message('ab') },
    { name: 'thoughts', parts: [{ text: 'hm', thought: true }, { text: 'b' }], want: message('b', { reasoning_content: 'hm' }) },
    { name: 'nothing', parts: [], want: message('') },
    {
      name: 'a call',
      parts: [{ functionCall: { name: 'f', args: { x: 1 } } }],
      want: message(null, { tool_calls: [call('f', { x: 1 })] }),
    },
    { name: 'a call without arguments', parts: [{ functionCall: { name: 'f' } }], want: message(null, { tool_calls: [call('f')] }) },
    {
      name: 'signed calls',
      parts: [{ functionCall: { id: 'a', name: 'f' }, thoughtSignature: 's+/=' }, { functionCall: { id: 'b', name: 'g' } }],
      want: message(null, { tool_calls: [call('f', {}, 'a__thought__s+/='), call('g', {}, 'b')] }),
    },
    {
      name: 'signed text',
      parts: [{ text: 'a' }, { text: '', thoughtSignature: 's' }],
      want: message('a', fields({ content_parts: [{ text: 'a' }, { text: '', thoughtSignature: 's' }] })),
    },
    {
      name: 'hosted tools',
      parts: [{ toolCall: { id: 'a', toolType: 'GOOGLE_SEARCH' }, thoughtSignature: 's' }, { toolResponse: { id: 'a' } }, { text: 'x' }],
      want: message(
        'x',
        fields({
          content_parts: [
            { toolCall: { id: 'a', toolType: 'GOOGLE_SEARCH' }, thoughtSignature: 's' },
            { toolResponse: { id: 'a' } },
            { text: 'x' },
          ],
        }),
      ),
    },
    {
      name: 'an image',
      parts: [{ text: 'see' }, { inlineData: { mimeType: 'image/png', data: 'QUJD' } }],
      want: message('see', { images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,QUJD' }, index: 0 }] }),
    },
    {
      name: 'sound',
      parts: [{ inlineData: { mimeType: 'audio/L16;rate=24000', data: 'QUJD' } }],
      want: message('', { audio: { id: expect.stringMatching(/^audio_/), data: 'QUJD', expires_at: 0, transcript: '' } }),
    },
    {
      name: 'sound in padded pieces',
      parts: ['QQ==', 'Qg=='].map((data) => ({ inlineData: { mimeType: 'audio/L16', data } })),
      want: message('', { audio: { id: expect.stringMatching(/^audio_/), data: 'QUI=', expires_at: 0, transcript: '' } }),
    },
  ])('$name', ({ parts, want }) => expect(messageOf(answer(parts))).toEqual(want))

  test('a call and its signature come back with the ids that its result names', () => {
    const reply = messageOf(
      answer([
        { text: 'x', thoughtSignature: 't' },
        { functionCall: { name: 'f', args: {} }, thoughtSignature: 's' },
      ]),
    )
    const id = reply?.tool_calls?.[0]?.id ?? ''
    const sent = turns([{ role: 'user', content: 'hi' }, { ...reply }, { role: 'tool', tool_call_id: id, content: 'r' }])
    const plain = id.replace('__thought__s', '')
    expect(sent).toEqual([
      { role: 'user', parts: [{ text: 'hi' }] },
      {
        role: 'model',
        parts: [
          { text: 'x', thoughtSignature: 't' },
          { functionCall: { id: plain, name: 'f', args: {} }, thoughtSignature: 's' },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { id: plain, name: 'f', response: { output: 'r' } } }] },
    ])
  })

  test('functions of old', () => {
    const request: Partial<ChatRequest> = { functions: [{ name: 'f' }] }
    const reply = replyOf(answer([{ functionCall: { name: 'f', args: { x: 1 } } }]), request)
    expect(reply.choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'f', arguments: '{"x":1}' } },
    })
  })

  test('several candidates, the first without an index', () => {
    const reply = replyOf({
      candidates: [
        { content: { parts: [{ text: 'a' }] }, finishReason: 'STOP' },
        { index: 1, content: { parts: [{ text: 'b' }] }, finishReason: 'MAX_TOKENS' },
      ],
    })
    expect(reply.choices.map(({ index, finish_reason, message: { content } }) => [index, finish_reason, content])).toEqual([
      [0, 'stop', 'a'],
      [1, 'length', 'b'],
    ])
  })
})

describe('ends', () => {
  const text = [{ text: 'x' }]
  const f = [{ functionCall: { name: 'f' } }]
  test.each([
    ['STOP', text, 'stop'],
    ['STOP', f, 'tool_calls'],
    ['FINISH_REASON_UNSPECIFIED', text, 'stop'],
    ['MAX_TOKENS', text, 'length'],
    ['MAX_TOKENS', f, 'length'],
    ['SAFETY', text, 'content_filter'],
    ['RECITATION', text, 'content_filter'],
    ['LANGUAGE', text, 'content_filter'],
    ['BLOCKLIST', text, 'content_filter'],
    ['PROHIBITED_CONTENT', text, 'content_filter'],
    ['SPII', text, 'content_filter'],
    ['IMAGE_SAFETY', text, 'content_filter'],
    ['IMAGE_RECITATION', text, 'content_filter'],
    ['MODEL_ARMOR', text, 'content_filter'],
    ['OTHER', text, 'stop'],
    ['NO_IMAGE', text, 'stop'],
  ])('%s', (finishReason, parts, want) => {
    const [choice] = replyOf(answer(parts, { finishReason, finishMessage: 'why' })).choices
    const isPlain = finishReason === 'STOP' || finishReason === 'MAX_TOKENS'
    expect(choice?.finish_reason).toBe(want)
    expect(choice?.message.provider_specific_fields).toEqual(
      isPlain ? undefined : { native_finish_reason: finishReason, finish_message: 'why' },
    )
  })

  test.each(['UNEXPECTED_TOOL_CALL', 'MALFORMED_FUNCTION_CALL'])('%s shows no call', (finishReason) => {
    const [choice] = replyOf(answer(f, { finishReason, finishMessage: 'undeclared' })).choices
    expect(choice).toMatchObject({
      finish_reason: 'stop',
      message: message('', fields({ native_finish_reason: finishReason, finish_message: 'undeclared' })),
    })
  })

  test('a refused prompt is an answer without content', () => {
    const wire = {
      promptFeedback: { blockReason: 'SAFETY', blockReasonMessage: 'no' },
      usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 },
    }
    const reply = replyOf(wire)
    expect(reply.choices).toEqual([
      {
        index: 0,
        message: { ...message(''), refusal: 'no', ...fields({ native_finish_reason: 'SAFETY', prompt_feedback: wire.promptFeedback }) },
        finish_reason: 'content_filter',
        logprobs: null,
      },
    ])
    expect(reply.usage).toEqual({ prompt_tokens: 4, completion_tokens: 0, total_tokens: 4 })
    expect(replyOf({ promptFeedback: { blockReason: 'OTHER' } }).usage).toEqual({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 })
  })
})

describe('usage', () => {
  const text = [{ text: 'x' }]
  const usageOf = (usageMetadata: object, more: object = {}) => replyOf(answer(text, more, { usageMetadata })).usage
  test('thoughts and tool-use prompts count, the cached part is inside', () => {
    expect(
      usageOf({
        promptTokenCount: 100,
        toolUsePromptTokenCount: 20,
        cachedContentTokenCount: 30,
        candidatesTokenCount: 10,
        thoughtsTokenCount: 5,
        totalTokenCount: 135,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 60 },
          { modality: 'AUDIO', tokenCount: 40 },
        ],
        toolUsePromptTokensDetails: [{ modality: 'TEXT', tokenCount: 20 }],
        cacheTokensDetails: [
          { modality: 'AUDIO', tokenCount: 25 },
          { modality: 'TEXT', tokenCount: 5 },
        ],
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 10 }],
      }),
    ).toEqual({
      prompt_tokens: 120,
      completion_tokens: 15,
      total_tokens: 135,
      prompt_tokens_details: { cached_tokens: 30, text_tokens: 75, audio_tokens: 15 },
      completion_tokens_details: { reasoning_tokens: 5, image_tokens: 10 },
    })
  })
  test('thoughts that the total shows inside the answer are not counted twice', () => {
    expect(usageOf({ promptTokenCount: 10, candidatesTokenCount: 9, thoughtsTokenCount: 4, totalTokenCount: 19 })).toMatchObject({
      completion_tokens: 9,
      total_tokens: 19,
    })
  })
  test('an answer that is all thoughts has no candidates count', () => {
    expect(usageOf({ promptTokenCount: 10, thoughtsTokenCount: 4, totalTokenCount: 14 })).toMatchObject({ completion_tokens: 4 })
  })
  test('searches are counted one by one', () => {
    expect(usageOf({ promptTokenCount: 1 }, { groundingMetadata: { webSearchQueries: ['a', 'b'] } })).toMatchObject({
      server_tool_use: { web_search_requests: 2 },
    })
  })
  test('a report without counts is no usage', () => {
    expect(usageOf({ trafficType: 'ON_DEMAND' })).toBeUndefined()
    expect(messageOf(answer(text, {}, { usageMetadata: { trafficType: 'ON_DEMAND', serviceTier: 'standard' } }))).toEqual(
      message('x', fields({ traffic_type: 'ON_DEMAND', service_tier: 'standard' })),
    )
  })
})

describe('sources and probabilities', () => {
  const web = (uri: string, title: string) => ({ web: { uri, title } })
  test('places of sources are characters, not bytes', () => {
    const groundingMetadata = {
      groundingChunks: [web('https://a.example', 'A'), web('https://b.example', 'B'), { retrievedContext: { text: 'no address' } }],
      groundingSupports: [
        { segment: { endIndex: 8, text: 'Grüße' }, groundingChunkIndices: [0, 1, 2, 9] },
        { segment: { startIndex: 9, endIndex: 15, text: '東京' }, groundingChunkIndices: [1] },
        { segment: { startIndex: 0, endIndex: 3, text: '🚀' }, groundingChunkIndices: [0] },
      ],
    }
    const cite = (url: string, title: string, start_index: number, end_index: number) => ({
      type: 'url_citation',
      url_citation: { url, title, start_index, end_index },
    })
    expect(messageOf(answer([{ text: 'Grüße, 東京 🚀' }], { groundingMetadata }))).toMatchObject({
      annotations: [
        cite('https://a.example', 'A', 0, 5),
        cite('https://b.example', 'B', 0, 5),
        cite('https://b.example', 'B', 7, 9),
        cite('https://a.example', 'A', 10, 12),
      ],
      provider_specific_fields: { grounding_metadata: groundingMetadata },
    })
  })

  test('token probabilities', () => {
    const token = (text: string, logProbability: number) => ({ token: text, tokenId: 1, logProbability })
    const logprobsResult = { chosenCandidates: [token('ü', -0.5)], topCandidates: [{ candidates: [token('ü', -0.5), token('u', -2)] }] }
    const [choice] = replyOf(answer([{ text: 'ü' }], { logprobsResult, avgLogprobs: -0.5 })).choices
    expect(choice?.logprobs).toEqual({
      content: [
        {
          token: 'ü',
          bytes: [195, 188],
          logprob: -0.5,
          top_logprobs: [
            { token: 'ü', bytes: [195, 188], logprob: -0.5 },
            { token: 'u', bytes: [117], logprob: -2 },
          ],
        },
      ],
      refusal: null,
    })
    expect(choice?.message.provider_specific_fields).toEqual({ avg_logprobs: -0.5 })
  })
})

describe('the same whole and streamed', () => {
  const rows: readonly { readonly name: string; readonly parts: readonly Loose[]; readonly more?: object }[] = [
    { name: 'signed text', parts: [{ text: 'a' }, { text: 'b', thoughtSignature: 's' }, { text: 'c' }] },
    {
      name: 'code',
      parts: [{ executableCode: { code: '1' }, thoughtSignature: 's' }, { codeExecutionResult: { output: '1' } }, { text: 'one' }],
    },
    {
      name: 'calls',
      parts: [{ text: 'a' }, { functionCall: { name: 'f', args: { x: [1] } }, thoughtSignature: 's' }, { functionCall: { name: 'g' } }],
    },
    {
      name: 'media',
      parts: [{ inlineData: { mimeType: 'image/png', data: 'QQ==' } }, { inlineData: { mimeType: 'audio/L16', data: 'QUJD' } }],
    },
    {
      name: 'a search',
      parts: [{ text: 'a' }],
      more: {
        groundingMetadata: {
          webSearchQueries: ['q'],
          groundingChunks: [web('u')],
          groundingSupports: [{ segment: { endIndex: 1, text: 'a' }, groundingChunkIndices: [0] }],
        },
      },
    },
  ]
  function web(uri: string) {
    return { web: { uri, title: 't' } }
  }
  test.each(rows)('$name', ({ parts, more = {} }) => {
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 }
    const whole = replyOf(answer(parts, more, { usageMetadata }))
    const events = parts.map((part) => ({ candidates: [{ content: { parts: [part] } }], responseId: 'r-1', modelVersion: 'gemini-x' }))
    const { chunks } = streamed([...events, answer([], more, { usageMetadata })])
    const fold = createMessageFold()
    for (const chunk of chunks) {
      if (chunk.usage) fold.setUsage(chunk.usage)
      fold.add(chunk)
    }
    expect(fold.finish()).toEqual(whole)
  })
})
