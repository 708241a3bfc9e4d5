/** What the rules above a key ask of the body of a call, and what aliases, tags and refusals look like from outside. */
import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../src/gateway/call-record.js'
import type { Identity } from '../../src/gateway/identity.js'
import { isObject } from '../../src/gateway/request-body.js'
import { identityWith, type Levels } from './auth/callers.js'
import { yaml as usual } from './gateway-support.js'
import { appFor } from './routes/keyed.js'

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }

async function askAs(levels: Levels, general = '', identity: Partial<Identity> = identityWith(levels)) {
  const opened = await appFor(identity, { yaml: usual + general })
  const chatting = async (more: object, url = '/v1/chat/completions') => {
    const { status, body } = await opened.post(url, { ...chat, ...more })
    const { error } = body
    return error === undefined ? status : [status, error.type, error.param]
  }
  return { ...opened, chatting }
}

describe('refusals', () => {
  test.each<{ name: string; levels: Levels; type: string; message: RegExp }>([
    { name: 'key', levels: { key: { models: ['claude'] } }, type: 'key_model_access_denied', message: /^key not allowed to access model/ },
    {
      name: 'team',
      levels: { team: { models: ['claude'] } },
      type: 'team_model_access_denied',
      message: /^team not allowed to access model/,
    },
    {
      name: 'member',
      levels: { team: {}, user: {}, member: ['claude'] },
      type: 'team_model_access_denied',
      message: /^this member of the team not allowed to access model/,
    },
    {
      name: 'user',
      levels: { user: { models: ['claude'] } },
      type: 'user_model_access_denied',
      message: /^user not allowed to access model/,
    },
    {
      name: 'organisation',
      levels: { organization: ['claude'] },
      type: 'org_model_access_denied',
      message: /^org not allowed to access model/,
    },
  ])('of the $name are 403, name the model, and tell nothing of the list', async ({ levels, type, message }) => {
    const { post, mock } = await askAs(levels)
    for (const [url, body] of [
      ['/v1/chat/completions', chat],
      ['/v1/chat/completions', { ...chat, stream: true }],
      ['/v1/embeddings', { model: 'gpt-4o', input: 'x' }],
      ['/v1/responses', { model: 'gpt-4o', input: 'x' }],
      ['/engines/gpt-4o/chat/completions', { messages: chat.messages }],
      ['/v1/chat/completions', { ...chat, model: 'claude', fallbacks: ['gpt-4o'] }],
    ] as const) {
      const answer = await post(url, body)
      expect([url, answer.status, answer.body.error]).toEqual([
        url,
        403,
        expect.objectContaining({ type, param: 'model', code: '403', message: expect.stringMatching(message) }),
      ])
      expect(answer.body.error.message).not.toContain('claude')
    }
    expect((await post('/v1/messages', { ...chat, max_tokens: 5 })).status).toBe(403)
    expect((await post('/v1beta/models/gpt-4o:generateContent', { contents: [{ parts: [{ text: 'a' }] }] })).status).toBe(403)
    expect(mock.requests.length).toBe(0)
  })

  test('are 401 where the config wants what LiteLLM says', async () => {
    const { chatting } = await askAs({ key: { models: ['claude'] } }, '  model_access_denied_status: 401\n')
    expect(await chatting({})).toEqual([401, 'key_model_access_denied', 'model'])
  })
})

describe('aliases', () => {
  const levels: Levels = { key: { aliases: { fast: 'gpt-4o' }, models: ['gpt-4o', 'ours'] }, team: { modelAliases: { ours: 'claude' } } }

  test('are called as what they stand for, and answered as what was asked for', async () => {
    const { post, app, mock } = await askAs(levels)
    expect((await post('/v1/chat/completions', { ...chat, model: 'fast' })).body.model).toBe('fast')
    expect((await post('/v1/chat/completions', { ...chat, model: 'ours' })).body.model).toBe('ours')
    expect((await post('/v1/messages', { ...chat, model: 'fast', max_tokens: 5 })).body.model).toBe('fast')
    expect((await post('/v1/responses', { model: 'fast', input: 'hi' })).body.model).toBe('fast')
    const google = await post('/v1beta/models/fast:generateContent', { contents: [{ role: 'user', parts: [{ text: 'a' }] }] })
    expect([google.status, google.body.modelVersion]).toEqual([200, 'fast'])
    const asked = mock.requests.map(({ body }) => (isObject(body) ? body.model : undefined))
    expect(asked).toEqual(['gpt-4o', 'claude-sonnet-4-5', 'gpt-4o', 'gpt-4o', 'gpt-4o'])
    for (const [url, body] of [
      ['/v1/chat/completions', chat],
      ['/v1/messages', { ...chat, max_tokens: 5 }],
      ['/v1/responses', { input: 'hi' }],
    ] as const) {
      const stream = await app.inject({ method: 'POST', url, payload: JSON.stringify({ ...body, model: 'fast', stream: true }) })
      expect([url, stream.statusCode, /"model":"fast"/.test(stream.body), /"model":"gpt-4o"/.test(stream.body)]).toEqual([
        url,
        200,
        true,
        false,
      ])
    }
  })

  test('are in the list of models, and are shown by their names', async () => {
    const { get } = await askAs(levels)
    const { data } = (await get('/v1/models')).body
    expect(data.map(({ id }: { readonly id: string }) => id)).toEqual(['gpt-4o', 'fast', 'ours'])
    expect((await get('/v1/models/fast')).status).toBe(200)
    expect((await get('/v1/models/claude')).status).toBe(404)
  })

  test('open nothing where they are not followed: fallbacks of a client', async () => {
    const { chatting } = await askAs({ key: { aliases: { claude: 'gpt-4o' }, models: ['gpt-4o'] } })
    expect(await chatting({ fallbacks: ['claude'] })).toEqual([403, 'key_model_access_denied', 'model'])
    expect(await chatting({ model: 'claude' })).toBe(200)
  })

  test('of what the config does not have are unknown', async () => {
    const { chatting } = await askAs({ key: { aliases: { fast: 'gone' } } })
    expect(await chatting({ model: 'fast' })).toEqual([400, 'invalid_request_error', 'model'])
  })
})

