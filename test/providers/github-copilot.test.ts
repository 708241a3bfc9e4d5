/** GitHub Copilot: who asks, where, with which token; reasoning under its own names; choices that belong together. */
import { describe, expect, test } from 'vitest'
import { formatOf } from '../../src/catalog/format-of.js'
import { findProvider } from '../../src/catalog/providers.js'
import { tokenSource } from '../../src/providers/github-copilot/sign-in.js'
import { githubCopilot } from '../../src/providers/github-copilot.js'
import { githubCopilotResponses } from '../../src/providers/github-copilot-responses.js'
import { chatCall, httpReply, testNow } from '../support/codec.js'
import { chatSent, embeddingSent, failureOf, madeOf, rowTarget, tokenPorts } from '../support/native-request.js'

const target = rowTarget('github_copilot', { baseUrl: 'https://api.githubcopilot.com', model: 'claude-sonnet-4' })
const business = { ...target, settings: { copilot_api_base: 'https://api.business.githubcopilot.com' } }

describe('requests', () => {
  test('a user asks first, an agent once the model has spoken; the client is named', () => {
    const { url, headers } = chatSent(githubCopilot, target)
    expect(url).toBe('https://api.githubcopilot.com/chat/completions')
    expect(headers).toMatchObject({ 'x-initiator': 'user', 'copilot-integration-id': 'vscode-chat', 'editor-version': 'vscode/1.95.0' })
    expect(headers).not.toHaveProperty('copilot-vision-request')
    const messages = [
      { role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AA==' } }] },
      { role: 'assistant' as const, content: 'A dot.' },
      { role: 'user' as const, content: 'Sure?' },
    ]
    expect(chatSent(githubCopilot, target, { messages }).headers).toMatchObject({
      'x-initiator': 'agent',
      'copilot-vision-request': 'true',
    })
  })

  test('headers of the deployment win', () => {
    expect(chatSent(githubCopilot, { ...target, headers: { 'x-initiator': 'user', 'editor-version': 'mine/1' } }).headers).toMatchObject({
      'editor-version': 'mine/1',
    })
  })

  test('the host of the account’s plan is used, a host of the config’s own stays', () => {
    expect(chatSent(githubCopilot, business).url).toBe('https://api.business.githubcopilot.com/chat/completions')
    expect(chatSent(githubCopilot, { ...business, baseUrl: 'https://own.example' }).url).toBe('https://own.example/chat/completions')
    expect(embeddingSent(githubCopilot, business, { input: 'a' })).toMatchObject({
      url: 'https://api.business.githubcopilot.com/embeddings',
      body: { input: ['a'] },
    })
  })

  test('sealed reasoning goes back with its turn', () => {
    const { body } = chatSent(githubCopilot, target, {
      messages: [{ role: 'assistant', content: '4', reasoning_content: 'easy', provider_specific_fields: { reasoning_opaque: 'sealed' } }],
    })
    expect(body.messages).toEqual([{ role: 'assistant', content: '4', reasoning_text: 'easy', reasoning_opaque: 'sealed' }])
  })
})

test('codex models are asked at the Responses API, in chat terms or its own', () => {
  const chat = madeOf(githubCopilotResponses.endpoints.chat?.toRequest(chatCall(), business))
  expect(chat).toMatchObject({
    url: 'https://api.business.githubcopilot.com/responses',
    headers: { 'x-initiator': 'user', 'copilot-integration-id': 'vscode-chat' },
  })
  const input = [
    { role: 'user', content: [{ type: 'input_image', image_url: 'data:image/png;base64,AA==' }] },
    { type: 'function_call_output', call_id: 'c1', output: '1' },
  ]
  const call = { ...chatCall(), endpoint: 'responses' as const, request: { model: 'group', input } }
  const native = madeOf(githubCopilotResponses.endpoints.responses?.toRequest(call as never, target)) // items as a caller without types writes them
  expect(native).toMatchObject({
    url: 'https://api.githubcopilot.com/responses',
    headers: { 'x-initiator': 'agent', 'copilot-vision-request': 'true' },
  })
})

test('the catalogue sends a model of the mode `responses` there', () => {
  const provider = findProvider('github_copilot')
  if (provider === undefined) throw new Error('no row')
  const of = (mode: 'chat' | 'responses') => formatOf({ provider, model: 'gpt-5-codex', mode, responses: false })
  expect([of('chat'), of('responses')]).toEqual([undefined, 'github-copilot-responses'])
})

describe('answers', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'f', arguments: '{}' } }
  const body = {
    id: '1',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Calling.', reasoning_text: 'hm', reasoning_opaque: 'sealed' },
        finish_reason: 'stop',
      },
      { index: 0, message: { role: 'assistant', tool_calls: [call] }, finish_reason: 'tool_calls' },
    ],
  }

  test('text and calls in two choices are one message', () => {
    const { choices } = madeOf(githubCopilot.endpoints.chat?.fromResponse(httpReply(body), chatCall(), target))
    expect(choices).toMatchObject([
      {
        finish_reason: 'tool_calls',
        message: {
          content: 'Calling.',
          reasoning_content: 'hm',
          tool_calls: [call],
          provider_specific_fields: { reasoning_opaque: 'sealed' },
        },
      },
    ])
  })

  test('who asked for two choices gets two', () => {
    expect(madeOf(githubCopilot.endpoints.chat?.fromResponse(httpReply(body), chatCall({ n: 2 }), target)).choices).toHaveLength(2)
  })
})

