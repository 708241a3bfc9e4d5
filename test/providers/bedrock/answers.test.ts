/** What only some answers hold, whole and streamed: hosted tools, citations, redacted reasoning, guardrails, hidden tools, other doors. */
import { describe, expect, test } from 'vitest'
import type { ChatChunk, ChatReply, ChatRequest } from '../../../src/protocol/chat.js'
import { isFault } from '../../../src/protocol/failure.js'
import type { HttpHeaders } from '../../../src/protocol/http.js'
import { bedrock } from '../../../src/providers/bedrock.js'
import { createMessageFold } from '../../../src/runtime/streams/final-message.js'
import { chatCall, httpReply, type TargetInput, testNow } from '../../support/codec.js'
import { bedrockTarget, concat, eventFrame, exceptionFrame, foldFrames } from './frames.js'

type Loose = { readonly [key: string]: unknown }
type Event = readonly [event: string, data: object]

const claude = 'us.anthropic.claude-sonnet-4-20250514-v1:0'
const usage = { inputTokens: 3, outputTokens: 2, totalTokens: 5 }

function reply(body: unknown, request: Loose = {}, model = claude, headers: HttpHeaders = {}, more: TargetInput = {}) {
  const call = chatCall(request as Partial<ChatRequest>)
  return bedrock.endpoints.chat?.fromResponse(httpReply(body, headers), call, bedrockTarget(model, more))
}

function answer(content: readonly object[], more: Loose = {}, request: Loose = {}, model = claude): ChatReply {
  const outcome = reply({ output: { message: { role: 'assistant', content } }, stopReason: 'end_turn', usage, ...more }, request, model)
  if (outcome === undefined || isFault(outcome)) throw new Error(outcome?.failure.message)
  return outcome
}

function streamed(events: readonly Event[], request: Loose = {}, model = claude) {
  const bytes = concat(...events.map(([event, data]) => eventFrame(event, data)))
  return foldFrames([bytes], bedrockTarget(model), chatCall(request as Partial<ChatRequest>, { stream: true }))
}

/** A stream of blocks between its first and its last events. */
function answerStream(blocks: readonly Event[], stopReason: string, request: Loose = {}, metadata: Loose = {}): ChatReply {
  const { chunks, failure } = streamed(
    [['messageStart', { role: 'assistant' }], ...blocks, ['messageStop', { stopReason }], ['metadata', { usage, ...metadata }]],
    request,
  )
  if (failure !== undefined) throw new Error(failure.message)
  return folded(chunks)
}

function folded(chunks: readonly ChatChunk[]): ChatReply {
  const fold = createMessageFold()
  for (const chunk of chunks) if (chunk.choices.length > 0) fold.add(chunk)
  const whole = fold.finish()
  if (whole === undefined) throw new Error('no chunk came')
  return whole
}

const choiceOf = (whole: ChatReply) => ({ finish: whole.choices[0]?.finish_reason, ...whole.choices[0]?.message })

describe('the head of an answer', () => {
  test('the request id, the moment and the bare model id', () => {
    const outcome = reply({ output: { message: { content: [{ text: 'a' }] } }, stopReason: 'end_turn' }, {}, `converse/${claude}`, {
      'x-amzn-requestid': 'r-1',
    })
    expect(outcome).toEqual({
      id: 'r-1',
      object: 'chat.completion',
      created: testNow / 1000,
      model: claude,
      choices: [{ index: 0, message: { role: 'assistant', content: 'a', refusal: null }, finish_reason: 'stop', logprobs: null }],
    })
  })

  test('cache reads and writes belong to the prompt, under either name', () => {
    const counts = { inputTokens: 10, outputTokens: 4, totalTokens: 29, cacheReadInputTokenCount: 5, cacheWriteInputTokens: 10 }
    const cacheDetails = [
      { ttl: '5m', inputTokens: 7 },
      { ttl: '1h', inputTokens: 3 },
    ]
    expect(answer([{ text: 'a' }], { usage: { ...counts, cacheDetails } }).usage).toEqual({
      prompt_tokens: 25,
      completion_tokens: 4,
      total_tokens: 29,
      prompt_tokens_details: { cached_tokens: 5, cache_creation_tokens: 10, cache_creation_1h_tokens: 3 },
    })
  })
})

