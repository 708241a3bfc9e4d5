/** GigaChat: functions in both directions, one system message, schemas, the token, usage. */
import { describe, expect, test } from 'vitest'
import type { ChatRequest } from '../../src/protocol/chat.js'
import { gigachat } from '../../src/providers/gigachat.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget, tokenPorts } from '../support/native-request.js'

const baseUrl = 'https://gigachat.test.example/api/v1'
const target = rowTarget('gigachat', { baseUrl, model: 'GigaChat-2-Max' })
const tool = (name: string) => ({ type: 'function' as const, function: { name, parameters: { type: 'object' } } })
const called = (name: string, id: string) => ({ id, type: 'function' as const, function: { name, arguments: '{"a":1}' } })
const sentMessages = (messages: ChatRequest['messages']) => chatSent(gigachat, target, { messages }).body.messages

describe('messages', () => {
  test('several calls become turns, each with its result behind it', () => {
    const messages = sentMessages([
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: 'And kind.' },
      { role: 'user', content: [{ type: 'text', text: 'Hi' }], name: 'ann' },
      {
        role: 'assistant',
        content: 'Calling.',
        tool_calls: [called('f', 'c1'), called('g', 'c2')],
        provider_specific_fields: { functions_state_id: 's-1' },
      },
      { role: 'tool', content: 'plain', tool_call_id: 'c2' },
      { role: 'tool', content: '{"ok":true}', tool_call_id: 'c1' },
      { role: 'system', content: 'Hurry.' },
    ])
    expect(messages).toEqual([
      { role: 'system', content: 'Be brief.\n\nAnd kind.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Calling.', function_call: { name: 'f', arguments: { a: 1 } }, functions_state_id: 's-1' },
      { role: 'function', name: 'f', content: '{"ok":true}' },
      { role: 'assistant', content: '', function_call: { name: 'g', arguments: { a: 1 } }, functions_state_id: 's-1' },
      { role: 'function', name: 'g', content: '"plain"' },
      { role: 'user', content: 'Hurry.' },
    ])
  })

  test('what the user says one after the other is one turn, with all attachments', () => {
    const messages = [
      { role: 'user' as const, content: 'One.', attachments: ['f1'] },
      { role: 'user' as const, content: 'Two.', attachments: ['f2'] },
      { role: 'system' as const, content: 'Hurry.' },
    ]
    expect(sentMessages(messages)).toEqual([{ role: 'user', content: 'One.\nTwo.\nHurry.', attachments: ['f1', 'f2'] }])
  })

  test('the deprecated function messages go the same way', () => {
    const messages = sentMessages([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, function_call: { name: 'f', arguments: '{}' } },
      { role: 'function', name: 'f', content: '1' },
    ])
    expect(messages).toEqual([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '', function_call: { name: 'f', arguments: {} } },
      { role: 'function', name: 'f', content: '1' },
    ])
  })

  test('images are refused with the way that is open', () => {
    const image = chatCall({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x' } }] }] })
    expect(failureOf(gigachat.endpoints.chat?.toRequest(image, target))).toMatchObject({
      kind: 'bad-request',
      param: 'messages',
      message: expect.stringContaining('attachments'),
    })
  })
})

describe('parameters', () => {
  test.each([
    ['auto', [tool('f')], 'auto'],
    ['none', [tool('f')], 'none'],
    ['required', [tool('f')], { name: 'f' }],
    [{ type: 'function' as const, function: { name: 'g' } }, [tool('f'), tool('g')], { name: 'g' }],
  ] as const)('tool_choice %j is function_call', (choice, tools, want) => {
    expect(chatSent(gigachat, target, { tools: [...tools], tool_choice: choice }).body.function_call).toEqual(want)
  })

  test('one of several cannot be required', () => {
    const call = chatCall({ tools: [tool('f'), tool('g')], tool_choice: 'required' })
    expect(failureOf(gigachat.endpoints.chat?.toRequest(call, target))).toMatchObject({ kind: 'unsupported-params', param: 'tool_choice' })
    expect(
      chatSent(gigachat, target, { tools: [tool('f'), tool('g')], tool_choice: 'required' }, { dropParams: true }).body.function_call,
    ).toBe('auto')
  })

  test('a temperature of 0 is top_p 0, stop is refused', () => {
    expect(chatSent(gigachat, target, { temperature: 0, max_completion_tokens: 3 }).body).toEqual({
      model: 'GigaChat-2-Max',
      messages: [{ role: 'user', content: 'hello' }],
      top_p: 0,
      max_tokens: 3,
    })
    expect(failureOf(gigachat.endpoints.chat?.toRequest(chatCall({ stop: 'x' }), target))).toMatchObject({
      kind: 'unsupported-params',
      param: 'stop',
    })
  })
})

const reply = (message: object, finish: string, usage: object = {}) => ({
  created: 1,
  model: 'GigaChat-2-Max:2.0',
  object: 'chat.completion',
  choices: [{ index: 0, message, finish_reason: finish }],
  usage,
})
const calling = { role: 'assistant', content: '', function_call: { name: 'f', arguments: { a: 1 } }, functions_state_id: 's-1' }

