/** `/global/spend/report`: what teams, customers and keys spent, day by day and model by model. Free, and with its last day. */

import { toHash } from '../auth/key-text.js'
import type { Route } from '../route.js'
import { type CustomerTotal, countOfCustomers, sumsOfCustomers, sumsOfSome, totalsOfCustomers } from '../store/spend-by-customer.js'
import { teamNames } from '../store/spend-names.js'
import { type SumRow, sumsBy } from '../store/spend-sums-by.js'
import { adminRoute, type Desk } from './admin-route.js'
import { invalid, readQuery } from './body.js'
import { both, type Days, dayFields, dayParameters, ownOnly, requiredDays } from './spend-query.js'
import { nanoOf, usdOf } from './spend-tally.js'

/** Lines of sums from which on not everything is shown of customers, and how many are shown then. */
const mostLines = 10_000
const mostShown = 5_000
const groupings = ['team', 'customer', 'api_key'] as const
/** Where a team or a customer would be named and none is. */
const nobody = { team: 'Unassigned Team', customer: 'Unassigned Customer' } as const

export const globalReport: Route = adminRoute({
  method: 'GET',
  paths: ['/global/spend/report'],
  access: 'key',
  summary: 'Reports what was spent in a range of days, by teams, customers or keys.',
  tags: ['spend'],
  query: [
    ...dayParameters,
    { name: 'group_by', about: 'Default team.', type: 'string', values: groupings },
    { name: 'api_key', about: 'Of this key: the key, or its hash.', type: 'string' },
    { name: 'internal_user_id', about: 'Of the keys of this user.', type: 'string' },
    { name: 'team_id', about: 'Of this team, together with customer_id.', type: 'string' },
    { name: 'customer_id', about: 'Of this customer, together with team_id.', type: 'string' },
  ],
  answer: async (desk) => {
    const ids = { api_key: 'id', internal_user_id: 'id', team_id: 'id', customer_id: 'id' } as const
    const asked = readQuery(desk.call, { ...dayFields, ...ids, group_by: 'text' })
    const days = requiredDays(asked)
    const { group_by: group = 'team', api_key: key, internal_user_id: user, team_id: team, customer_id: customer } = asked
    if (group !== null && !groupings.some((each) => each === group))
      throw invalid('group_by', `must be one of ${groupings.join(', ')}`, 400)
    if (key != null) return ofKeys(desk, days, { api_key: [toHash(key)] })
    if (user != null) return ofKeys(desk, days, { user_id: [user] })
    if (team != null && customer != null) return ofTeamAndCustomer(desk, days, team, customer)
    // Differs: LiteLLM takes one without the other for neither
    if (team != null || customer != null) throw invalid(team == null ? 'team_id' : 'customer_id', 'is missing: the two go together', 400)
    if (group === 'api_key') return ofKeys(desk, days, {})
    return group === 'customer' ? byCustomer(desk, days) : byTeam(desk, days)
  },
})

/** A part of a day: a team or customer with what was spent by model and key. */
type Part = {
  nano: bigint
  readonly metadata: { readonly model: string; readonly api_key: string; readonly spend: number; readonly total_tokens: number }[]
}
type Line = { readonly model: string; readonly api_key: string; readonly spend: string; readonly total_tokens: number }

/** Days in order, in each the parts in the order in which they come. */
class Report {
  readonly #days = new Map<string, Map<string, Part>>()

  /** Adds a line, and what it cost. */
  add(date: string, id: string, line: Line): void {
    this.total(date, id, nanoOf(line.spend))
    this.line(date, id, line)
  }

  /** Adds what was spent, without saying what for. */
  total(date: string, id: string, nano: bigint): void {
    this.#part(date, id).nano += nano
  }

  /** Says what for. */
  line(date: string, id: string, { model, api_key, spend, total_tokens }: Line): void {
    this.#part(date, id).metadata.push({ model, api_key, spend: Number(spend), total_tokens })
  }

  #part(date: string, id: string): Part {
    const day = this.#days.get(date) ?? new Map<string, Part>()
    this.#days.set(date, day)
    const part = day.get(id) ?? { nano: 0n, metadata: [] }
    day.set(id, part)
    return part
  }

  shown<T>(member: string, head: (id: string) => T) {
    return [...this.#days].map(([date, parts]) => ({
      group_by_day: `${date}T00:00:00+00:00`,
      [member]: [...parts].map(([id, { nano, metadata }]) => ({ ...head(id), total_spend: usdOf(nano), metadata })),
    }))
  }
}

