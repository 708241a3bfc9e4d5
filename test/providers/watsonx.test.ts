/** watsonx.ai: URLs, projects and spaces, the ways in, chat, text generation with its prompts, embeddings, errors. */
import { describe, expect, test } from 'vitest'
import { promptOf } from '../../src/providers/watsonx/prompt.js'
import { watsonx } from '../../src/providers/watsonx.js'
import { watsonxText } from '../../src/providers/watsonx-text.js'
import { chatCall, embeddingCall, foldStream, httpReply, sse, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget, tokenPorts } from '../support/native-request.js'

const baseUrl = 'https://us-south.ml.cloud.ibm.com'
const model = 'ibm/granite-3-8b-instruct'
const target = rowTarget('watsonx', { baseUrl, model, settings: { project_id: 'p-1' } })
const tool = {
  type: 'function' as const,
  function: { name: 'f', strict: true, parameters: { type: 'object', properties: {}, additionalProperties: false } },
}

describe('where and whose', () => {
  test.each([
    [{ model }, false, `${baseUrl}/ml/v1/text/chat?version=2024-03-13`, { model_id: model, project_id: 'p-1' }],
    [{ model }, true, `${baseUrl}/ml/v1/text/chat_stream?version=2024-03-13`, { model_id: model, project_id: 'p-1' }],
    [{ model, apiVersion: '2025-02-11' }, false, `${baseUrl}/ml/v1/text/chat?version=2025-02-11`, { model_id: model, project_id: 'p-1' }],
    [{ model: 'deployment/d 1' }, true, `${baseUrl}/ml/v1/deployments/d%201/text/chat_stream?version=2024-03-13`, {}],
    [
      { model, settings: { space_id: 's-1' } },
      false,
      `${baseUrl}/ml/v1/text/chat?version=2024-03-13`,
      { model_id: model, space_id: 's-1' },
    ],
    [
      { model, baseUrl: `${baseUrl}/ml/v1` },
      false,
      `${baseUrl}/ml/v1/text/chat?version=2024-03-13`,
      { model_id: model, project_id: 'p-1' },
    ],
  ])('%j, streamed: %s', (more, stream, url, members) => {
    const sent = chatSent(watsonx, { ...target, ...more }, {}, { stream })
    expect(sent).toMatchObject({ url, headers: { accept: 'application/json' } })
    expect(sent.body).toEqual({ ...members, messages: [{ role: 'user', content: 'hello' }] })
  })

  test('without project and space it says what to set', () => {
    expect(failureOf(watsonx.endpoints.chat?.toRequest(chatCall(), { ...target, settings: {} }))).toMatchObject({
      kind: 'bad-request',
      code: 'missing_setting',
      param: 'project_id',
      message: expect.stringContaining('WATSONX_PROJECT_ID'),
    })
  })
})

describe('the chat body', () => {
  test('tool choices by word have a name of their own, schemas lose what is refused', () => {
    const { body } = chatSent(watsonx, target, { tools: [tool], tool_choice: 'required', stop: 'END', max_completion_tokens: 9, seed: 7 })
    expect(body).toEqual({
      model_id: model,
      project_id: 'p-1',
      messages: [{ role: 'user', content: 'hello' }],
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } }],
      tool_choice_option: 'required',
      stop: ['END'],
      max_tokens: 9,
      seed: 7,
    })
  })

  test('a named tool stays an object', () => {
    const choice = { type: 'function' as const, function: { name: 'f' } }
    expect(chatSent(watsonx, target, { tools: [tool], tool_choice: choice }).body.tool_choice).toEqual(choice)
  })

  test('what watsonx does not take is refused by name', () => {
    const call = chatCall({ parallel_tool_calls: false })
    expect(failureOf(watsonx.endpoints.chat?.toRequest(call, target))).toMatchObject({
      kind: 'unsupported-params',
      param: 'parallel_tool_calls',
    })
  })
})

test('a stream with warnings first, the model under its own name and the usage last is read', () => {
  const chunk = (delta: object, finish: string | null = null) => ({
    id: 'c-1',
    model_id: model,
    created: 1_748_736_000,
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
  const bytes = sse(
    { id: 'c-1', model_id: model, choices: [], system: { warnings: [{ message: 'beta' }] } },
    chunk({ role: 'assistant', content: 'Hi' }),
    chunk({ content: '' }, 'time_limit'),
    { id: 'c-1', model_id: model, choices: [], usage: { prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 } },
  )
  const { chunks, failure } = foldStream(watsonx, [bytes], target, chatCall({}, { stream: true }))
  expect(failure).toBeUndefined()
  expect(new Set(chunks.map((each) => each.model))).toEqual(new Set([model]))
  expect(chunks.flatMap(({ choices }) => choices.map((choice) => choice.finish_reason))).toEqual([null, 'length'])
  expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 4, completion_tokens: 1, total_tokens: 5 })
})

