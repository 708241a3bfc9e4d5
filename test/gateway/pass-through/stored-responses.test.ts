/** Responses by their id over the official client: at the deployment that made them, for whoever made them. */
import { expect, test } from 'vitest'
import { all } from '../gateway-support.js'
import { refusal, setUpStores } from './store-support.js'

test('a response is shown, listed by its items, cancelled and deleted by the id that its caller got', async () => {
  const { client, stores } = await setUpStores()
  const openai = client('sk-ann')
  const made = await openai.responses.create({ model: 'gpt-4o', input: 'hi' })
  expect(made).toMatchObject({ model: 'gpt-4o', output_text: 'hello' })
  expect(made.id).toMatch(/^resp_lg1/)
  const kept = [...stores[0].responses.keys(), ...stores[1].responses.keys()]
  expect(kept).toEqual(['resp_1'])
  expect(await openai.responses.retrieve(made.id)).toMatchObject({ id: made.id, status: 'completed', previous_response_id: null })
  expect((await openai.responses.inputItems.list(made.id)).data.map(({ id }) => id)).toEqual(['msg_1'])
  expect((await openai.responses.cancel(made.id)).status).toBe('cancelled')
  const events = await all(await openai.responses.retrieve(made.id, { stream: true }))
  expect(events.map((event) => ('response' in event ? [event.type, event.response.id] : event.type))).toEqual([
    ['response.created', made.id],
    ['response.completed', made.id],
  ])
  await openai.responses.delete(made.id)
  expect(await refusal(openai.responses.retrieve(made.id))).toEqual([404, expect.stringContaining('No such responses object')])
})

test('what follows a response goes to the deployment that has it, streamed too', async () => {
  const { client, stores, hosts } = await setUpStores()
  const openai = client()
  for (let turn = 0; turn < 6; turn++) {
    const first = await openai.responses.create({ model: 'gpt-4o', input: 'hi' })
    const second = await openai.responses.create({ model: 'gpt-4o', input: 'more', previous_response_id: first.id })
    expect([second.previous_response_id, second.model]).toEqual([first.id, 'gpt-4o'])
    const events = await all(
      await openai.responses.create({ model: 'gpt-4o', input: 'yet more', previous_response_id: second.id, stream: true }),
    )
    const ids = events.map((event) => ('response' in event ? event.response : undefined))
    expect(ids.map((response) => response?.previous_response_id)).toEqual([second.id, second.id])
    expect(ids.every((response) => response?.id.startsWith('resp_lg1'))).toBe(true)
    expect((await openai.responses.retrieve(ids[1]?.id ?? '')).previous_response_id).toMatch(/^resp_lg1/)
  }
  expect(stores[0].responses.size + stores[1].responses.size).toBe(18)
  expect(hosts[0].seen.every(({ body }) => !body.includes('resp_lg1'))).toBe(true)
})

test('a response is its owner’s, unless the config says otherwise; a forged id is nobody’s', async () => {
  const { client } = await setUpStores()
  const { id } = await client('sk-ann').responses.create({ model: 'gpt-4o', input: 'hi' })
  const bob = client('sk-bob')
  const notFound = [404, expect.stringContaining('for this key')]
  expect(await refusal(bob.responses.retrieve(id))).toEqual(notFound)
  expect(await refusal(bob.responses.delete(id))).toEqual(notFound)
  expect(await refusal(bob.responses.create({ model: 'gpt-4o', input: 'hi', previous_response_id: id }))).toEqual(notFound)
  expect(await refusal(bob.responses.retrieve('resp_1'))).toEqual(notFound)
  expect(await refusal(bob.responses.create({ model: 'gpt-4o', input: 'hi', previous_response_id: 'resp_1' }))).toEqual(notFound)
  expect((await refusal(client().responses.create({ model: 'first', input: 'hi', previous_response_id: 'resp_9' })))[1]).toContain('resp_9')
  expect(await refusal(client('sk-ann').responses.retrieve(`${id.slice(0, -1)}-`))).toEqual(notFound)
  expect(await refusal(client('sk-ann-2').responses.retrieve(id))).toEqual([200, ''])
  const open = await setUpStores('', { openResponseIds: true })
  const shared = await open.client('sk-ann').responses.create({ model: 'gpt-4o', input: 'hi' })
  expect(await refusal(open.client('sk-bob').responses.retrieve(shared.id))).toEqual([200, ''])
})

test('a provider that keeps no responses says so, and one that made another model’s does not follow it', async () => {
  const { client } = await setUpStores()
  const made = await client().responses.create({ model: 'claude', input: 'hi' })
  expect(await refusal(client().responses.retrieve(made.id))).toEqual([404, expect.stringContaining('anthropic keeps no responses')])
  const first = await client().responses.create({ model: 'gpt-4o', input: 'hi' })
  expect(await refusal(client().responses.create({ model: 'claude', input: 'hi', previous_response_id: first.id }))).toEqual([
    400,
    expect.stringContaining('name the model that made it'),
  ])
})

test('a conversation is compacted by the deployment that has it', async () => {
  const { client, stores, hosts } = await setUpStores()
  const first = await client('sk-ann').responses.create({ model: 'gpt-4o', input: 'hi' })
  const own = { num_retries: 1, tags: ['a'], litellm_metadata: { b: 1 } }
  const compacted = await client('sk-ann').responses.compact({ model: 'gpt-4o', previous_response_id: first.id, ...own })
  const sent = hosts.flatMap(({ seen }) => seen.filter(({ path }) => path.endsWith('/compact')).map(({ body }) => JSON.parse(body)))
  expect(sent).toEqual([{ model: 'gpt-4o', previous_response_id: expect.stringMatching(/^resp_(?!lg1)/) }])
  expect([compacted.id.startsWith('resp_lg1'), compacted.object]).toEqual([true, 'response.compaction'])
  const had = stores.map(({ responses }) => responses.size)
  expect(stores.map(({ compacted: times }) => times)).toEqual(had)
  expect(await refusal(client('sk-bob').responses.compact({ model: 'gpt-4o', previous_response_id: first.id }))).toEqual([
    404,
    expect.anything(),
  ])
  expect(await refusal(client().responses.compact({ model: 'claude', input: 'hi' }))).toEqual([400, expect.stringContaining('compacts')])
})

test('what follows an answer of a fallback goes to where that came from', async () => {
  const { client } = await setUpStores()
  const first = await client().responses.create({ model: 'falls', input: 'hi' })
  const second = await client().responses.create({ model: 'falls', input: 'more', previous_response_id: first.id })
  expect([second.previous_response_id, second.output_text]).toEqual([first.id, 'hello'])
})
