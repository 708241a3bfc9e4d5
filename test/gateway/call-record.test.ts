/** Each request is told once, with what became of it. */
import { describe, expect, test } from 'vitest'
import { CallNotes, type CallRecord } from '../../src/gateway/call-record.js'
import { authorised, setUp } from './gateway-support.js'

const body = (more: object = {}) => JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more })
const json = { 'content-type': 'application/json' }

async function watched() {
  const records: CallRecord[] = []
  const { gateway, url, mock } = await setUp({ gateway: { observers: [(record) => records.push(record)] } })
  return { records, gateway, url, mock }
}

const shapeOf = ({ route, callType, status, end, model, streamed, usage, problem, identity }: CallRecord) => ({
  route,
  callType,
  status,
  end,
  model,
  streamed,
  tokens: usage?.prompt_tokens !== undefined && usage.prompt_tokens > 0,
  problem: problem?.type,
  who: identity?.kind,
})

describe('a request is told once', () => {
  test.each([
    { name: 'a whole answer', send: body(), want: { status: 200, end: 'answered', model: 'gpt-4o', tokens: true, who: 'master' } },
    {
      name: 'a stream, though the caller asked for no usage',
      send: body({ stream: true }),
      want: { status: 200, end: 'answered', model: 'gpt-4o', streamed: true, tokens: true, who: 'master' },
    },
    {
      name: 'an unknown model',
      send: body({ model: 'nobody' }),
      want: { status: 400, end: 'refused', model: 'nobody', tokens: false, problem: 'invalid_request_error', who: 'master' },
    },
    {
      name: 'a wrong key',
      send: body(),
      headers: { authorization: 'Bearer sk-wrong' },
      want: { status: 401, end: 'refused', tokens: false, problem: 'token_not_found_in_db' },
    },
  ])('$name', async ({ send, want, headers }) => {
    const { records, url } = await watched()
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...json, ...authorised, ...headers },
      body: send,
    })
    await answer.text()
    expect(records.map(shapeOf)).toEqual([{ route: '/chat/completions', callType: 'acompletion', ...want }])
    expect(records[0]?.callId).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a service route has no call type', async () => {
    const { records, url } = await watched()
    await (await fetch(`${url}/health/liveness`)).text()
    expect(records.map(({ route, callType, status }) => [route, callType, status])).toEqual([['/health/liveliness', undefined, 200]])
  })
})

test.each([
  { name: 'a whole answer that passes', path: '/v1/chat/completions', send: body() },
  { name: 'a stream that passes', path: '/v1/chat/completions', send: body({ stream: true }) },
  { name: 'a translated answer', path: '/v1/chat/completions', send: body({ model: 'claude' }) },
  { name: 'a translated stream', path: '/v1/chat/completions', send: body({ model: 'claude', stream: true }) },
  { name: 'a message', path: '/v1/messages', send: body({ max_tokens: 9 }) },
  { name: 'a streamed message', path: '/v1/messages', send: body({ max_tokens: 9, stream: true }) },
  { name: 'a response', path: '/v1/responses', send: JSON.stringify({ model: 'gpt-4o', input: 'hi' }) },
  { name: 'a streamed response', path: '/v1/responses', send: JSON.stringify({ model: 'gpt-4o', input: 'hi', stream: true }) },
])('$name is told with the id that its client has', async ({ path, send }) => {
  const { records, url } = await watched()
  const answer = await fetch(url + path, { method: 'POST', headers: { ...json, ...authorised }, body: send })
  const [, id] = /"id":\s*"([^"]+)"/.exec(await answer.text()) ?? []
  expect(id).toMatch(/^(chatcmpl|msg|resp)/)
  expect(records.map(({ answerId }) => answerId)).toEqual([id])
})

test('only the first telling counts', () => {
  const records: CallRecord[] = []
  const start = {
    callId: 'a',
    callerCallId: undefined,
    requesterIp: '',
    sessionId: undefined,
    method: 'GET',
    route: '/',
    callType: undefined,
    startedAt: 1,
  }
  const notes = new CallNotes(start, [(record) => records.push(record)], () => 2)
  notes.tell(200, 'answered')
  notes.tell(200, 'left')
  expect(records).toEqual([{ ...start, identity: undefined, status: 200, end: 'answered', endedAt: 2, isHeldBack: false }])
})
