/** Files over the official client: each at its host, and each its owner's alone. */
import { toFile } from 'openai'
import { expect, test } from 'vitest'
import { all, masterKey } from '../gateway-support.js'
import { refusal, setUpStores } from './store-support.js'

const lines = '{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[]}}\n'
const upload = async (text = lines, name = 'data.jsonl') => ({ file: await toFile(Buffer.from(text), name), purpose: 'batch' as const })

test('a file is created, shown, read and deleted under the id that the gateway gave it', async () => {
  const { client, stores, hosts } = await setUpStores()
  const openai = client()
  const made = await openai.files.create(await upload())
  expect(made).toMatchObject({ object: 'file', filename: 'data.jsonl', purpose: 'batch', bytes: lines.length })
  expect(made.id).toMatch(/^file-lg1/)
  expect([...stores[0].files.keys()]).toEqual(['file-1'])
  expect(await openai.files.retrieve(made.id)).toMatchObject({ id: made.id, filename: 'data.jsonl' })
  const content = await openai.files.content(made.id)
  expect([content.headers.get('content-disposition'), await content.text()]).toEqual(['attachment; filename="x.jsonl"', lines])
  expect((await all(openai.files.list())).map(({ filename }) => filename)).toEqual(['data.jsonl'])
  expect(await openai.files.delete(made.id)).toEqual({ id: made.id, object: 'file', deleted: true })
  expect(await refusal(openai.files.retrieve(made.id))).toEqual([404, expect.stringContaining('No such files object')])
  expect(JSON.stringify(hosts[0].seen)).not.toContain(masterKey)
})

test('a file is its owner’s: of the key, of the user’s other keys, and of administrators', async () => {
  const { client, stores } = await setUpStores()
  const made = await client('sk-ann').files.create(await upload())
  expect(made.filename).toBe('data.jsonl')
  expect(stores[0].files.get('file-1')?.filename).toMatch(/^data\.lg1[\w-]{24}\.jsonl$/)
  expect((await client('sk-ann').files.retrieve(made.id)).filename).toBe('data.jsonl')
  expect(await (await client('sk-ann-2').files.content(made.id)).text()).toBe(lines)
  expect((await client().files.retrieve(made.id)).filename).toBe('data.jsonl')
  const bob = client('sk-bob')
  const notFound = [404, expect.stringContaining('for this key')]
  expect(await refusal(bob.files.retrieve(made.id))).toEqual(notFound)
  expect(await refusal(bob.files.content(made.id))).toEqual(notFound)
  expect(await refusal(bob.files.delete(made.id))).toEqual(notFound)
  expect(await refusal(bob.files.retrieve('file-1'))).toEqual(notFound)
  expect(await refusal(bob.files.retrieve(`${made.id.slice(0, -1)}_`))).toEqual(notFound)
  expect(stores[0].files.size).toBe(1)
})

test('lists hold what is the caller’s, over pages, with ids of its own', async () => {
  const { client, stores } = await setUpStores()
  for (let index = 0; index < 7; index++) {
    await client('sk-ann').files.create(await upload(lines, `ann-${index}.jsonl`))
    await client('sk-bob').files.create(await upload(lines, `bob-${index}.jsonl`))
  }
  await client().files.create(await upload(lines, 'admin.jsonl'))
  const names = async (key: string | undefined, limit: number) =>
    (await all(client(key).files.list({ limit }))).map(({ filename }) => filename)
  expect(await names('sk-ann', 3)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `ann-${index}.jsonl`))
  expect(await names('sk-ann-2', 100)).toHaveLength(7)
  expect(await names('sk-bob', 2)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `bob-${index}.jsonl`))
  expect(await names('sk-full', 2)).toEqual([])
  expect(await names(undefined, 4)).toHaveLength(15)
  const page = await client('sk-ann').files.list({ limit: 2 })
  expect(
    (await client('sk-bob')
      .files.retrieve(page.data[0]?.id ?? '')
      .catch((error) => error.status)) as unknown,
  ).toBe(404)
  expect((await client('sk-ann').files.retrieve(page.data[0]?.id ?? '')).filename).toBe('ann-0.jsonl')
  expect(stores[0].files.size).toBe(15)
})

test('no name of a file and no metadata of a batch puts something into the list of another', async () => {
  const { client, stores } = await setUpStores()
  await client('sk-bob').files.create(await upload(lines, 'bob.jsonl'))
  const [, mark = ''] = /(\.lg1[\w-]{12})\./.exec(String(stores[0].files.get('file-1')?.filename)) ?? []
  expect(mark).not.toBe('')
  for (const name of [`evil${mark}`, `evil${mark}.jsonl`, `evil.x${mark}`, `${mark}`])
    expect((await client('sk-ann').files.create(await upload(lines, name))).filename).toBe(name)
  expect((await all(client('sk-bob').files.list())).map(({ filename }) => filename)).toEqual(['bob.jsonl'])
  expect(await all(client('sk-ann').files.list())).toHaveLength(4)
  const { id } = await client('sk-ann').files.create(await upload())
  const metadata = { llmgen_owner: `${mark.slice(4)}.`, mine: '1' }
  const batch = await client('sk-ann').batches.create({
    input_file_id: id,
    endpoint: '/v1/chat/completions',
    completion_window: '24h',
    metadata,
  })
  expect(batch.metadata).toEqual({ mine: '1' })
  expect(await all(client('sk-bob').batches.list())).toEqual([])
  expect(await all(client('sk-ann').batches.list())).toHaveLength(1)
})

