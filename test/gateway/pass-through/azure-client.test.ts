/** The official client for Azure on the paths that name no deployment. */
import { AzureOpenAI, toFile } from 'openai'
import { expect, test } from 'vitest'
import { all, masterKey } from '../gateway-support.js'
import { setUpStores } from './store-support.js'

test('models, responses, files, batches and trainings are the gateway’s own', async () => {
  const setup = await setUpStores()
  const azure = new AzureOpenAI({ apiKey: masterKey, endpoint: setup.url, apiVersion: '2025-03-01-preview', maxRetries: 0 })
  expect((await all(azure.models.list())).map(({ id }) => id)).toEqual(['gpt-4o', 'claude', 'falls'])
  expect((await azure.models.retrieve('gpt-4o')).id).toBe('gpt-4o')
  const made = await azure.responses.create({ model: 'gpt-4o', input: 'hi' })
  expect(made.id).toMatch(/^resp_lg1/)
  expect((await azure.responses.retrieve(made.id)).id).toBe(made.id)
  const file = await azure.files.create({ file: await toFile(Buffer.from('{}\n'), 'in.jsonl'), purpose: 'batch' })
  expect((await azure.files.retrieve(file.id)).filename).toBe('in.jsonl')
  const batch = await azure.batches.create({ endpoint: '/v1/chat/completions', completion_window: '24h', input_file_id: file.id })
  expect((await azure.batches.retrieve(batch.id)).status).toBe('completed')
  const job = await azure.fineTuning.jobs.create({ model: 'gpt-4o', training_file: file.id })
  expect((await azure.fineTuning.jobs.retrieve(job.id)).id).toBe(job.id)
  // the version is between client and gateway: each deployment has its own
  const asked = setup.hosts.flatMap(({ seen }) => seen.map(({ path }) => path))
  expect(asked.filter((path) => path.includes('api-version'))).toEqual([])
})

test('a deployment before the path of batches stands for nothing', async () => {
  const setup = await setUpStores()
  const azure = new AzureOpenAI({ apiKey: masterKey, endpoint: setup.url, apiVersion: '2024-10-21', deployment: 'any', maxRetries: 0 })
  const file = await azure.files.create({ file: await toFile(Buffer.from('{}\n'), 'in.jsonl'), purpose: 'batch' })
  expect((await azure.batches.create({ endpoint: '/v1/chat/completions', completion_window: '24h', input_file_id: file.id })).id).toMatch(
    /^batch_lg1/,
  )
})