describe('finish reasons', () => {
  test.each([
    ['end_turn', 'stop', undefined],
    ['stop_sequence', 'stop', undefined],
    ['max_tokens', 'length', undefined],
    ['model_context_window_exceeded', 'length', 'model_context_window_exceeded'],
    ['guardrail_intervened', 'content_filter', 'guardrail_intervened'],
    ['content_filtered', 'content_filter', 'content_filtered'],
    ['malformed_tool_use', 'stop', 'malformed_tool_use'],
    ['tool_use', 'stop', undefined],
  ])('%s is %s', (stopReason, want, native) => {
    const { finish, provider_specific_fields: fields } = choiceOf(answer([{ text: 'a' }], { stopReason }))
    expect([finish, fields?.native_finish_reason]).toEqual([want, native])
    const block: Event = ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } }]
    expect(choiceOf(answerStream([block], stopReason)).finish).toBe(want)
  })
})

describe('hosted tools', () => {
  const hosted = { toolUseId: 't1', name: 'nova_code_interpreter', type: 'server_tool_use' }
  const result = { toolUseId: 't1', type: 'nova_code_interpreter_result', status: 'success' }
  const own = { toolUseId: 't2', name: 'final', type: 'tool_use' }
  const call = { id: 't2', type: 'function', function: { name: 'final', arguments: '{"n":4}' } }

  test('their calls and results stay apart, and are kept for the next turn', () => {
    const content = [
      { toolUse: { ...hosted, input: { code: '2+2' } } },
      { toolResult: { ...result, content: [{ json: { out: 4 } }] } },
      { toolUse: { ...own, input: { n: 4 } } },
    ]
    expect(choiceOf(answer(content, { stopReason: 'tool_use' }))).toEqual({
      finish: 'tool_calls',
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [call],
      provider_specific_fields: { converse_content: content },
    })
  })

  test('the same in a stream: the caller sees one call, with index 0', () => {
    const events: readonly Event[] = [
      ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: hosted } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '{"code":' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: '"2+2"}' } } }],
      ['contentBlockStop', { contentBlockIndex: 0 }],
      ['contentBlockStart', { contentBlockIndex: 1, start: { toolResult: result } }],
      ['contentBlockDelta', { contentBlockIndex: 1, delta: { toolResult: [{ json: { out: 4 } }] } }],
      ['contentBlockStop', { contentBlockIndex: 1 }],
      ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: own } }],
      ['contentBlockDelta', { contentBlockIndex: 2, delta: { toolUse: { input: '{"n":4}' } } }],
      ['contentBlockStop', { contentBlockIndex: 2 }],
    ]
    const seen = choiceOf(answerStream(events, 'tool_use'))
    expect([seen.finish, seen.tool_calls]).toEqual(['tool_calls', [call]])
    expect(seen.provider_specific_fields?.converse_content).toEqual([
      { toolUse: { ...hosted, input: { code: '2+2' } } },
      { toolResult: { ...result, content: [{ json: { out: 4 } }] } },
      { toolUse: { ...own, input: { n: 4 } } },
    ])
  })
})

