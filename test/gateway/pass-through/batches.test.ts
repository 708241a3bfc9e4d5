/** Batches over the official client. */
import { toFile } from 'openai'
import { expect, test } from 'vitest'
import { all } from '../gateway-support.js'
import { refusal, type StoreSetup, setUpStores } from './store-support.js'

const line = (model: string) => `{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"${model}","messages":[]}}\n`

async function inputFile({ client }: StoreSetup, key?: string, text = line('gpt-4o')): Promise<string> {
  return (await client(key).files.create({ file: await toFile(Buffer.from(text), 'in.jsonl'), purpose: 'batch' })).id
}

const terms = { endpoint: '/v1/chat/completions', completion_window: '24h' } as const

test('a batch is started, shown, listed and cancelled, and its files are read by the ids of the gateway', async () => {
  const setup = await setUpStores()
  const openai = setup.client('sk-ann')
  const input = await inputFile(setup, 'sk-ann')
  const made = await openai.batches.create({ ...terms, input_file_id: input, metadata: { team: 'a' } })
  expect(made).toMatchObject({ input_file_id: input, endpoint: terms.endpoint, metadata: { team: 'a' }, error_file_id: null })
  expect(setup.stores[0].batches.get('batch_2')).toMatchObject({
    input_file_id: 'file-1',
    metadata: { team: 'a', llmgen_owner: expect.any(String) },
  })
  const shown = await openai.batches.retrieve(made.id)
  expect([shown.id, shown.metadata]).toEqual([made.id, { team: 'a' }])
  expect(await (await openai.files.content(shown.output_file_id ?? '')).text()).toBe('{"custom_id":"a"}\n')
  expect((await all(openai.batches.list())).map(({ id }) => id)).toEqual([made.id])
  expect((await openai.batches.cancel(made.id)).status).toBe('cancelling')
})

test('a batch and its output are their owner’s alone; an administrator sees them as the owner’s', async () => {
  const setup = await setUpStores()
  const input = await inputFile(setup, 'sk-ann')
  const { id, output_file_id: output } = await setup.client('sk-ann').batches.create({ ...terms, input_file_id: input })
  const bob = setup.client('sk-bob')
  const notFound = [404, expect.stringContaining('for this key')]
  expect(await refusal(bob.batches.retrieve(id))).toEqual(notFound)
  expect(await refusal(bob.batches.cancel(id))).toEqual(notFound)
  expect(await refusal(bob.files.content(output ?? ''))).toEqual(notFound)
  expect(await refusal(bob.batches.create({ ...terms, input_file_id: input }))).toEqual(notFound)
  expect(await refusal(bob.batches.retrieve('batch_2'))).toEqual(notFound)
  expect(await all(bob.batches.list())).toEqual([])
  const seen = await setup.client().batches.retrieve(id)
  expect([seen.id, seen.output_file_id]).toEqual([id, output])
  expect((await all(setup.client().batches.list())).map((batch) => batch.id)).toEqual([id])
})

test('a key that may call some models only starts no batch over others', async () => {
  const setup = await setUpStores()
  const start = async (key: string, text: string) =>
    refusal(setup.client(key).batches.create({ ...terms, input_file_id: await inputFile(setup, key, text) }))
  expect(await start('sk-full', line('gpt-4o').repeat(3))).toEqual([200, ''])
  expect(await start('sk-full', line('gpt-4o') + line('o3'))).toEqual([403, expect.stringContaining('"o3"')])
  expect(await start('sk-mini', line('gpt-4o'))).toEqual([403, expect.stringContaining('"gpt-4o"')])
  expect(await start('sk-full', '{"custom_id":"a"}')).toEqual([400, expect.stringContaining('line 1')])
  expect(await start('sk-full', 'x')).toEqual([400, expect.stringContaining('not JSON')])
  expect(setup.stores[0].batches.size).toBe(1)
})

test('what the provider refuses is told in its words and with its status', async () => {
  const { client } = await setUpStores()
  const [status, message] = await refusal(client().batches.create({ ...terms, input_file_id: 'file-9' }))
  expect([status, message]).toEqual([400, expect.stringContaining('Invalid file file-9')])
  expect(await refusal(client().batches.create({ ...terms, input_file_id: '' }))).toEqual([400, expect.stringContaining('input_file_id')])
  expect(await refusal(client().batches.list({ limit: 0 }))).toEqual([400, expect.stringContaining('limit')])
})
