/** What requests are counted into, without a database: objects, periods, models. */
import { describe, expect, test } from 'vitest'
import { callerDues, modelDues } from '../../../src/gateway/limits/caller-dues.js'
import type { Dues } from '../../../src/gateway/limits/due.js'
import { readLimitSettings } from '../../../src/gateway/limits/limit-settings.js'
import { endUserDues, proxyDues, tagDues } from '../../../src/gateway/limits/object-dues.js'
import type { Caller } from '../../../src/gateway/store/find-caller.js'
import * as tables from '../../../src/gateway/store/tables.js'
import { callerOf, rowOf } from '../auth/callers.js'

const now = Date.parse('2026-02-10T12:00:00Z')
const moment = { now, timeZone: 'UTC' }
const midnight = Date.parse('2026-02-11T00:00:00Z')
const month = Date.parse('2026-03-01T00:00:00Z')

/** Budgets as `object key known/limit until`, rates as `descriptor kind limit`. */
function told({ budgets, rates }: Dues): readonly string[] {
  return [
    ...budgets.map(({ object, key, known, limit, endsAt }) => `${object} ${key} ${known / 1e9}/${limit / 1e9} ${endsAt}`),
    ...rates.map(({ descriptor, kind, limit }) => `${descriptor} ${kind} ${limit}`),
  ]
}

type Parts = {
  readonly key?: Partial<Caller['key']>
  readonly user?: Partial<NonNullable<Caller['user']>>
  readonly team?: Partial<NonNullable<Caller['team']>>
  readonly member?: Partial<NonNullable<Caller['member']>>
  readonly organization?: Partial<NonNullable<Caller['organization']>>
  readonly keyBudget?: Partial<NonNullable<Caller['budgets']['key']>>
  readonly memberBudget?: Partial<NonNullable<Caller['budgets']['key']>>
  readonly organizationBudget?: Partial<NonNullable<Caller['budgets']['key']>>
  readonly windows?: Caller['windows']
}

function caller(parts: Parts): Caller {
  const { key = {}, user, team, member, organization, keyBudget, memberBudget, organizationBudget, windows } = parts
  const budget = (row: Parts['keyBudget']) => row && rowOf(tables.budgets, { budgetId: 'b', ...row })
  return {
    ...callerOf('hash', key),
    user: user && rowOf(tables.users, { userId: 'u', ...user }),
    team: team && rowOf(tables.teams, { teamId: 't', ...team }),
    member: member && rowOf(tables.teamMembers, { teamId: 't', userId: 'u', ...member }),
    organization: organization && rowOf(tables.organizations, { organizationId: 'o', ...organization }),
    budgets: { key: budget(keyBudget), member: budget(memberBudget), organization: budget(organizationBudget) },
    ...(windows !== undefined && { windows }),
  }
}

describe('a caller', () => {
  const cases: readonly { readonly name: string; readonly given: Parts; readonly want: readonly string[] }[] = [
    { name: 'without limits is counted into nothing', given: {}, want: [] },
    { name: 'null is no limit and 0 lets nothing pass', given: { key: { maxBudget: '0' } }, want: ['key key:hash:spend:ever:0 0/0 0'] },
    {
      name: 'a budget that never starts anew',
      given: { key: { maxBudget: '2.5', spend: '1.25', spendEpoch: 3 } },
      want: ['key key:hash:spend:ever:3 1.25/2.5 0'],
    },
    {
      name: 'a period that goes on',
      given: { key: { maxBudget: '1', spend: '0.5', budgetDuration: '30d', budgetResetAt: new Date(midnight) } },
      want: [`key key:hash:spend:${midnight}:0 0.5/1 ${midnight}`],
    },
    {
      name: 'a period that is over counts nothing, whatever the row says',
      given: { key: { maxBudget: '1', spend: '9', budgetDuration: '1d', budgetResetAt: new Date(now) } },
      want: [`key key:hash:spend:${midnight}:0 0/1 ${midnight}`],
    },
    {
      name: 'a row without a time has not started anew',
      given: { key: { maxBudget: '1', spend: '9', budgetDuration: '1mo' } },
      want: [`key key:hash:spend:${month}:0 9/1 ${month}`],
    },
    {
      name: 'what a key has not, its budget has',
      given: { key: { maxBudget: '5', rpmLimit: 7 }, keyBudget: { maxBudget: '1', rpmLimit: 1, tpmLimit: 2, maxParallelRequests: 3 } },
      want: ['key key:hash:spend:ever:0 0/5 0', 'api_key requests 7', 'api_key tokens 2', 'api_key max_parallel_requests 3'],
    },
    {
      name: 'a temporary raise counts until it is over',
      given: { key: { maxBudget: '1', metadata: { temp_budget_increase: 2, temp_budget_expiry: '2026-02-10T12:00:01Z' } } },
      want: ['key key:hash:spend:ever:0 0/3 0'],
    },
    {
      name: 'and not after',
      given: { key: { maxBudget: '1', metadata: { temp_budget_increase: 2, temp_budget_expiry: '2026-02-10T12:00:00Z' } } },
      want: ['key key:hash:spend:ever:0 0/1 0'],
    },
    {
      name: 'a personal key spends its user’s money',
      given: { user: { maxBudget: '4', spend: '1', rpmLimit: 9 } },
      want: ['user user:u:spend:ever:0 1/4 0', 'user requests 9'],
    },
    {
      name: 'a key of a team spends the money of team, member and organisation, and not its user’s',
      given: {
        user: { maxBudget: '4', rpmLimit: 9 },
        team: { maxBudget: '10', tpmLimit: 100 },
        member: { spend: '2', rpmLimit: 3 },
        memberBudget: { maxBudget: '3', rpmLimit: 8, tpmLimit: 50 },
        organization: { spend: '20' },
        organizationBudget: { maxBudget: '30', maxParallelRequests: 2 },
      },
      want: [
        'team team:t:spend:ever:0 0/10 0',
        'member team_member:u%3At:spend:ever:0 2/3 0',
        'organization organization:o:spend:ever:0 20/30 0',
        'user requests 9',
        'team tokens 100',
        'team_member requests 3',
        'team_member tokens 50',
        'organization max_parallel_requests 2',
      ],
    },
    {
      name: 'several windows count each by its own row, and one whose row is over by nothing',
      given: {
        key: {
          budgetLimits: [
            { budget_duration: '1d', max_budget: 1 },
            { budget_duration: '1mo', max_budget: 10 },
          ],
        },
        windows: [
          { kind: 'key', id: 'hash', window: '1d', spend: '0.5', resetsAt: new Date(now) },
          { kind: 'key', id: 'hash', window: '1mo', spend: '6', resetsAt: new Date(month) },
          { kind: 'team', id: 'hash', window: '1mo', spend: '7', resetsAt: new Date(month) },
        ],
      },
      want: [`key key:hash:window:1d:${midnight}:0 0/1 ${midnight}`, `key key:hash:window:1mo:${month}:0 6/10 ${month}`],
    },
  ]
  test.each(cases)('$name', ({ given, want }) => expect(told(callerDues(caller(given), moment))).toEqual(want))

  test('the sums beside its own are named for the row of each request', () => {
    const { windows, validUntil } = callerDues(caller({ key: { budgetLimits: [{ budget_duration: '1d', max_budget: 1 }] } }), moment)
    expect({ windows, validUntil }).toEqual({
      windows: [{ kind: 'key', id: 'hash', window: '1d', resets_at: new Date(midnight).toISOString() }],
      validUntil: midnight,
    })
  })

  test('a day begins where the config says', () => {
    const key = { maxBudget: '1', budgetDuration: '1d' }
    const { budgets } = callerDues(caller({ key }), { now, timeZone: 'America/New_York' })
    expect(budgets.map(({ endsAt }) => new Date(endsAt).toISOString())).toEqual(['2026-02-11T05:00:00.000Z'])
  })
})