describe('sign-in', () => {
  const session = httpReply({
    token: 'tid=1;exp=9',
    expires_at: 1_748_737_800,
    endpoints: { api: 'https://api.business.githubcopilot.com/' },
  })
  const want = { token: 'tid=1;exp=9', expiresAt: 1_748_737_800_000, settings: business.settings }
  const get = (fields: { [name: string]: string }, ports: ReturnType<typeof tokenPorts>) =>
    tokenSource.getToken({ kind: 'fields', fields }, target, ports)

  test('a GitHub token is changed for one of Copilot’s', async () => {
    const ports = tokenPorts([session])
    expect(await get({ api_key: 'ghu_x' }, ports)).toEqual(want)
    expect(ports.sent).toMatchObject([
      {
        method: 'GET',
        url: 'https://api.github.com/copilot_internal/v2/token',
        headers: { authorization: 'token ghu_x', 'editor-version': 'vscode/1.95.0' },
      },
    ])
  })

  test.each([
    [{ HOME: '/u/ann' }, '/u/ann/.config/litellm/github_copilot/access-token'],
    [{ GITHUB_COPILOT_TOKEN_DIR: '/tokens', GITHUB_COPILOT_ACCESS_TOKEN_FILE: 'mine' }, '/tokens/mine'],
  ])('the file of LiteLLM’s login is read: %j', async (env, path) => {
    const ports = tokenPorts([session], { env, files: { [path]: 'ghu_file\n' } })
    expect(await get({}, ports)).toEqual(want)
    expect(ports.sent[0]?.headers.authorization).toBe('token ghu_file')
  })

  test('a token of Copilot’s own is used until it ends', async () => {
    expect(await get({ api_key: 'tid=abc;exp=1748737000;sku=x' }, tokenPorts([]))).toEqual({
      token: 'tid=abc;exp=1748737000;sku=x',
      expiresAt: 1_748_737_000_000,
    })
  })

  test('no token, or one GitHub does not take, says how to get one', async () => {
    expect(failureOf(await get({}, tokenPorts([])))).toMatchObject({
      kind: 'authentication',
      code: 'missing_api_key',
      message: expect.stringMatching(/device login.*GITHUB_COPILOT_TOKEN/),
    })
    expect(failureOf(await get({ api_key: 'x' }, tokenPorts([httpReply({ message: 'Not Found' }, {}, 404)])))).toMatchObject({
      kind: 'authentication',
      message: expect.stringContaining('GitHub answered 404'),
    })
    expect(failureOf(await get({ api_key: 'x' }, tokenPorts([httpReply('', {}, 503)])))).toMatchObject({ kind: 'unavailable', status: 503 })
  })
})

test('a model that needs another endpoint is a bad request', () => {
  const text = JSON.stringify({ error: { message: 'The requested model is not supported.', code: 'model_not_supported' } })
  expect(githubCopilot.toFailure({ status: 400, headers: {}, text }, target, testNow)).toMatchObject({
    kind: 'bad-request',
    code: 'model_not_found',
  })
})