describe('members that may not be missing', () => {
  const metadata = { enforced_params: ['user', 'metadata.project'] }

  test('are asked for by the key, by name', async () => {
    const { post, chatting } = await askAs({ key: { metadata } })
    const { error } = (await post('/v1/chat/completions', chat)).body
    expect([error.type, error.param, error.message]).toEqual([
      'invalid_request_error',
      'user',
      'user, metadata.project are missing: calls with this key have to say so',
    ])
    expect(await chatting({ user: 'ann' })).toEqual([400, 'invalid_request_error', 'metadata.project'])
    expect(await chatting({ user: 'ann', metadata: { project: 'x' } })).toBe(200)
    expect(await chatting({ user: 'ann', metadata: { project: null } })).toEqual([400, 'invalid_request_error', 'metadata.project'])
  })

  test('are asked for by the team and by the config, of every door', async () => {
    const { chatting } = await askAs({ team: { metadata: { enforced_params: ['temperature'] } } }, '  enforced_params: [seed]\n')
    expect(await chatting({ temperature: 1 })).toEqual([400, 'invalid_request_error', 'seed'])
    expect(await chatting({ seed: 1 })).toEqual([400, 'invalid_request_error', 'temperature'])
    expect(await chatting({ seed: 1, temperature: 1 })).toBe(200)
    expect(await chatting({ input: 'x' }, '/v1/responses')).toEqual([400, 'invalid_request_error', 'seed'])
  })

  test('are looked for in bodies that would go on as they came too', async () => {
    const { post } = await askAs({ key: { metadata } })
    const messages = [{ role: 'user', content: 'long '.repeat(20_000) }]
    expect((await post('/v1/chat/completions', { ...chat, messages })).status).toBe(400)
  })
})

test('a cache control that the key does not have is refused', async () => {
  const { chatting } = await askAs({ key: { allowedCacheControls: ['no-cache'] } })
  expect(await chatting({ cache: { 'no-store': true } })).toEqual([403, 'auth_error', 'cache.no-store'])
  expect(await chatting({ cache: { 'no-cache': true } })).toBe(200)
  const { chatting: any } = await askAs({})
  expect(await any({ cache: { 'no-store': true } })).toBe(200)
})

describe('tags', () => {
  const levels: Levels = { key: { metadata: { tags: ['k', 'both'] } }, team: { metadata: { tags: ['t', 'both', 5] } } }
  const agent = { 'user-agent': '' }

  async function tagsOf(payload: object, url = '/v1/chat/completions') {
    const records: CallRecord[] = []
    const { app } = await appFor(identityWith(levels), { yaml: usual }, [(record) => void records.push(record)])
    await app.inject({ method: 'POST', url, payload: JSON.stringify(payload), headers: agent })
    return records.map(({ tags }) => tags)
  }

  test('of key and team are on every call, before those of the client', async () => {
    expect(await tagsOf(chat)).toEqual([['k', 'both', 't']])
    expect(await tagsOf({ ...chat, tags: ['mine', 'k'] })).toEqual([['k', 'both', 't', 'mine']])
    const many = Array.from({ length: 60 }, (_, index) => `c${index}`)
    expect((await tagsOf({ ...chat, tags: many }))[0]?.slice(0, 4)).toEqual(['k', 'both', 't', 'c0'])
  })

  test('are on calls that are refused, and on those without a body', async () => {
    expect(await tagsOf({ ...chat, model: 'unknown' })).toEqual([['k', 'both', 't']])
    expect(await tagsOf({}, '/v1/files')).toEqual([['k', 'both', 't']])
  })
})

/** Written anew it would be shorter. */
const wide = `{ "model" : "gpt-4o",   "messages" : [ { "role" : "user", "content" : "${'long '.repeat(20_000)}" } ] }`

test.each<{ name: string; levels: Levels; isAsSent: boolean }>([
  { name: 'whose lists all have its model', levels: { key: { models: ['gpt-4o'] }, team: { models: ['gpt-4o'] } }, isAsSent: true },
  { name: 'with aliases for other models', levels: { key: { aliases: { fast: 'gpt-4o' } } }, isAsSent: true },
  { name: 'with an alias for the model', levels: { key: { aliases: { 'gpt-4o': 'failing' } } }, isAsSent: false },
  { name: 'who has to say more', levels: { key: { metadata: { enforced_params: ['messages'] } } }, isAsSent: false },
])('the body of a caller $name goes on as it came: $isAsSent', async ({ levels, isAsSent }) => {
  const { app, mock } = await askAs(levels)
  const headers = { 'content-type': 'application/json' }
  const answer = await app.inject({ method: 'POST', url: '/v1/chat/completions', payload: wide, headers })
  expect([answer.statusCode, Number(mock.requests[0]?.headers['content-length']) === wide.length]).toEqual([200, isAsSent])
})
