/** Limits and budgets, which keys, users, teams and budgets have alike: their fields, and the columns these become. */
import { isReset, nextReset, parseDuration } from '../budget-reset.js'
import type { Json, JsonObject } from '../store/tables.js'
import { moneyText } from '../store/wire-row.js'
import { type Desk, defined } from './admin-route.js'
import { asObject, type Fields, invalid, readFields, type Values } from './body.js'

/** Largest value of an integer column. */
const mostParallel = 2_147_483_647

/** Of a budget alone. */
export const budgetFields = {
  max_budget: 'money',
  soft_budget: 'money',
  budget_duration: 'duration',
  tpm_limit: 'integer',
  rpm_limit: 'integer',
  max_parallel_requests: { is: 'integer', most: mostParallel },
  model_max_budget: 'object',
} as const satisfies Fields

export type BudgetValues = Values<typeof budgetFields>

/** By which budgets start anew. */
export type Clock = Pick<Desk, 'now' | 'timeZone'>

/** The columns; what is absent stays. A duration sets when the budget starts anew, null clears both. Throws for a model's budget that cannot be. */
export function budgetColumns(values: BudgetValues, clock: Clock) {
  checkModelBudgets(values.model_max_budget)
  return defined({
    maxBudget: moneyColumn(values.max_budget),
    softBudget: moneyColumn(values.soft_budget),
    budgetDuration: values.budget_duration,
    budgetResetAt: values.budget_duration === undefined ? undefined : resetOf(values.budget_duration, clock),
    tpmLimit: values.tpm_limit,
    rpmLimit: values.rpm_limit,
    maxParallelRequests: values.max_parallel_requests,
    modelMaxBudget: values.model_max_budget === null ? {} : values.model_max_budget,
  })
}

/** When a budget of this duration starts anew; null where it never does. */
export function resetOf(duration: string | null | undefined, { now, timeZone }: Clock): Date | null {
  const parsed = duration == null ? undefined : parseDuration(duration)
  return parsed === undefined ? null : new Date(nextReset(parsed, now, timeZone))
}

type Round = { readonly budgetDuration: string | null; readonly budgetResetAt: Date | null }
type RoundValues = { readonly budget_duration?: string | null | undefined; readonly spend?: number | null | undefined }

/**
 * The columns of what counts in a budget's round, once a change begins another one: what was spent before a budget had rounds, or in one
 * that is over, is no part of it. `before` is the row as it is; undefined for a new one.
 */
export function roundColumns({ spend, budget_duration: next }: RoundValues, before: Round | undefined, clock: Clock) {
  const given = moneyColumn(spend) ?? undefined
  if (before === undefined) return defined({ spend: given })
  const { budgetDuration: old, budgetResetAt } = before
  const isGone = isReset(budgetResetAt, clock.now)
  const isNew = old === null ? typeof next === 'string' : isGone && next !== undefined
  return defined({
    spend: given ?? (isNew ? '0' : undefined),
    // spend that is set counts in the round of now
    budgetResetAt: given !== undefined && isGone && next === undefined ? resetOf(old, clock) : undefined,
  })
}

export function moneyColumn(amount: number | null | undefined): string | null | undefined {
  if (amount === undefined || amount === null) return amount
  const text = moneyText(amount)
  if (text === undefined) throw new Error('llmgen bug: an amount was read that is none')
  return text
}

/** A field that names what a limit of one model is. */
const modelBudget = {
  budget_limit: 'money',
  max_budget: 'money',
  time_period: 'duration',
  budget_duration: 'duration',
  tpm_limit: 'integer',
  rpm_limit: 'integer',
} as const satisfies Fields

/** Throws a 400 or a 422 for budgets of models that cannot be. */
export function checkModelBudgets(given: JsonObject | null | undefined): void {
  for (const [model, value] of Object.entries(given ?? {})) {
    const place = `model_max_budget.${model}`
    const limits = asObject(value)
    if (limits !== undefined) readFields(limits, modelBudget, `${place}.`)
    else if (typeof value === 'number' ? value < 0 : true) throw invalid(place, 'must be an object with budget_limit and time_period', 400)
  }
}

/** Several windows at once. Throws a 422 for what is none. */
export function checkWindows(given: readonly JsonObject[] | null | undefined): void {
  const fields = { budget_duration: { is: 'duration', required: true }, max_budget: { is: 'money', required: true } } as const
  for (const [at, window] of (given ?? []).entries()) readFields(window, fields, `budget_limits.${at}.`)
}

/** Fields without a column, which LiteLLM keeps in the metadata. */
export const metadataFields = {
  tags: 'texts',
  guardrails: 'texts',
  policies: 'texts',
  prompts: 'texts',
  model_rpm_limit: 'object',
  model_tpm_limit: 'object',
  rpm_limit_type: ['guaranteed_throughput', 'best_effort_throughput', 'dynamic'],
  tpm_limit_type: ['guaranteed_throughput', 'best_effort_throughput', 'dynamic'],
  allowed_passthrough_routes: 'texts',
} as const satisfies Fields

type MetadataValues = Values<typeof metadataFields> & { readonly metadata?: JsonObject | null }

/** The metadata after a change; undefined where nothing of it changes. Null takes a member away. */
export function metadataAfter(values: MetadataValues, before: JsonObject, more: { readonly [name: string]: Json | undefined } = {}) {
  const given = Object.keys(metadataFields).map((name): readonly [string, Json | undefined] => [name, memberOf(values, name)])
  const changes = [...given, ...Object.entries(more)].filter(([, value]) => value !== undefined)
  if (values.metadata === undefined && changes.length === 0) return undefined
  const base = values.metadata === undefined ? before : (values.metadata ?? {})
  const after = new Map([...Object.entries(base), ...changes])
  return Object.fromEntries([...after].flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, value] as const])))
}

function memberOf(values: MetadataValues, name: string): Json | undefined {
  // what these fields hold is JSON
  return (values as { readonly [name: string]: Json | undefined })[name]
}
