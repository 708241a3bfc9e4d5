/** Whose a model is, and what its team calls it. */
import { expect, test } from 'vitest'
import { readConfig } from '../../src/gateway/config-source.js'
import { ownerOf, teamModel, teamModelNames } from '../../src/gateway/team-models.js'

const entry = (name: string, info: object = {}) => ({
  model_name: name,
  litellm_params: { model: name.includes('*') ? name : 'openai/gpt-4o', api_key: 'none' },
  model_info: info,
})

function planOf(models: readonly object[]) {
  const source = { model_list: models, router_settings: { model_group_alias: { alias: 'within' } } }
  const { lowered } = readConfig({ source }, {})
  if (lowered === undefined) throw new Error('the config has errors')
  return lowered.plan
}

const plan = planOf([
  entry('open'),
  entry('within', { id: 'id-1', team_id: 't1', team_public_model_name: 'word' }),
  entry('within', { id: 'id-2', team_id: 't1', team_public_model_name: 'another word' }),
  entry('plain', { team_id: 't2' }),
  entry('openai/*', { team_id: 't2' }),
  entry('mixed', { team_id: 't1' }),
  entry('mixed', { team_id: 't2' }),
  entry('partly', { team_id: 't1' }),
  entry('partly'),
])

test('a group whose deployments are all of one team is that team’s, by every name it can be called by', () => {
  const names = ['open', 'within', 'alias', 'id-1', 'id-2', 'plain', 'openai/gpt-4.1', 'mixed', 'partly', 'word', 'nothing']
  expect(Object.fromEntries(names.map((name) => [name, ownerOf(plan, name)]))).toEqual({
    open: undefined,
    within: 't1',
    alias: 't1',
    'id-1': 't1',
    'id-2': 't1',
    plain: 't2',
    'openai/gpt-4.1': 't2',
    mixed: undefined,
    partly: undefined,
    word: undefined,
    nothing: undefined,
  })
})

test('a team calls its models by its own words, or else by their names', () => {
  expect([teamModelNames(plan, 't1'), teamModelNames(plan, 't2'), teamModelNames(plan, 't3')]).toEqual([
    ['word', 'another word'],
    ['plain'],
    [],
  ])
  expect([teamModel(plan, 't1', 'word'), teamModel(plan, 't1', 'another word'), teamModel(plan, 't2', 'word')]).toEqual([
    'within',
    'within',
    undefined,
  ])
})