/** The sums that a report shows. */
const columns = ['spend', 'prompt_tokens', 'completion_tokens'] as const
type Shown = (typeof columns)[number]

function lineOf(row: SumRow<'model' | 'api_key', Shown>): Line {
  return { model: row.model, api_key: row.api_key, spend: row.spend, total_tokens: row.prompt_tokens + row.completion_tokens }
}

async function byTeam({ db, identity }: Desk, days: Days) {
  const by = ['date', 'team_id', 'model', 'api_key'] as const
  const rows = await sumsBy(db, { table: 'daily_spend', by, columns, ...days, is: ownOnly(identity) })
  const names = await teamNames(
    db,
    rows.map((row) => row.team_id),
  )
  const report = new Report()
  for (const row of rows) report.add(row.date, row.team_id, lineOf(row))
  return report.shown('teams', (id) => ({ team_name: nameOf(names, id) }))
}

/** Differs: to LiteLLM a team without an alias is no team. */
function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  return id === '' ? nobody.team : (names.get(id) ?? id)
}

/**
 * Differs: LiteLLM sends what every customer of every day is made of, whatever it weighs. Where that is very much, all have their
 * total, those that cost most what it is made of, and a header says so: ask for fewer days.
 */
async function byCustomer({ call, db, identity }: Desk, days: Days) {
  const filter = { ...days, is: ownOnly(identity) }
  const report = new Report()
  // side by side: totals cost little where they are not needed
  const [lines, totals] = await Promise.all([countOfCustomers(db, filter), totalsOfCustomers(db, filter)])
  if (lines > mostLines) {
    call.reply.header('x-llmgen-more-rows', 'true')
    for (const { date, end_user: id, spend } of totals) report.total(date, id, nanoOf(spend))
    for (const row of await sumsOfSome(db, filter, dearest(totals))) report.line(row.date, row.end_user, row)
  } else for (const row of await sumsOfCustomers(db, filter)) report.add(row.date, row.end_user, row)
  return report.shown('customers', (id) => ({ customer: id === '' ? nobody.customer : id }))
}

/** Customers of days whose lines come to what may be shown, the dearest first. What names none is no customer. */
function dearest(totals: readonly CustomerTotal[]): readonly CustomerTotal[] {
  let left = mostShown
  return totals
    .filter(({ end_user: id }) => id !== '')
    .toSorted((a, b) => Number(b.spend) - Number(a.spend))
    .filter(({ lines }) => {
      left -= lines
      return left >= 0
    })
}

async function ofTeamAndCustomer({ db, identity }: Desk, days: Days, team: string, customer: string) {
  const is = { ...ownOnly(identity), team_id: [team], end_user: [customer] }
  const rows = await sumsBy(db, { table: 'daily_end_user_spend', by: ['date', 'model', 'api_key'], columns, ...days, is })
  const names = await teamNames(db, [team])
  const report = new Report()
  for (const row of rows) report.add(row.date, team, lineOf(row))
  return report.shown('teams_customers', (id) => ({ team_name: nameOf(names, id), customer }))
}

/** Keys, those that cost most first. */
async function ofKeys(
  { db, identity }: Desk,
  days: Days,
  asked: { readonly api_key?: readonly string[]; readonly user_id?: readonly string[] },
) {
  const own = ownOnly(identity)
  const is = { api_key: both(asked.api_key, own.api_key), user_id: both(asked.user_id, own.user_id) }
  const rows = await sumsBy(db, { table: 'daily_spend', by: ['api_key', 'model'], columns, ...days, is })
  const keys = new Map<string, { nano: bigint; input: number; output: number; readonly models: SumRow<'model', Shown>[] }>()
  for (const row of rows) {
    const key = keys.get(row.api_key) ?? { nano: 0n, input: 0, output: 0, models: [] }
    keys.set(row.api_key, key)
    key.nano += nanoOf(row.spend)
    key.input += row.prompt_tokens
    key.output += row.completion_tokens
    key.models.push(row)
  }
  return [...keys]
    .sort(([, a], [, b]) => (a.nano < b.nano ? 1 : a.nano > b.nano ? -1 : 0))
    .map(([key, { nano, input, output, models }]) => ({
      api_key: key,
      total_cost: usdOf(nano),
      total_input_tokens: input,
      total_output_tokens: output,
      model_details: models.map((row) => ({
        model: row.model,
        total_cost: Number(row.spend),
        total_input_tokens: row.prompt_tokens,
        total_output_tokens: row.completion_tokens,
      })),
    }))
}