describe('reasoning', () => {
  test('signatures of other models than Claude are not kept: nobody takes them back', () => {
    const block = { reasoningContent: { reasoningText: { text: 'hm', signature: 'c2lnbmVk' } } }
    const thoughts = (model: string) => {
      const { chunks } = streamed(
        [
          ['messageStart', { role: 'assistant' }],
          ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'hm' } } }],
          ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2lnbmVk' } } }],
          ['contentBlockStop', { contentBlockIndex: 0 }],
          ['messageStop', { stopReason: 'end_turn' }],
          ['metadata', { usage }],
        ],
        {},
        model,
      )
      return [answer([block], {}, {}, model), folded(chunks)]
        .map(({ choices }) => choices[0]?.message)
        .map((message) => ({
          reasoning: message?.reasoning_content,
          signatures: message?.thinking_blocks?.length ?? 0,
        }))
    }
    expect(thoughts('amazon.nova-2-lite-v1:0')).toEqual(Array.from({ length: 2 }, () => ({ reasoning: 'hm', signatures: 0 })))
    expect(thoughts(claude)).toEqual(Array.from({ length: 2 }, () => ({ reasoning: 'hm', signatures: 1 })))
  })

  const unsigned = { reasoningContent: { reasoningText: { text: 'hm' } } }

  test('signed and redacted reasoning can be sent back, unsigned cannot', () => {
    const content = [
      { reasoningContent: { reasoningText: { text: 'hm', signature: 's' } } },
      { reasoningContent: { redactedContent: 'ZA==' } },
      unsigned,
      { text: 'a' },
    ]
    expect(choiceOf(answer(content))).toMatchObject({
      content: 'a',
      reasoning_content: 'hmhm',
      thinking_blocks: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'redacted_thinking', data: 'ZA==' },
      ],
    })
    expect(choiceOf(answer([unsigned])).thinking_blocks).toBeUndefined()
  })

  test('the same in a stream, where the signature comes by itself', () => {
    const delta = (contentBlockIndex: number, piece: object): Event => [
      'contentBlockDelta',
      { contentBlockIndex, delta: { reasoningContent: piece } },
    ]
    const events: readonly Event[] = [
      delta(0, { text: 'h' }),
      delta(0, { text: 'm' }),
      delta(0, { signature: 's' }),
      ['contentBlockStop', { contentBlockIndex: 0 }],
      delta(1, { redactedContent: 'ZA==' }),
      ['contentBlockStop', { contentBlockIndex: 1 }],
    ]
    expect(choiceOf(answerStream(events, 'end_turn'))).toMatchObject({
      reasoning_content: 'hm',
      thinking_blocks: [
        { type: 'thinking', thinking: 'hm', signature: 's' },
        { type: 'redacted_thinking', data: 'ZA==' },
      ],
    })
  })
})

test('citations become annotations of their text, whole and streamed', () => {
  const citation = { title: 'A', location: { web: { url: 'https://a.example', domain: 'a.example' } } }
  const block = { citationsContent: { content: [{ text: 'cited' }], citations: [citation] } }
  const want = {
    content: 'As cited',
    annotations: [{ type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A', start_index: 3, end_index: 8 } }],
    provider_specific_fields: { citations: [citation], converse_content: [{ text: 'As ' }, block] },
  }
  expect(choiceOf(answer([{ text: 'As ' }, block]))).toMatchObject(want)
  const events: readonly Event[] = [
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'As ' } }],
    ['contentBlockStop', { contentBlockIndex: 0 }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { text: 'cited' } }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { citation } }],
    ['contentBlockStop', { contentBlockIndex: 1 }],
  ]
  expect(choiceOf(answerStream(events, 'end_turn'))).toMatchObject(want)
})

