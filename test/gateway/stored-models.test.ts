/** Joining stored models to a config: those that fit are served, the others are told. */
import { expect, test } from 'vitest'
import { readConfig } from '../../src/gateway/config-source.js'
import { originOf, type StoredModel, tryModel, withStoredModels } from '../../src/gateway/stored-models.js'

const source = {
  source: `
include: [more.yaml]
model_list:
  - model_name: first
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/KEY, weight: 0 }
    model_info: { id: of-file }
router_settings:
  fallbacks: [{ first: [second] }]
`,
}
const files: { readonly [path: string]: string } = {
  'more.yaml': 'model_list: [{ model_name: second, litellm_params: { model: openai/gpt-4o-mini, api_key: os.environ/KEY } }]',
}

/** As it is read of a disk that has the file. */
function read() {
  const sources = [
    { path: 'config', text: source.source },
    { path: 'more.yaml', text: files['more.yaml'] ?? '' },
  ]
  const plain = readConfig({ source: source.source.replace('include: [more.yaml]', '').replace('[{ first: [second] }]', '[]') }, {})
  return { ...plain, sources }
}

const stored = (id: string, params: object = {}, more: Partial<StoredModel> = {}): StoredModel => ({
  id,
  name: `name-${id}`,
  params: { model: 'openai/gpt-4o', api_key: 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789', ...params },
  info: {},
  ...more,
})

function join(models: readonly StoredModel[]) {
  const base = read()
  const origin = originOf(source, base)
  if (origin === undefined) throw new Error('a config that was read has an origin')
  const { read: joined, leftOut } = withStoredModels(origin, base, models, {})
  return { names: joined.lowered?.plan.groups.map(({ name }) => name), leftOut, base, joined, origin }
}

test('stored models stand behind those of the file and its includes, which are not read again', () => {
  const { names, leftOut, joined, base } = join([stored('a'), stored('b', {}, { name: 'first' })])
  expect([names, leftOut]).toEqual([['first', 'second', 'name-a'], []])
  expect(joined.lowered?.plan.deployments.map(({ id, group, apiKey }) => [id, group, apiKey]).slice(-2)).toEqual([
    ['a', 'name-a', { slot: 0 }],
    ['b', 'first', { slot: 1 }],
  ])
  expect(joined.sources).toBe(base.sources)
})

test('without stored models the config stays as it was', () => {
  const { joined, base } = join([])
  expect(joined).toBe(base)
})

test('models that do not compile are left out, each with its reason and no secret', () => {
  const { names, leftOut } = join([
    stored('a'),
    stored('bad', { model: 'nobody-knows-this/x' }),
    stored('worse', { model: 7 }),
    stored('b'),
  ])
  expect(names).toEqual(['first', 'second', 'name-a', 'name-b'])
  expect(leftOut.map(({ id, name }) => [id, name])).toEqual([
    ['bad', 'name-bad'],
    ['worse', 'name-worse'],
  ])
  expect(leftOut.map(({ why }) => /\(([a-z-]+)\)/.exec(why)?.[1])).toEqual(['unknown-provider', expect.any(String)])
  expect(JSON.stringify(leftOut)).not.toContain('sk-proj-')
})

test('a model whose fault shows in the config alone is found among the others', () => {
  // all deployments of a group with weight 0 are an error of the first of them, which is the one of the config
  const zero = stored('zero', { weight: 0 }, { name: 'first' })
  const good = ['a', 'b', 'c', 'd'].map((id) => stored(id))
  const { names, leftOut, origin } = join([...good.slice(0, 3), zero, ...good.slice(3)])
  expect(names).toEqual(['first', 'second', 'name-a', 'name-b', 'name-c', 'name-d'])
  expect(leftOut).toEqual([{ id: 'zero', name: 'first', why: expect.stringContaining('(all-weights-zero)') }])
  expect(tryModel(origin, good, zero, {}).faults).toEqual([expect.stringContaining('(all-weights-zero)')])
})

test('a model with the id of one in the config is left out', () => {
  const { names, leftOut } = join([stored('of-file'), stored('a')])
  expect(names).toEqual(['first', 'second', 'name-a'])
  expect(leftOut).toEqual([{ id: 'of-file', name: 'name-of-file', why: 'the config has a deployment with this id' }])
})

test('a model is tried in the place of the one with its id, whatever is wrong with others', () => {
  const { origin } = join([])
  const broken = stored('bad', { model: 'nobody-knows-this/x' })
  const tried = tryModel(origin, [broken, stored('a')], stored('a', { model: 'openai/gpt-4.1' }), {})
  expect(tried.plan?.deployments.filter(({ id }) => id === 'a').map(({ model }) => model)).toEqual(['gpt-4.1'])
  expect(tryModel(origin, [stored('a')], broken, {}).faults).toEqual([expect.stringContaining('(unknown-provider)')])
})

test('a Plan without its config has no origin', () => {
  const base = readConfig({ source: 'model_list: []' }, {})
  if (base.lowered === undefined) throw new Error('the config has no errors')
  expect(originOf({ plan: base.lowered.plan }, base)).toBeUndefined()
})
