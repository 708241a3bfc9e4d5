import { describe, expect, test } from 'vitest'
import type { CallRecord } from '../../src/gateway/call-record.js'
import { customerInBody, ownTags, readCallerSettings, tagsInBody } from '../../src/gateway/caller-facts.js'
import { HeadFacts } from '../../src/gateway/head-facts.js'
import { routes } from '../../src/gateway/routes.js'
import { identityWith } from './auth/callers.js'
import { appOver, authorised, setUp, yaml } from './gateway-support.js'

const customerOf = (headers: ConstructorParameters<typeof HeadFacts>[0], body: object, by: typeof settings) =>
  new HeadFacts(headers).customer(by) ?? customerInBody({ ...body })

const settings = readCallerSettings(
  {
    user_header_mappings: [
      { header_name: 'X-Who', litellm_user_role: 'customer' },
      { header_name: 'X-Staff', litellm_user_role: 'internal_user' },
    ],
    user_header_name: 'X-Old',
  },
  { extra_spend_tag_headers: ['X-Project'] },
)

describe('the customer is the first that is named', () => {
  const everywhere = {
    'x-litellm-customer-id': '1',
    'x-litellm-end-user-id': '2',
    'x-who': '3',
    'x-old': '4',
  }
  const body = { user: '5', litellm_metadata: { user: '6' }, metadata: { user_id: '7' }, safety_identifier: '8' }
  const without = (object: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
  const order = [...Object.keys(everywhere), ...Object.keys(body)]
  test.each(order.map((name, at) => ({ name, gone: order.slice(0, at), want: String(at + 1) })))('$name', ({ gone, want }) => {
    expect(customerOf(without(everywhere, gone), without(body, gone), settings)).toBe(want)
  })

  test.each([
    { name: 'nobody', headers: {}, body: {} },
    { name: 'an empty name', headers: { 'x-litellm-customer-id': ' ' }, body: { user: '' } },
    {
      name: 'names that are no text',
      headers: { 'x-who': ['a', 'b'] },
      body: { user: 3, metadata: [{ user_id: 'x' }], litellm_metadata: 'y' },
    },
    { name: 'the header of another role', headers: { 'x-staff': 'me' }, body: {} },
  ])('$name is undefined', ({ headers, body: given }) => {
    expect(customerOf(headers, given, settings)).toBeUndefined()
  })

  test('a name without end is cut', () => {
    expect(customerOf({}, { user: 'x'.repeat(9_000) }, settings)).toBe('x'.repeat(256))
  })
})

test('tags come from header and body; those of headers and of the program are the request’s own', () => {
  const headers = { 'x-litellm-tags': 'a, ,b', 'x-project': 'blue', 'user-agent': 'curl/8.1' }
  const body = { tags: ['c', 4], metadata: { tags: ['d'] }, litellm_metadata: { tags: ['e'] } }
  expect([...new HeadFacts(headers).tags, ...tagsInBody(body)]).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect([new HeadFacts({}).tags, tagsInBody({})]).toEqual([[], []])
  expect(ownTags(headers, settings)).toEqual(['X-Project: blue', 'User-Agent: curl', 'User-Agent: curl/8.1'])
  expect(ownTags({ 'user-agent': 'robot' }, settings)).toEqual(['User-Agent: robot'])
  expect(ownTags(headers, { ...settings, tagHeaders: [], agentTags: false })).toEqual([])
})

test('both stand in the record of the call, and the config may demand one and refuse the other', async () => {
  const records: CallRecord[] = []
  const ask = async (more: object, section = '') => {
    const { gateway } = await setUp({
      listens: false,
      yaml: `${yaml}${section}`,
      gateway: { observers: [(record) => records.push(record)] },
    })
    const payload = JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], ...more })
    const answer = await gateway.app.inject({
      method: 'POST',
      url: '/v1/chat/completions',
      headers: { ...authorised, 'user-agent': 'me/1' },
      payload,
    })
    return [answer.statusCode, answer.json().error?.param]
  }
  expect(await ask({ user: 'jane', metadata: { tags: ['x', 'x'] } })).toEqual([200, undefined])
  expect(records.map(({ endUser, tags }) => [endUser, tags])).toEqual([['jane', ['x', 'User-Agent: me', 'User-Agent: me/1']]])
  expect(await ask({}, '  enforce_user_param: true\n')).toEqual([400, 'user'])
  expect(await ask({ user: 'jane' }, '  enforce_user_param: true\n')).toEqual([200, undefined])
  expect(await ask({ tags: ['x'] }, '  reject_clientside_metadata_tags: true\n')).toEqual([400, 'metadata.tags'])
})

test('who may not call the model is told so first, whatever else is wrong', async () => {
  const { gateway } = await setUp({
    listens: false,
    yaml: `${yaml}  enforce_user_param: true\n  reject_clientside_metadata_tags: true\n`,
  })
  const { serving } = gateway
  const keyCheck = () => identityWith({ key: { models: ['other'] } })
  const app = await appOver({ ...serving, keyCheck }, routes)
  for (const parsesAll of [true, false]) {
    const payload = JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: 'hi' }],
      tags: ['x'],
      ...(parsesAll && { n: 1 }),
    })
    const answer = await app.inject({ method: 'POST', url: '/v1/chat/completions', headers: authorised, payload })
    expect([answer.statusCode, answer.json().error.type]).toEqual([403, 'key_model_access_denied'])
  }
  await app.close()
})
