/** What models a caller may call, by every list that there is above a key. */
import { describe, expect, test } from 'vitest'
import { listsOf, mayUse, ownAliases, wantedModel } from '../../../src/gateway/auth/model-access.js'
import { readConfig } from '../../../src/gateway/config-source.js'
import type { Plan } from '../../../src/plan/plan.js'
import { callerWith, identityWith, type Levels } from './callers.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_key: k }
    model_info: { access_groups: [beta] }
  - model_name: mini
    litellm_params: { model: openai/gpt-4o-mini, api_key: k }
  - model_name: claude
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_key: k }
  - model_name: team-gpt
    litellm_params: { model: openai/gpt-4o, api_key: k }
  - model_name: openai/*
    litellm_params: { model: openai/*, api_key: k }
router_settings: { model_group_alias: { nick: gpt-4o } }
general_settings: { master_key: sk-m }
`
function planOf(source: string): Plan {
  const { lowered } = readConfig({ source }, {})
  if (lowered === undefined) throw new Error('the config of this suite has errors')
  return lowered.plan
}

const plan = planOf(yaml)

const rows: readonly { readonly name: string; readonly levels: Levels; readonly asked: string; readonly want: string }[] = [
  { name: 'a key without a list', levels: {}, asked: 'gpt-4o', want: 'gpt-4o' },
  { name: 'a key with the model', levels: { key: { models: ['gpt-4o'] } }, asked: 'gpt-4o', want: 'gpt-4o' },
  { name: 'a key with another', levels: { key: { models: ['mini'] } }, asked: 'gpt-4o', want: 'not by key' },
  { name: 'a key with what an alias stands for', levels: { key: { models: ['gpt-4o'] } }, asked: 'nick', want: 'nick' },
  { name: 'a key with an alias', levels: { key: { models: ['nick'] } }, asked: 'nick', want: 'nick' },
  { name: 'a key with an alias, for what it stands for', levels: { key: { models: ['nick'] } }, asked: 'gpt-4o', want: 'not by key' },
  { name: 'a star', levels: { key: { models: ['*'] } }, asked: 'claude', want: 'claude' },
  { name: 'all of the proxy', levels: { key: { models: ['all-proxy-models'] } }, asked: 'claude', want: 'claude' },
  { name: 'a pattern', levels: { key: { models: ['openai/*'] } }, asked: 'openai/o3', want: 'openai/o3' },
  { name: 'a bare name of the pattern', levels: { key: { models: ['openai/*'] } }, asked: 'gpt-4o', want: 'gpt-4o' },
  { name: 'a pattern of others', levels: { key: { models: ['openai/*'] } }, asked: 'claude', want: 'not by key' },
  { name: 'an access group', levels: { key: { models: ['beta'] } }, asked: 'gpt-4o', want: 'gpt-4o' },
  { name: 'an access group without it', levels: { key: { models: ['beta'] } }, asked: 'mini', want: 'not by key' },

  { name: 'a team without the model', levels: { team: { models: ['mini'] } }, asked: 'gpt-4o', want: 'not by team' },
  { name: 'a team without a list', levels: { team: {} }, asked: 'gpt-4o', want: 'gpt-4o' },
  {
    name: 'a key that lists more than its team',
    levels: { key: { models: ['gpt-4o', 'mini'] }, team: { models: ['mini'] } },
    asked: 'gpt-4o',
    want: 'not by team',
  },
  { name: 'a key and a team', levels: { key: { models: ['mini'] }, team: { models: ['gpt-4o'] } }, asked: 'gpt-4o', want: 'not by key' },
  {
    name: 'the team decides',
    levels: { key: { models: ['all-team-models'] }, team: { models: ['gpt-4o'] } },
    asked: 'gpt-4o',
    want: 'gpt-4o',
  },
  {
    name: 'the team decides against it',
    levels: { key: { models: ['all-team-models'] }, team: { models: ['gpt-4o'] } },
    asked: 'mini',
    want: 'not by team',
  },
  { name: 'the team decides for all', levels: { key: { models: ['all-team-models'] }, team: {} }, asked: 'mini', want: 'mini' },
  { name: 'a team that is none decides', levels: { key: { models: ['all-team-models'] } }, asked: 'mini', want: 'not by key' },
  { name: 'a team of nothing', levels: { team: { models: ['no-default-models'] } }, asked: 'mini', want: 'not by team' },

  { name: 'a member who may', levels: { team: {}, user: {}, member: ['mini'] }, asked: 'mini', want: 'mini' },
  { name: 'a member who may not', levels: { team: {}, user: {}, member: ['mini'] }, asked: 'gpt-4o', want: 'not by member' },
  { name: 'a member without a list', levels: { team: {}, user: {}, member: [] }, asked: 'gpt-4o', want: 'gpt-4o' },

  { name: 'a user of a personal key', levels: { user: { models: ['mini'] } }, asked: 'gpt-4o', want: 'not by user' },
  { name: 'a user of a key of a team', levels: { user: { models: ['mini'] }, team: {} }, asked: 'gpt-4o', want: 'gpt-4o' },
  { name: 'a user with models of teams alone', levels: { user: { models: ['no-default-models'] } }, asked: 'mini', want: 'not by user' },
  {
    name: 'a user with models of teams alone, whatever else',
    levels: { user: { models: ['no-default-models', 'mini', '*'] } },
    asked: 'mini',
    want: 'not by user',
  },
  {
    name: 'the key of a team of such a user',
    levels: { user: { models: ['no-default-models'] }, team: {} },
    asked: 'mini',
    want: 'mini',
  },

  { name: 'an organisation with it', levels: { organization: ['mini'] }, asked: 'mini', want: 'mini' },
  { name: 'an organisation without it', levels: { organization: ['mini'] }, asked: 'gpt-4o', want: 'not by org' },
  {
    name: 'an organisation over a team',
    levels: { team: { models: ['gpt-4o'] }, organization: ['mini'] },
    asked: 'gpt-4o',
    want: 'not by org',
  },

  { name: 'an alias of the key', levels: { key: { aliases: { fast: 'mini' } } }, asked: 'fast', want: 'mini' },
  {
    name: 'an alias of the key for what it lists',
    levels: { key: { aliases: { fast: 'mini' }, models: ['mini'] } },
    asked: 'fast',
    want: 'mini',
  },
  {
    name: 'an alias of the key for what it does not list',
    levels: { key: { aliases: { mini: 'gpt-4o' }, models: ['mini'] } },
    asked: 'mini',
    want: 'not by key',
  },
  {
    name: 'an alias of the key for what the team does not list',
    levels: { key: { aliases: { mini: 'gpt-4o' } }, team: { models: ['mini'] } },
    asked: 'mini',
    want: 'not by team',
  },
  { name: 'an alias is not followed twice', levels: { key: { aliases: { a: 'b', b: 'mini' } } }, asked: 'a', want: 'b' },
  { name: 'an alias that is no text', levels: { key: { aliases: { a: { b: 1 } } } }, asked: 'a', want: 'a' },
  { name: 'what every object has', levels: { key: { aliases: { a: 'mini' } } }, asked: 'constructor', want: 'constructor' },
  { name: 'an alias of the team', levels: { team: { modelAliases: { 'gpt-4o': 'team-gpt' } } }, asked: 'gpt-4o', want: 'team-gpt' },
  {
    name: 'an alias of the team for what it does not list',
    levels: { key: { models: ['gpt-4o'] }, team: { models: ['gpt-4o'], modelAliases: { 'gpt-4o': 'team-gpt' } } },
    asked: 'gpt-4o',
    want: 'team-gpt',
  },
  {
    name: 'an alias of the team that the key does not list',
    levels: { key: { models: ['mini'] }, team: { modelAliases: { 'gpt-4o': 'team-gpt' } } },
    asked: 'gpt-4o',
    want: 'not by key',
  },
  {
    name: 'an alias of the team for what the organisation does not list',
    levels: { team: { modelAliases: { mini: 'gpt-4o' } }, organization: ['mini'] },
    asked: 'mini',
    want: 'not by org',
  },
  {
    name: 'an alias of the key for one of the team',
    levels: { key: { aliases: { mine: 'ours' } }, team: { models: ['mini'], modelAliases: { ours: 'claude' } } },
    asked: 'mine',
    want: 'claude',
  },
]

describe('models by level', () => {
  test.each(rows)('$name, $asked: $want', ({ levels, asked, want }) => {
    const identity = identityWith(levels)
    const shown = () => {
      const { model, deniedBy } = wantedModel(identity, asked, plan)
      return deniedBy === undefined ? model : `not by ${deniedBy}`
    }
    expect(shown()).toBe(want)
    // what is remembered is what was found
    expect(shown()).toBe(want)
  })

  test('where names are called as they are, no alias of key or team opens one', () => {
    const identity = identityWith({ key: { models: ['mini'], aliases: { 'gpt-4o': 'mini' } }, team: { modelAliases: { claude: 'mini' } } })
    expect(['gpt-4o', 'claude', 'mini'].map((name) => mayUse(identity, name, plan))).toEqual([false, false, true])
    expect(ownAliases(identity, plan)).toEqual(['gpt-4o', 'claude'])
  })

  test('lists that let everything through bind nobody', () => {
    const open = { key: { models: ['*'] }, team: { models: ['all-proxy-models'] }, user: {}, member: [], organization: [] }
    expect(listsOf(identityWith(open))).toEqual([])
    expect(listsOf({ models: undefined })).toEqual([])
    expect(listsOf({ models: ['a'] })).toEqual([{ by: 'key', models: ['a'] }])
    expect(listsOf(identityWith({ key: { models: ['a'] }, team: { models: ['b'] }, member: ['c'], organization: ['d'] }))).toEqual([
      { by: 'key', models: ['a'] },
      { by: 'team', models: ['b'] },
      { by: 'member', models: ['c'] },
      { by: 'org', models: ['d'] },
    ])
  })

  test('a caller who is read anew, and a config that is, are judged anew', () => {
    const before = identityWith({ team: { models: ['mini'] } })
    expect(mayUse(before, 'gpt-4o', plan)).toBe(false)
    const after = { ...before, caller: callerWith({ team: { models: ['gpt-4o'] } }) }
    expect(mayUse(after, 'gpt-4o', plan)).toBe(true)
    const grouped = identityWith({ team: { models: ['beta'] } })
    expect(wantedModel(grouped, 'mini', plan).deniedBy).toBe('team')
    const mini = 'gpt-4o-mini, api_key: k }'
    const other = planOf(yaml.replace(mini, `${mini}\n    model_info: { access_groups: [beta] }`))
    expect(wantedModel(grouped, 'mini', other).deniedBy).toBe(undefined)
    expect(wantedModel(grouped, 'mini', plan).deniedBy).toBe('team')
  })

  test('however many names are asked for, each is judged right', () => {
    const identity = identityWith({ key: { models: ['openai/*-7*'] } })
    const names = Array.from({ length: 500 }, (_, index) => `openai/m-${index}`)
    for (const round of [1, 2])
      expect([round, names.filter((name) => wantedModel(identity, name, plan).deniedBy === undefined).length]).toEqual([round, 11])
    expect(wantedModel(identity, 'x'.repeat(5_000), plan).deniedBy).toBe('key')
  })

  test('a known key and model are given from memory', () => {
    const identity = identityWith({ team: { models: ['mini'] } })
    expect(wantedModel(identity, 'mini', plan)).toBe(wantedModel(identity, 'mini', plan))
  })
})

test('a deployment of one team is nobody else’s by its id either', () => {
  const owned = planOf(`
model_list:
  - model_name: within
    litellm_params: { model: openai/gpt-4o, api_key: k }
    model_info: { id: the-id, team_id: t, team_public_model_name: ours }
  - model_name: mini
    litellm_params: { model: openai/gpt-4o-mini, api_key: k }
general_settings: { master_key: sk-m }
`)
  const names = ['within', 'the-id', 'ours', 'mini']
  const open = (levels: Levels) => names.filter((name) => wantedModel(identityWith(levels), name, owned).deniedBy === undefined)
  expect(open({ team: {} })).toEqual(names)
  expect(open({})).toEqual(['ours', 'mini']) // for a stranger `ours` is a name that nothing has
  expect(open({ key: { teamId: 'other' }, team: { teamId: 'other' } })).toEqual(['ours', 'mini'])
})
