/** The keys of provider and operator are planted, everything goes wrong that can, and then all that came out is searched for them. */
import { expect, test } from 'vitest'
import type { CallRecord } from '../../src/gateway/call-record.js'
import type { LogFacts } from '../../src/gateway/log.js'
import { routes } from '../../src/gateway/routes.js'
import { until } from './faults-support.js'
import { authorised, masterKey, providerKey, setUp, yaml } from './gateway-support.js'

const chat = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] }

test('no key is in any answer, log, record or page after everything that can go wrong', async () => {
  const lines: string[] = []
  const records: CallRecord[] = []
  const write = (facts: LogFacts, message: string) => void lines.push(JSON.stringify(facts) + message)
  const log = { debug: write, info: write, warn: write, error: write }
  const leak = `your key ${providerKey} is wrong; Authorization: Bearer ${providerKey}`
  const { url, mock } = await setUp({
    yaml: yaml.replace('num_retries: 0', 'num_retries: 1'),
    script: {
      'gpt-4o-mini': { status: 401, message: leak, headers: { 'x-echo': providerKey } },
      'claude-sonnet-4-5': { status: 500, body: leak },
    },
    gateway: {
      log,
      observers: [(record) => void records.push(record)],
      client: { log: (line) => void lines.push(line), logLevel: 'debug' },
    },
  })
  const shown: string[] = []
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(url + path, { headers: authorised, ...init })
    shown.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`)
  }
  const post = (body: object, path = '/v1/chat/completions', headers: object = authorised) =>
    ask(path, { method: 'POST', body: JSON.stringify(body), headers: { ...headers } })
  for (const model of ['gpt-4o', 'failing', 'claude', 'unknown']) {
    await post({ ...chat, model })
    await post({ ...chat, model, stream: true })
    await post({ ...chat, model, max_tokens: 5 }, '/v1/messages')
    await post({ model, input: 'x' }, '/v1/responses')
    await post({ contents: [{ parts: [{ text: 'a' }] }] }, `/v1beta/models/${model}:generateContent`)
  }
  for (const headers of [
    { authorization: `Basic ${btoa(`${masterKey}x:`)}` },
    { 'x-api-key': `${masterKey}-wrong` },
    { authorization: `Bearer sk-${masterKey}` },
  ])
    await post(chat, undefined, headers)
  await post({ contents: [] }, `/v1beta/models/%zz:generateContent?key=${masterKey}`, {})
  await post({ contents: [] }, `/v1beta/models/none:generateContent?key=${masterKey}`, {})
  await ask(`/nothing?key=${masterKey}`)
  for (const { method, paths } of routes)
    if (method === 'GET') for (const path of paths) await ask(path.replace(/:\w+/g, 'gpt-4o').replace('*', 'gpt-4o'))
  await ask('/config/reload', { method: 'POST' })
  expect(mock.requests.some(({ headers }) => JSON.stringify(headers).includes(providerKey))).toBe(true)
  await until(() => records.length > 20, 'requests were told')
  const planted = new RegExp(`${providerKey}|${masterKey}`)
  for (const text of [...shown, ...lines, JSON.stringify(records)]) expect(text).not.toMatch(planted)
  expect(shown.length).toBeGreaterThan(40)
})
