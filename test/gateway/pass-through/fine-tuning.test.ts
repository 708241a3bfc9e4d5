/** Trainings over the official client: each at the host of its file, and each its owner's alone. */
import { toFile } from 'openai'
import { expect, test } from 'vitest'
import { all } from '../gateway-support.js'
import { refusal, type StoreSetup, setUpStores } from './store-support.js'

async function trainingFile({ client }: StoreSetup, key?: string, model?: string): Promise<string> {
  const openai = client(key)
  const file = await toFile(Buffer.from('{"messages":[]}\n'), 'train.jsonl')
  const query = model === undefined ? {} : { query: { target_model_names: model } }
  return (await openai.files.create({ file, purpose: 'fine-tune' }, query)).id
}

const model = 'gpt-4o'

test('a model is trained, and the training shown, listed, paused and cancelled, by the ids of the gateway', async () => {
  const setup = await setUpStores()
  const { jobs } = setup.client('sk-ann').fineTuning
  const [training, validation] = [await trainingFile(setup, 'sk-ann'), await trainingFile(setup, 'sk-ann')]
  const made = await jobs.create({ model, training_file: training, validation_file: validation, suffix: 'mine', metadata: { team: 'a' } })
  expect(made).toMatchObject({
    object: 'fine_tuning.job',
    model,
    training_file: training,
    validation_file: validation,
    metadata: { team: 'a' },
  })
  expect(made.id).toMatch(/^ftjob-lg1/)
  expect(made.result_files).toEqual([expect.stringMatching(/^file-lg1/)])
  expect([...setup.stores[0].jobs.values()]).toEqual([
    expect.objectContaining({
      id: 'ftjob-3',
      training_file: 'file-1',
      validation_file: 'file-2',
      suffix: 'mine',
      metadata: { team: 'a', llmgen_owner: expect.any(String) },
    }),
  ])
  const shown = await jobs.retrieve(made.id)
  expect([shown.id, shown.metadata]).toEqual([made.id, { team: 'a' }])
  expect((await all(jobs.list())).map(({ id }) => id)).toEqual([made.id])
  expect((await all(jobs.listEvents(made.id))).map(({ id }) => id)).toEqual(['ft_1'])
  expect((await all(jobs.checkpoints.list(made.id))).map(({ fine_tuning_job_id: id }) => id)).toEqual([made.id])
  expect((await jobs.pause(made.id)).status).toBe('paused')
  expect((await jobs.cancel(made.id)).status).toBe('cancelled')
})

test('a training and its files are their owner’s alone; administrators see all, and the provider’s own ids', async () => {
  const setup = await setUpStores()
  const training = await trainingFile(setup, 'sk-ann')
  const { id } = await setup.client('sk-ann').fineTuning.jobs.create({ model, training_file: training })
  const { jobs } = setup.client('sk-bob').fineTuning
  const notFound = [404, expect.stringContaining('for this key')]
  for (const asked of [
    () => jobs.retrieve(id),
    () => jobs.cancel(id),
    () => jobs.listEvents(id),
    () => jobs.retrieve('ftjob-2'),
    () => jobs.create({ model, training_file: training }),
    () => jobs.create({ model, training_file: 'file-1' }),
  ])
    expect(await refusal(asked())).toEqual(notFound)
  expect(await all(jobs.list())).toEqual([])
  const ofAdmin = setup.client().fineTuning.jobs
  expect([(await ofAdmin.retrieve(id)).id, (await ofAdmin.retrieve('ftjob-2')).status]).toEqual([id, 'running'])
  // nor past the gateway's own ids
  expect(await refusal(setup.client('sk-bob', '/openai_passthrough/v1').fineTuning.jobs.retrieve('ftjob-2'))).toEqual([
    403,
    expect.stringContaining('fine_tuning'),
  ])
})

test('a key that may call some models only trains no others', async () => {
  const setup = await setUpStores()
  const start = async (key: string) =>
    refusal(setup.client(key).fineTuning.jobs.create({ model, training_file: await trainingFile(setup, key) }))
  expect(await start('sk-full')).toEqual([200, ''])
  expect(await start('sk-mini')).toEqual([403, expect.stringContaining('"gpt-4o"')])
})

test('what is missing, and files of two hosts, are said before anything is asked of a provider', async () => {
  const setup = await setUpStores(
    '  - { model_name: other, litellm_params: { model: openai/gpt-4o, api_base: SECOND/v1, api_key: os.environ/PROVIDER_KEY } }\n',
  )
  const { jobs } = setup.client().fineTuning
  expect(await refusal(jobs.create({ model: '', training_file: 'file-1' }))).toEqual([400, expect.stringContaining('model is missing')])
  expect(await refusal(jobs.create({ model, training_file: '' }))).toEqual([400, expect.stringContaining('training_file is missing')])
  const [training, validation] = [await trainingFile(setup), await trainingFile(setup, undefined, 'other')]
  expect(await refusal(jobs.create({ model, training_file: training, validation_file: validation }))).toEqual([
    400,
    expect.stringContaining('another host'),
  ])
  expect(setup.stores[0].jobs.size + setup.stores[1].jobs.size).toBe(0)
})
