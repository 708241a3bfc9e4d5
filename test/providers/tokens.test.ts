/** Token counts by the vendor: the body of the chat that would be sent, in each vendor's form. */
import { describe, expect, test } from 'vitest'
import { anthropicTokens } from '../../src/providers/anthropic/tokens.js'
import { bedrockTokens } from '../../src/providers/bedrock/tokens.js'
import { tokensCodec } from '../../src/providers/gemini/tokens.js'
import { studioUrl } from '../../src/providers/gemini/url.js'
import { openAiTokens } from '../../src/providers/openai-responses/tokens.js'
import { httpReply, testTarget } from '../support/codec.js'
import { callOf, readBy, sentBy } from '../support/endpoint-call.js'

const tools = [{ type: 'function', function: { name: 'f', description: 'd', parameters: { type: 'object', properties: {} } } }]
const asked = {
  messages: [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'hi' },
  ],
  // defaults of a deployment, which no count takes
  max_tokens: 10,
  temperature: 0.5,
  logit_bias: { 1: 2 },
}

describe('Anthropic', () => {
  const target = testTarget({ provider: { name: 'anthropic' }, baseUrl: 'https://api.anthropic.example', model: 'claude-sonnet-4-5' })

  test('limits and sampling are left out', () => {
    expect(sentBy(anthropicTokens, callOf('tokens', { ...asked, tools }), target)).toEqual({
      method: 'POST',
      url: 'https://api.anthropic.example/v1/messages/count_tokens',
      body: {
        model: 'claude-sonnet-4-5',
        messages: [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }],
        system: 'Be brief.',
        tools: [{ name: 'f', description: 'd', input_schema: { type: 'object', properties: {} } }],
      },
    })
  })

  test('the version header is there', () => {
    expect(anthropicTokens.toRequest(callOf('tokens', asked), target)).toMatchObject({ headers: { 'anthropic-version': '2023-06-01' } })
  })

  test.each([
    ['a count', { input_tokens: 14 }, { input_tokens: 14, model: 'claude-sonnet-4-5', source: 'provider' }],
    ['an error inside', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }, { kind: 'unavailable', code: null }],
    ['no count', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, body, want) => {
    expect(readBy(anthropicTokens, httpReply(body), callOf('tokens', asked), target)).toEqual(want)
  })
})

describe('Gemini', () => {
  const target = testTarget({ provider: { name: 'gemini' }, baseUrl: 'https://gemini.example/v1beta', model: 'gemini-2.5-flash' })
  const members = {
    contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    generationConfig: { maxOutputTokens: 10, temperature: 0.5 },
  }

  test.each([
    ['AI Studio counts a whole request', 'whole-request', { generateContentRequest: { model: 'models/gemini-2.5-flash', ...members } }],
    ['Vertex AI takes its members', 'members', members],
  ] as const)('%s', (_name, form, body) => {
    expect(sentBy(tokensCodec(studioUrl, form), callOf('tokens', asked), target)).toEqual({
      method: 'POST',
      url: 'https://gemini.example/v1beta/models/gemini-2.5-flash:countTokens',
      body,
    })
  })

  test.each([
    ['a count', { totalTokens: 7, promptTokensDetails: [] }, { input_tokens: 7, model: 'gemini-2.5-flash', source: 'provider' }],
    ['an error inside', { error: { code: 503, status: 'UNAVAILABLE', message: 'later' } }, { kind: 'unavailable', code: 'UNAVAILABLE' }],
    ['no count', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, body, want) => {
    expect(readBy(tokensCodec(studioUrl), httpReply(body), callOf('tokens', asked), target)).toEqual(want)
  })
})

describe('Bedrock', () => {
  const target = testTarget({
    provider: { name: 'bedrock' },
    baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  })

  test('the foundation model behind the inference profile counts what Converse would get', () => {
    expect(sentBy(bedrockTokens, callOf('tokens', { ...asked, tools }), target)).toEqual({
      method: 'POST',
      url: 'https://bedrock-runtime.us-east-1.amazonaws.com/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens',
      body: {
        input: {
          converse: {
            messages: [{ role: 'user', content: [{ text: 'hi' }] }],
            system: [{ text: 'Be brief.' }],
            toolConfig: {
              tools: [{ toolSpec: { name: 'f', description: 'd', inputSchema: { json: { type: 'object', properties: {} } } } }],
            },
          },
        },
      },
    })
  })

  test.each([
    ['a count', { inputTokens: 9 }, { input_tokens: 9, model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', source: 'provider' }],
    ['an error inside', { __type: 'ThrottlingException', message: 'slow down' }, { kind: 'rate-limit', code: 'ThrottlingException' }],
    ['no count', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, body, want) => {
    expect(readBy(bedrockTokens, httpReply(body), callOf('tokens', asked), target)).toEqual(want)
  })
})

describe('OpenAI', () => {
  const target = testTarget({ provider: { name: 'openai' }, baseUrl: 'https://api.openai.com/v1', model: 'gpt-5' })
  const codec = openAiTokens

  test('what the Responses API would get is counted, without limits and storage', () => {
    expect(sentBy(codec, callOf('tokens', { ...asked, tools }), target)).toEqual({
      method: 'POST',
      url: 'https://api.openai.com/v1/responses/input_tokens',
      body: {
        model: 'gpt-5',
        input: [{ role: 'user', content: 'hi' }],
        instructions: 'Be brief.',
        tools: [{ type: 'function', name: 'f', description: 'd', parameters: { type: 'object', properties: {} }, strict: false }],
      },
    })
  })

  test.each([
    ['a count', { object: 'response.input_tokens', input_tokens: 11 }, { input_tokens: 11, model: 'gpt-5', source: 'provider' }],
    [
      'an error inside',
      { error: { code: 'rate_limit_exceeded', message: 'slow down' } },
      { kind: 'rate-limit', code: 'rate_limit_exceeded' },
    ],
    ['no count', {}, { kind: 'connection', code: 'invalid_response' }],
  ])('%s', (_name, body, want) => {
    expect(readBy(codec, httpReply(body), callOf('tokens', asked), target)).toEqual(want)
  })

  test.each([
    ['a host that only speaks the format', testTarget({ baseUrl: 'https://api.openai.com.evil.example/v1' }), { messages: asked.messages }],
    ['a server of the user', testTarget({ baseUrl: 'http://localhost:8000/v1' }), { messages: asked.messages }],
    [
      'audio, which only chats carry',
      target,
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA==', format: 'wav' } }] }] },
    ],
  ])('%s is left to the runtime', (_name, host, request) => {
    expect(codec.toRequest(callOf('tokens', request), host)).toMatchObject({ failure: { code: 'endpoint_not_supported' } })
  })

  test.each(['https://api.openai.com/v1', 'https://eu.api.openai.com/v1'])('%s counts', (baseUrl) => {
    expect(sentBy(codec, callOf('tokens', asked), { ...target, baseUrl })).toMatchObject({ url: `${baseUrl}/responses/input_tokens` })
  })
})