describe('ways in', () => {
  const ports = tokenPorts([])
  const request = { method: 'POST' as const, url: 'https://x.example', headers: {} }
  const ask = (fields: { [name: string]: string }, at = target) => watsonx.signIn?.request({ kind: 'fields', fields }, at, ports)

  test('an API key is changed at IAM', async () => {
    expect(madeOf(await ask({ api_key: 'k' }))).toMatchObject({
      url: 'https://iam.cloud.ibm.com/identity/token',
      body: 'grant_type=urn%3Aibm%3Aparams%3Aoauth%3Agrant-type%3Aapikey&apikey=k',
    })
  })

  test('the config’s own key goes before a token of the environment, which may be another account’s', async () => {
    const deployment = { ...target.deployment, apiKey: { placeholder: 'k' } }
    const fields = { api_key: 'k', token: 't', zen_api_key: 'z' }
    expect(madeOf(await ask(fields, { ...target, deployment }))?.body).toContain('apikey=k')
    expect(await ask(fields)).toBeUndefined()
    const credentials = { token: { placeholder: 't' } }
    expect(await ask(fields, { ...target, deployment: { ...deployment, credentials } })).toBeUndefined()
  })

  test('WATSONX_IAM_URL leads to another IAM', async () => {
    const at = { ...target, settings: { watsonx_iam_url: 'https://iam.test.example/token' } }
    expect(madeOf(await ask({ api_key: 'k' }, at))?.url).toBe('https://iam.test.example/token')
  })

  test.each([
    [{ token: 't' }, 'Bearer t'],
    [{ zen_api_key: 'z' }, 'ZenApiKey z'],
    [{ token: 't', zen_api_key: 'z', api_key: 'k' }, 'Bearer t'],
  ])('%j needs no sign-in', async (fields, authorization) => {
    expect(await ask(fields)).toBeUndefined()
    const signed = await watsonx.authorize(request, { kind: 'fields', fields }, target, ports.crypto, testNow)
    expect(signed.headers).toEqual({ authorization })
  })

  test('without anything it names every way', async () => {
    const failure = failureOf(await ask({}))
    expect([failure.kind, failure.code]).toEqual(['authentication', 'missing_api_key'])
    for (const name of ['WATSONX_APIKEY', 'WATSONX_TOKEN', 'WATSONX_ZENAPIKEY']) expect(failure.message).toContain(name)
  })
})

describe('embeddings', () => {
  test('texts go in as inputs, options as parameters', () => {
    const sent = embeddingSent(watsonx, target, { input: 'a', extra_body: { truncate_input_tokens: 5 } })
    expect(sent).toMatchObject({
      url: `${baseUrl}/ml/v1/text/embeddings?version=2024-03-13`,
      body: { model_id: model, project_id: 'p-1', inputs: ['a'], parameters: { truncate_input_tokens: 5 } },
    })
  })

  test('results are vectors', () => {
    const body = { model_id: model, results: [{ embedding: [1] }, { embedding: [2] }], input_token_count: 6 }
    const reply = madeOf(watsonx.endpoints.embeddings?.fromResponse(httpReply(body), embeddingCall(), target))
    expect(reply).toMatchObject({
      model,
      data: [
        { index: 0, embedding: [1] },
        { index: 1, embedding: [2] },
      ],
      usage: { prompt_tokens: 6, total_tokens: 6 },
    })
  })

  test('token ids are refused', () => {
    expect(failureOf(watsonx.endpoints.embeddings?.toRequest(embeddingCall({ input: [1, 2] }), target))).toMatchObject({
      kind: 'bad-request',
      param: 'input',
    })
  })
})

test.each([
  [403, 'token_quota_reached', 'no tokens', 'rate-limit'],
  [401, 'authentication_token_expired', 'expired', 'authentication'],
  [404, 'model_not_supported', 'no such model', 'not-found'],
  [400, 'invalid_input_argument', 'the number of input tokens 9 cannot exceed the total tokens limit 8 for this model', 'context-window'],
  [500, 'server_error', 'broken', 'internal'],
])('%i %s is read', (status, code, message, kind) => {
  const text = JSON.stringify({ errors: [{ code, message }], trace: 'trace-1', status_code: status })
  expect(watsonx.toFailure({ status, headers: {}, text }, target, testNow)).toMatchObject({ kind, status, requestId: 'trace-1' })
})

describe('text generation', () => {
  const text = rowTarget('watsonx_text', { baseUrl, model: 'ibm/granite-13b-chat-v2', settings: { project_id: 'p-1' } })

  test('a conversation becomes a prompt, parameters take their own names', () => {
    const sent = chatSent(watsonxText, text, {
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
      max_tokens: 20,
      temperature: 0.5,
      seed: 3,
      stop: 'END',
      top_k: 5,
    })
    expect(sent.url).toBe(`${baseUrl}/ml/v1/text/generation?version=2024-03-13`)
    expect(sent.body).toEqual({
      model_id: 'ibm/granite-13b-chat-v2',
      project_id: 'p-1',
      input: '<|system|>\nBe brief.\n<|user|>\nHi\n<|assistant|>\n',
      parameters: { max_new_tokens: 20, temperature: 0.5, random_seed: 3, stop_sequences: ['END'], top_k: 5, decoding_method: 'sample' },
    })
  })

  test('images and tools are refused', () => {
    const image = chatCall({ messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://x' } }] }] })
    expect(failureOf(watsonxText.endpoints.chat?.toRequest(image, text))).toMatchObject({ kind: 'bad-request', param: 'messages' })
    expect(failureOf(watsonxText.endpoints.chat?.toRequest(chatCall({ tools: [tool] }), text)).kind).toBe('unsupported-params')
  })

  test.each([
    ['mistralai/mistral-large', '<s>[INST] Hi [/INST]\n Hello</s> [INST] Bye [/INST]\n'],
    [
      'meta-llama/llama-3-70b-instruct',
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\nHi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\nHello<|eot_id|><|start_header_id|>user<|end_header_id|>\nBye<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n',
    ],
    ['google/flan-ul2', 'User: Hi\n\nAssistant: Hello\n\nUser: Bye\n\nAssistant:'],
  ])('the prompt of %s', (name, want) => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
    ]
    expect(promptOf(messages, name)).toBe(want)
  })

  test('one message to a model of no family stays as it is', () => {
    expect(promptOf([{ role: 'user', content: 'Once upon' }], 'google/flan-ul2')).toBe('Once upon')
  })
})