test('the host is that of the model, of the provider, of the path; a provider’s own id works for administrators', async () => {
  const azure = `  - model_name: az
    litellm_params: { model: azure/dep, api_base: FIRST, api_key: os.environ/PROVIDER_KEY, api_version: preview }
    model_info: { id: az-1 }
`
  const { client, url, hosts } = await setUpStores(azure)
  expect(await refusal(client().files.create(await upload()))).toEqual([400, expect.stringContaining('openai and azure')])
  const ask = async (more: {
    readonly query?: string
    readonly headers?: object
    readonly form?: { [name: string]: string }
    readonly path?: string
  }) => {
    const form = new FormData()
    form.set('file', new Blob([lines]), 'data.jsonl')
    form.set('purpose', 'batch')
    for (const [name, value] of Object.entries(more.form ?? {})) form.set(name, value)
    const before = hosts[0].seen.length
    const answer = await fetch(`${url}${more.path ?? '/v1/files'}${more.query ?? ''}`, {
      method: 'POST',
      body: form,
      headers: { authorization: `Bearer ${masterKey}`, ...more.headers },
    })
    return [answer.status, hosts[0].seen[before]?.path]
  }
  expect(await ask({ form: { custom_llm_provider: 'azure' } })).toEqual([200, '/openai/v1/files?api-version=preview'])
  expect(await ask({ form: { custom_llm_provider: 'openai' } })).toEqual([200, '/v1/files'])
  expect(await ask({ query: '?custom_llm_provider=openai' })).toEqual([200, '/v1/files'])
  expect(await ask({ headers: { 'custom-llm-provider': 'azure' } })).toEqual([200, '/openai/v1/files?api-version=preview'])
  expect(await ask({ path: '/azure/v1/files' })).toEqual([200, '/openai/v1/files?api-version=preview'])
  expect(await ask({ form: { target_model_names: 'az' } })).toEqual([200, '/openai/v1/files?api-version=preview'])
  expect(await ask({ form: { target_model_names: 'gpt-4o' } })).toEqual([200, '/v1/files'])
  expect(await ask({ form: { target_model_names: 'a,b' } })).toEqual([400, undefined])
  expect(await ask({ form: { target_model_names: 'claude' } })).toEqual([400, undefined])
  expect(await ask({ form: { custom_llm_provider: 'anthropic' } })).toEqual([400, undefined])
  expect(await ask({ form: { custom_llm_provider: '__proto__' } })).toEqual([400, undefined])
  const raw = await client().files.retrieve('file-1', { query: { custom_llm_provider: 'openai' } })
  expect([raw.id.startsWith('file-lg1'), raw.filename]).toEqual([true, 'data.jsonl'])
  expect(await refusal(client().files.retrieve('..%2Fmodels', { query: { custom_llm_provider: 'openai' } }))).toEqual([
    404,
    expect.anything(),
  ])
})

test('a large file flows through: it is at the host in part before the client has sent it whole, and is not held', async () => {
  const { url, stores, hosts } = await setUpStores()
  const piece = Buffer.alloc(65_536, 'x')
  const count = 640 // 40 MB
  const head =
    '--b\r\ncontent-disposition: form-data; name="purpose"\r\n\r\nuser_data\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="big.bin"\r\ncontent-type: application/pdf\r\n\r\n'
  let sent = 0
  let there = 0 // bytes at the host when the last piece is sent
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === 0) controller.enqueue(Buffer.from(head))
      if (sent < count) controller.enqueue(piece)
      else {
        there = hosts[0].received
        controller.enqueue(Buffer.from('\r\n--b--\r\n'))
        controller.close()
      }
      sent++
    },
  })
  const answer = await fetch(`${url}/v1/files`, {
    method: 'POST',
    body,
    headers: { authorization: 'Bearer sk-ann', 'content-type': 'multipart/form-data; boundary=b' },
    duplex: 'half',
  } as RequestInit) // the platform's types lack `duplex`
  expect([answer.status, await answer.json()]).toMatchObject([200, { bytes: count * piece.length }])
  expect(there).toBeGreaterThan((count * piece.length) / 4)
  expect(stores[0].files.get('file-1')?.content.length).toBe(count * piece.length)
})

test('what is no form, has no file or comes too late is refused in the shape of OpenAI', async () => {
  const { url } = await setUpStores()
  const post = async (body: string, type: string) => {
    const answer = await fetch(`${url}/v1/files`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${masterKey}`, 'content-type': type },
    })
    return [answer.status, await answer.json()]
  }
  expect(await post('{}', 'application/json')).toEqual([
    400,
    { error: { type: 'invalid_request_error', param: 'file', code: '400', message: expect.any(String) } },
  ])
  const part = (name: string, value: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  expect(await post(`${part('purpose', 'batch')}--b--\r\n`, 'multipart/form-data; boundary=b')).toEqual([
    400,
    { error: { type: 'invalid_request_error', param: 'file', code: '400', message: expect.any(String) } },
  ])
  const members = part('a', 'x'.repeat(700_000)).concat(part('b', 'x'.repeat(700_000)))
  expect(await post(`${members}--b--\r\n`, 'multipart/form-data; boundary=b')).toEqual([
    413,
    { error: { type: 'invalid_request_error', param: null, code: '413', message: expect.stringContaining('1 MB') } },
  ])
  const big = `--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n${'x'.repeat(2_000_000)}\r\n`
  expect(await post(`${big}${part('custom_llm_provider', 'openai')}--b--\r\n`, 'multipart/form-data; boundary=b')).toEqual([
    400,
    { error: { type: 'invalid_request_error', param: 'custom_llm_provider', code: '400', message: expect.any(String) } },
  ])
})
