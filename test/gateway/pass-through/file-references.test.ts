/** Files in calls, by the ids that their owners got. */
import { toFile } from 'openai'
import { expect, test } from 'vitest'
import { refusal, type StoreSetup, setUpStores } from './store-support.js'

/** A file at the host of the one deployment or the other. */
async function upload({ client }: StoreSetup, key: string, model = 'gpt-4o'): Promise<string> {
  const file = await toFile(Buffer.from('text'), 'a.pdf')
  // `target_model_names` is the gateway's own
  const terms = { file, purpose: 'user_data', target_model_names: model } as unknown as Parameters<
    ReturnType<typeof client>['files']['create']
  >[0]
  return (await client(key).files.create(terms)).id
}

const inputOf = (id: string) => [
  {
    role: 'user' as const,
    content: [
      { type: 'input_file' as const, file_id: id },
      { type: 'input_text' as const, text: id },
    ],
  },
]
const messagesOf = (id: string) => [
  {
    role: 'user' as const,
    content: [
      { type: 'file' as const, file: { file_id: id } },
      { type: 'text' as const, text: id },
    ],
  },
]

const second = `  - model_name: elsewhere
    litellm_params: { model: openai/gpt-4o, api_base: FIRST/other/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: beside
    litellm_params: { model: openai/gpt-4o-mini, api_base: FIRST/v1, api_key: os.environ/PROVIDER_KEY }
`

/** Paths and bodies of what the hosts were asked to answer. */
const asked = ({ hosts }: StoreSetup) =>
  hosts.map(({ seen }) => seen.filter(({ path }) => /responses|chat/.test(path)).map(({ path, body }) => `${path} ${body}`))

test('a file is found by the deployment that has it, in responses, chats and what is made of them', async () => {
  const setup = await setUpStores(second)
  const openai = setup.client('sk-ann')
  const id = await upload(setup, 'sk-ann')
  for (let time = 0; time < 6; time++) await openai.responses.create({ model: 'gpt-4o', input: inputOf(id) })
  await openai.responses.create({ model: 'beside', input: inputOf(id) })
  await refusal(openai.chat.completions.create({ model: 'gpt-4o', messages: messagesOf(id) }))
  await refusal(openai.responses.compact({ model: 'gpt-4o', input: inputOf(id) })) // this host compacts what it keeps
  const [first = [], other] = asked(setup)
  expect([first.length, other]).toEqual([9, []])
  for (const body of first) {
    expect(body).toContain('"file_id":"file-1"')
    expect(body).toContain(`"text":"${id}"`) // what is not the name of a file is the caller's own text
  }
})

test('a file of somebody else’s, and one that the model cannot see, are refused before anything is asked', async () => {
  const setup = await setUpStores(second)
  const id = await upload(setup, 'sk-ann')
  const ask = (key: string, model: string, file = id) => refusal(setup.client(key).responses.create({ model, input: inputOf(file) }))
  expect(await ask('sk-bob', 'gpt-4o')).toEqual([404, expect.stringContaining('for this key')])
  expect(await ask('sk-ann', 'gpt-4o', `${id.slice(0, -2)}AA`)).toEqual([404, expect.stringContaining('for this key')])
  expect(await ask('sk-ann', 'elsewhere')).toEqual([400, expect.stringContaining('target_model_names')])
  expect(await ask('sk-ann', 'claude')).toEqual([400, expect.stringContaining('target_model_names')])
  expect(await refusal(setup.client('sk-bob').chat.completions.create({ model: 'gpt-4o', messages: messagesOf(id) }))).toEqual([
    404,
    expect.stringContaining('for this key'),
  ])
  expect(asked(setup)).toEqual([[], []])
})

test('ids of a provider’s own, and addresses, go on as they are', async () => {
  const setup = await setUpStores()
  await setup.client('sk-ann').responses.create({ model: 'gpt-4o', input: inputOf('file-of-mine') })
  expect(asked(setup).flat().join()).toContain('"file_id":"file-of-mine"')
})