test('what a guardrail or the model adds beside the answer is kept, whole and streamed', () => {
  const beside = { trace: { guardrail: {} }, serviceTier: { type: 'flex' } }
  const want = { provider_specific_fields: { ...beside, native_finish_reason: 'guardrail_intervened' } }
  expect(choiceOf(answer([{ text: 'no' }], { stopReason: 'guardrail_intervened', ...beside }))).toMatchObject(want)
  const events: readonly Event[] = [['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'no' } }]]
  expect(choiceOf(answerStream(events, 'guardrail_intervened', {}, beside))).toMatchObject(want)
})

describe('tools that are not what they seem', () => {
  const format = { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } } }
  const start = (name: string): Event => ['contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 't', name } } }]
  const input = (text: string): Event => ['contentBlockDelta', { contentBlockIndex: 0, delta: { toolUse: { input: text } } }]
  const toolUse = (name: string, given: object) => [{ toolUse: { toolUseId: 't', name, input: given } }]

  test('the hidden tool is the answer, and stops like one', () => {
    const want = { finish: 'stop', content: '{"n":1}' }
    const whole = choiceOf(answer(toolUse('json_tool_call', { n: 1 }), { stopReason: 'tool_use' }, format))
    const stream = choiceOf(answerStream([start('json_tool_call'), input('{"n"'), input(':1}')], 'tool_use', format))
    expect([whole, stream]).toMatchObject([want, want])
    expect([whole.tool_calls, stream.tool_calls]).toEqual([undefined, undefined])
  })

  test("a name that had to be changed comes back as the caller's", () => {
    const tools = [{ type: 'function', function: { name: 'shop.find', parameters: {} } }]
    const http = bedrock.endpoints.chat?.toRequest(chatCall({ tools } as Partial<ChatRequest>), bedrockTarget(claude))
    if (http === undefined || isFault(http)) throw new Error('no request')
    const sent: string = JSON.parse(String(http.body)).toolConfig.tools[0].toolSpec.name
    expect(sent).toMatch(/^shop_find_/)
    const names = [answer(toolUse(sent, {}), {}, { tools }), answerStream([start(sent)], 'tool_use', { tools })].map(
      (whole) => choiceOf(whole).tool_calls,
    )
    const call = { id: 't', type: 'function', function: { name: 'shop.find', arguments: '{}' } }
    expect(names).toEqual([[call], [call]])
  })

  test('a caller of `functions` gets a `function_call`', () => {
    const want = { finish: 'function_call', function_call: { name: 'a', arguments: '{"q":1}' } }
    const request = { functions: [{ name: 'a' }] }
    expect(choiceOf(answer(toolUse('a', { q: 1 }), { stopReason: 'tool_use' }, request))).toMatchObject(want)
    const { chunks } = streamed([start('a'), input('{"q":1}'), ['messageStop', { stopReason: 'tool_use' }], ['metadata', {}]], request)
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta, finish_reason: finish }) => delta.function_call ?? finish))
    expect(deltas.filter((delta) => delta !== null)).toEqual([{ name: 'a', arguments: '' }, { arguments: '{"q":1}' }, 'function_call'])
  })

  test('a call that Llama writes into its text is one, where the request names the tool', () => {
    const text = JSON.stringify({ type: 'function', name: 'a', parameters: { q: 1 } })
    const tools = (name: string) => ({ tools: [{ type: 'function', function: { name, parameters: {} } }] })
    const seen = (model: string, name: string) => choiceOf(answer([{ text }], {}, tools(name), model))
    expect(seen('meta.llama3-1-70b-instruct-v1:0', 'a')).toMatchObject({
      finish: 'tool_calls',
      content: null,
      tool_calls: [{ type: 'function', function: { name: 'a', arguments: '{"q":1}' } }],
    })
    expect(seen('meta.llama3-1-70b-instruct-v1:0', 'b')).toMatchObject({ finish: 'stop', content: text })
    expect(seen(claude, 'a')).toMatchObject({ finish: 'stop', content: text })
  })

  test('a piece of a call that never began is a failure', () => {
    expect(streamed([['messageStart', {}], input('{}')]).failure?.code).toBe('invalid_response')
  })
})

describe('InvokeModel', () => {
  const frame = (value: object): Event => ['chunk', { bytes: Buffer.from(JSON.stringify(value)).toString('base64'), p: 'abc' }]

  test("frames of Claude hold Anthropic's events", () => {
    const { chunks, failure } = streamed(
      [
        frame({
          type: 'message_start',
          message: { id: 'msg_1', model: 'claude', content: [], usage: { input_tokens: 3, output_tokens: 1 } },
        }),
        frame({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
        frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüezi' } }),
        frame({ type: 'content_block_stop', index: 0 }),
        frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } }),
        frame({ type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 3 } }),
      ],
      {},
      `invoke/${claude}`,
    )
    expect(failure).toBeUndefined()
    expect(choiceOf(folded(chunks))).toMatchObject({ finish: 'stop', content: 'Grüezi' })
    expect(chunks.at(-1)?.usage).toMatchObject({ prompt_tokens: 3, completion_tokens: 2 })
  })

  test("frames of an imported model hold OpenAI's chunks, and an early end is noticed", () => {
    const chunk = (delta: object, finish_reason: string | null = null) =>
      frame({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }] })
    const events = [chunk({ role: 'assistant', content: '' }), chunk({ content: 'Hi' }), chunk({}, 'stop')]
    expect(choiceOf(folded(streamed(events).chunks))).toMatchObject({ finish: 'stop', content: 'Hi' })
    expect(streamed(events.slice(0, 2)).failure?.code).toBe('incomplete_stream')
  })

  test.each([{ bytes: 7 }, { bytes: '%%%' }, { bytes: 'bm8=' }, {}])('%j is no frame', (data) => {
    expect(streamed([['chunk', data]]).failure?.code).toBe('invalid_response')
  })

  test('whole answers of imported models are read in their form', () => {
    const body = {
      id: 'c',
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' }, finish_reason: 'stop' }],
    }
    const outcome = reply(body, {}, 'openai/arn:aws:bedrock:us-east-1:1:imported-model/m')
    expect(outcome !== undefined && !isFault(outcome) && choiceOf(outcome)).toMatchObject({ finish: 'stop', content: 'Hi' })
  })
})