describe('answers', () => {
  test('a function call is a tool call, its state kept for the next turn', () => {
    const { choices } = madeOf(gigachat.endpoints.chat?.fromResponse(httpReply(reply(calling, 'function_call')), chatCall(), target))
    expect(choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        tool_calls: [{ id: expect.stringMatching(/^call_/), type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        provider_specific_fields: { functions_state_id: 's-1' },
      },
    })
    expect(choices[0]?.message).not.toHaveProperty('functions_state_id')
  })

  test('who asked with `functions` gets a function call', () => {
    const call = chatCall({ functions: [{ name: 'f' }] })
    const { choices } = madeOf(gigachat.endpoints.chat?.fromResponse(httpReply(reply(calling, 'function_call')), call, target))
    expect(choices[0]).toMatchObject({ finish_reason: 'function_call', message: { function_call: { name: 'f', arguments: '{"a":1}' } } })
  })

  test('the same in a stream', () => {
    const chunk = (delta: object, finish: string | null) => ({
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: finish }],
    })
    const bytes = sse(chunk({ role: 'assistant', content: 'Hm.' }, null), chunk({ ...calling }, 'function_call'), '[DONE]')
    const { chunks } = foldStream(gigachat, [bytes], target, chatCall({}, { stream: true }))
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])).toMatchObject([
      { index: 0, function: { name: 'f', arguments: '{"a":1}' } },
    ])
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls')
  })

  test('a schema is a function whose arguments are the answer', () => {
    const response_format = { type: 'json_schema' as const, json_schema: { name: 'x', schema: { type: 'object' } } }
    expect(chatSent(gigachat, target, { response_format }).body).toMatchObject({
      functions: [{ name: 'structured_output', parameters: { type: 'object' } }],
      function_call: { name: 'structured_output' },
    })
    const answer = reply({ ...calling, function_call: { name: 'structured_output', arguments: { city: 'Köln' } } }, 'function_call')
    const { choices } = madeOf(gigachat.endpoints.chat?.fromResponse(httpReply(answer), chatCall({ response_format }), target))
    expect(choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '{"city":"Köln"}' } })
    expect(choices[0]?.message).not.toHaveProperty('tool_calls')
  })

  test('JSON mode is asked for in words', () => {
    expect(chatSent(gigachat, target, { response_format: { type: 'json_object' } }).body.messages).toEqual([
      { role: 'system', content: 'Answer with one JSON object and nothing else.' },
      { role: 'user', content: 'hello' },
    ])
  })

  test('cached tokens are counted inside the prompt', () => {
    const usage = { prompt_tokens: 1, completion_tokens: 4, precached_prompt_tokens: 37, total_tokens: 5 }
    const answer = httpReply(reply({ role: 'assistant', content: 'x' }, 'blacklist', usage))
    expect(madeOf(gigachat.endpoints.chat?.fromResponse(answer, chatCall(), target))).toMatchObject({
      choices: [{ finish_reason: 'content_filter' }],
      usage: { prompt_tokens: 38, completion_tokens: 4, total_tokens: 42, prompt_tokens_details: { cached_tokens: 37 } },
    })
  })

  test('embeddings count their tokens one by one', () => {
    expect(embeddingSent(gigachat, target, { input: 'a' })).toMatchObject({ url: `${baseUrl}/embeddings`, body: { input: ['a'] } })
    const entry = (index: number) => ({ object: 'embedding', embedding: [index], index, usage: { prompt_tokens: 2 } })
    const body = { object: 'list', model: 'Embeddings', data: [entry(0), entry(1)] }
    expect(madeOf(gigachat.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), target)).usage).toEqual({
      prompt_tokens: 4,
      total_tokens: 4,
    })
  })
})

describe('sign-in', () => {
  const ask = (fields: { [name: string]: string }, settings = {}) =>
    gigachat.signIn?.request({ kind: 'fields', fields }, { ...target, settings }, tokenPorts([]))

  test('the authorization key asks with a request id and a scope', async () => {
    expect(madeOf(await ask({ api_key: 'a2V5' }, { gigachat_scope: 'GIGACHAT_API_CORP' }))).toMatchObject({
      url: 'https://ngw.devices.sberbank.ru:9443/api/v2/oauth',
      headers: {
        authorization: 'Basic a2V5',
        rquid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      },
      body: 'scope=GIGACHAT_API_CORP',
    })
    expect(madeOf(await ask({ api_key: 'a2V5' }, { gigachat_auth_url: 'https://own.example' }))).toMatchObject({
      url: 'https://own.example',
      body: 'scope=GIGACHAT_API_PERS',
    })
  })

  test.each([
    [
      { access_token: 't', expires_at: testNow + 1000 },
      { token: 't', expiresAt: testNow + 1000 },
    ],
    [
      { tok: 't', exp: String(testNow + 2000) },
      { token: 't', expiresAt: testNow + 2000 },
    ],
  ])('%j is a token', (body, want) => {
    expect(gigachat.signIn?.fromResponse(httpReply(body), target, testNow)).toEqual(want)
  })

  test('no key is named', async () => {
    expect(failureOf(await ask({}))).toMatchObject({ kind: 'authentication', message: expect.stringContaining('GIGACHAT_CREDENTIALS') })
  })
})