describe('a model', () => {
  const cases: readonly {
    readonly name: string
    readonly given: Parts
    readonly names: readonly string[]
    readonly want: readonly string[]
  }[] = [
    { name: 'without an entry is not counted', given: { key: { modelMaxBudget: { b: { max_budget: 1 } } } }, names: ['a'], want: [] },
    {
      name: 'its budget and rates are found by its name without the provider',
      given: { key: { modelMaxBudget: { a: { budget_limit: 1, time_period: '1d', rpm_limit: 2 } } } },
      names: ['openai/a', 'a'],
      want: [`model key:hash:window:model%3Aa%3A1d:${midnight}:0 0/1 ${midnight}`, 'model_per_key requests 2'],
    },
    {
      name: 'the metadata of the key come before its budgets, and its team’s last',
      given: {
        key: { metadata: { model_rpm_limit: { a: 5 } }, modelMaxBudget: { a: { rpm_limit: 2, tpm_limit: 70 } } },
        team: { metadata: { model_rpm_limit: { a: 9 }, model_tpm_limit: { a: 900 } } },
      },
      names: ['a'],
      want: ['model_per_key requests 5', 'model_per_key tokens 70'],
    },
    {
      name: 'a team’s limit of a model is shared by its keys',
      given: { team: { metadata: { model_tpm_limit: { a: 900 } }, modelMaxBudget: { a: 3 } } },
      names: ['a'],
      want: ['model team:t:window:model%3Aa%3Aever:ever:0 0/3 0', 'model_per_team tokens 900'],
    },
  ]
  test.each(cases)('$name', ({ given, names, want }) => expect(told(modelDues(caller(given), names, moment))).toEqual(want))
})

describe('others', () => {
  const settings = (litellm: Parameters<typeof readLimitSettings>[1]) => readLimitSettings({}, litellm)
  const budget = rowOf(tables.budgets, { budgetId: 'b', maxBudget: '2', rpmLimit: 4, budgetDuration: '1mo' })

  test('an end user has its budget, else the config’s, else none', () => {
    const row = rowOf(tables.endUsers, { userId: 'e:1', spend: '1.5', budgetResetAt: new Date(month) })
    const dues = (given: Parameters<typeof endUserDues>[0], litellm = {}) => told(endUserDues(given, settings(litellm), ['m'], moment))
    expect([
      dues({ id: 'e:1', row, budget, windows: [] }, { max_end_user_budget: 9 }),
      dues({ id: 'new', row: undefined, budget: undefined, windows: [] }, { max_end_user_budget: 0.5 }),
      dues({ id: 'new', row: undefined, budget: undefined, windows: [] }),
    ]).toEqual([
      [`end_user end_user:e%3A1:spend:${month}:0 1.5/2 ${month}`, 'end_user requests 4'],
      ['end_user end_user:new:spend:ever:0 0/0.5 0'],
      [],
    ])
  })

  test('a tag has what its budget says', () => {
    const row = rowOf(tables.tags, { tagName: 'dev', spend: '1', budgetResetAt: new Date(month) })
    expect(told(tagDues({ row, budget }, moment))).toEqual([`tag tag:dev:spend:${month}:0 1/2 ${month}`, 'tag requests 4'])
  })

  test('the gateway counts by a window', () => {
    const rows = [{ kind: 'proxy', id: '', window: '1d', spend: '3', resetsAt: new Date(midnight) }]
    expect(told(proxyDues(settings({ max_budget: 5, budget_duration: '1d' }), rows, moment))).toEqual([
      `proxy proxy::window:1d:${midnight}:0 3/5 ${midnight}`,
    ])
  })
})