describe('errors', () => {
  const failure = (status: number, text: string, headers: HttpHeaders = {}) => {
    const { kind, code, status: seen, requestId } = bedrock.toFailure({ status, headers, text }, bedrockTarget(claude), testNow)
    return [kind, code, seen, requestId]
  }
  const named = (name: string) => ({ 'x-amzn-errortype': `${name}:http://internal.amazon.com/coral/`, 'x-amzn-requestid': 'r-1' })

  test.each([
    ['ThrottlingException', 429, 'Too many tokens, please wait before trying again.', 'rate-limit', 'ThrottlingException'],
    ['ServiceQuotaExceededException', 400, 'Your account has reached its limit.', 'rate-limit', 'ServiceQuotaExceededException'],
    ['ModelNotReadyException', 429, 'Model is not ready.', 'rate-limit', 'ModelNotReadyException'],
    ['ValidationException', 400, 'Malformed input request', 'bad-request', 'ValidationException'],
    ['ValidationException', 400, 'Input is too long for requested model.', 'context-window', 'context_length_exceeded'],
    ['ValidationException', 400, 'expected maxLength: 50000, actual: 60000', 'context-window', 'context_length_exceeded'],
    ['ValidationException', 400, 'The provided model identifier is invalid.', 'bad-request', 'model_not_found'],
    [
      'AccessDeniedException',
      403,
      "You don't have access to the model with the specified model ID.",
      'permission',
      'AccessDeniedException',
    ],
    [
      'UnrecognizedClientException',
      403,
      'The security token included in the request is invalid.',
      'authentication',
      'UnrecognizedClientException',
    ],
    ['ExpiredTokenException', 403, 'The security token included in the request is expired', 'authentication', 'ExpiredTokenException'],
    ['InvalidSignatureException', 403, 'The request signature we calculated does not match', 'authentication', 'InvalidSignatureException'],
    ['ResourceNotFoundException', 404, 'Could not resolve the foundation model', 'not-found', 'ResourceNotFoundException'],
    ['ModelTimeoutException', 408, 'timed out', 'timeout', 'ModelTimeoutException'],
    ['ModelErrorException', 424, 'The model failed', 'internal', 'ModelErrorException'],
    ['InternalServerException', 500, 'oops', 'internal', 'InternalServerException'],
    ['ServiceUnavailableException', 503, 'Bedrock is unable to process your request.', 'unavailable', 'ServiceUnavailableException'],
  ])('%s %i: %s', (name, status, message, kind, code) => {
    expect(failure(status, JSON.stringify({ message }), named(name))).toEqual([kind, code, status, 'r-1'])
  })

  test('the text under either name, the type in the body, and answers that are not JSON', () => {
    expect(failure(400, '{"Message":"Input is too long"}').slice(0, 2)).toEqual(['context-window', 'context_length_exceeded'])
    expect(failure(400, '{"__type":"com.amazon#ThrottlingException","message":"x"}').slice(0, 2)).toEqual([
      'rate-limit',
      'ThrottlingException',
    ])
    expect(failure(502, '<html>Bad gateway</html>').slice(0, 1)).toEqual(['bad-gateway'])
  })

  test.each([
    ['throttlingException', 'rate-limit', 429],
    ['validationException', 'bad-request', 400],
    ['internalServerException', 'internal', 500],
    ['modelStreamErrorException', 'internal', 500],
    ['serviceUnavailableException', 'unavailable', 503],
    ['modelTimeoutException', 'timeout', 408],
  ])('%s in a stream', (name, kind, status) => {
    const bytes = concat(eventFrame('messageStart', {}), exceptionFrame(name, { message: 'what happened' }))
    const { failure: seen } = foldFrames([bytes], bedrockTarget(claude), chatCall({}, { stream: true }))
    expect([seen?.kind, seen?.status, seen?.code]).toEqual([kind, status, name])
    expect(seen?.message).toContain('what happened')
  })

  test('an error in an answer of status 200', () => {
    const outcome = reply({ __type: 'ThrottlingException', message: 'slow down' })
    expect(outcome !== undefined && isFault(outcome) && [outcome.failure.kind, outcome.failure.status]).toEqual(['rate-limit', 429])
  })
})
