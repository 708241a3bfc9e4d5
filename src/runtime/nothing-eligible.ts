/** The failure of a call for which no deployment of a group may be picked, from what hinders each. Imported when it happens. */
import type { ErrorKind, Failure, Fault } from '../protocol/failure.js'
import { createFailure } from './failures.js'
import { type Hindrance, isUnfit, type Obstacle, type SpentBudget } from './hindrance.js'
import { hindranceOf, returnOf } from './pick.js'
import type { Run } from './run.js'
import { openedBy } from './state.js'

/** A deployment that may not be picked. */
type Hindered = {
  readonly index: number
  readonly hindrance: Hindrance
  readonly obstacle: Obstacle | undefined
  /** Milliseconds until it serves again; undefined where nobody knows. */
  readonly waitMs: number | undefined
}

/** Deployments named one by one in a message; of more only the numbers are told. */
const mostNamed = 4
/** Where nobody knows when a deployment is free again, seconds. */
const guessedSeconds = 1

/** Tells the observer that nothing could be picked, and the caller why. `now` is the time of the pick. */
export function refuse(run: Run, now: number): Fault {
  const { engine, current } = run
  const failure = nothingEligible(run, now)
  const waitMs = failure.retryAfterMs ?? 0
  engine.onEvent?.({ type: 'no-deployment', call: run.id, at: now, group: current.group.name, waitMs })
  return { failure }
}

/** Why no deployment of the call's present group may be picked. */
export function nothingEligible(run: Run, now: number): Failure {
  const all: Hindered[] = []
  for (const index of run.current.group.deployments) all.push(describe(run, index, now))
  return failureOf(run, all)
}

function describe(run: Run, index: number, now: number): Hindered {
  const hindrance = hindranceOf(run, index, now) ?? 'cooldown'
  const until = isUnfit(hindrance) ? undefined : returnOf(run, index, now)
  const obstacles = run.engine.features.flatMap((feature) => feature.obstacle?.(run, index, now) ?? [])
  // Of several the one that lasts longest is the one to speak of.
  const [obstacle] = obstacles.sort((one, other) => (other.until ?? 0) - (one.until ?? 0))
  return { index, hindrance, obstacle, waitMs: until === undefined ? undefined : until - now }
}

/**
 * What fits the call and is only hindered for a while makes it a 429. Else the call itself is at fault: for tags 403, for a
 * prompt that is too long, parameters that nobody takes and a region that nobody is in 400.
 */
function failureOf(run: Run, all: readonly Hindered[]): Failure {
  const passing = all.filter(({ hindrance }) => !isUnfit(hindrance))
  if (passing.length > 0) return unavailable(run, passing)
  const meant = all.filter(({ hindrance }) => hindrance !== 'tags')
  if (meant.length === 0) return misfit(run, 'tags', all)
  const unready = meant.find(({ hindrance }) => hindrance === 'not-ready')
  const fault = unready === undefined ? undefined : run.engine.deployments[unready.index]?.fault
  if (fault !== undefined) return fault
  const why = (['context-window', 'parameters', 'region'] as const).find((name) => meant.some(({ hindrance }) => hindrance === name))
  return misfit(run, why ?? 'tags', meant)
}

/**
 * Differs: LiteLLM tells how long a rest is configured to last, without a status; here it is the time that is left, in the
 * error and as `retry-after`.
 */
function unavailable(run: Run, passing: readonly Hindered[]): Failure {
  const { name } = run.current.group
  const waits = passing.flatMap(({ waitMs }) => waitMs ?? [])
  const waitMs = waits.length === 0 ? undefined : Math.min(...waits)
  const seconds = waitMs === undefined ? guessedSeconds : Math.max(1, Math.ceil(waitMs / 1_000))
  const isBudget = passing.every(({ hindrance }) => hindrance === 'budget')
  const [budget] = isBudget ? passing.flatMap(({ obstacle }) => obstacle?.budget ?? []) : []
  const more = isBudget ? 'raise the budget' : 'add a deployment'
  return createFailure(
    { provider: '', model: name },
    {
      kind: 'rate-limit',
      status: 429,
      code: isBudget ? 'budget_exceeded' : 'no_deployment_available',
      type: isBudget ? 'budget_exceeded' : 'rate_limit_error',
      message: `no deployment of "${name}" is available: ${listOf(run, passing)}. Try again in ${seconds} s, ${more}, or add a fallback for this model.`,
      headers: { 'retry-after': String(seconds) },
      ...(waitMs !== undefined && { retryAfterMs: waitMs }),
      ...(budget !== undefined && { body: { error: { code: 'budget_exceeded', budget: toBody(budget) } } }),
    },
  )
}

/** The budget as error bodies tell it: US dollars, and the time as text. */
function toBody({ scope, id, limitUsd, spentUsd, resetsAt }: SpentBudget): object {
  return { scope, id, limit: limitUsd, spent: spentUsd, resetsAt: resetsAt === undefined ? null : new Date(resetsAt).toISOString() }
}

type Misfit = {
  readonly kind: ErrorKind
  readonly status: number
  readonly code: string
  readonly param: string | null
  readonly what: (group: string) => string
  readonly advice: string
}

/**
 * Differs: LiteLLM answers 401 where no deployment has the tags, and 429 where none is in the region or takes the
 * parameters, which no waiting changes.
 */
const misfits: { readonly [H in 'tags' | 'context-window' | 'parameters' | 'region']: Misfit } = {
  tags: {
    kind: 'permission',
    status: 403,
    code: 'no_deployments_for_tags',
    param: 'tags',
    what: (group) => `no deployment of "${group}" is for the tags of the request`,
    advice: 'Ask with tags that one has, or tag a deployment of the config with them, or with "default"',
  },
  'context-window': {
    kind: 'context-window',
    status: 400,
    code: 'context_length_exceeded',
    param: 'messages',
    what: (group) => `the prompt fits no deployment of "${group}"`,
    advice: 'Shorten it, lower max_tokens, or name a model with a larger window in context_window_fallbacks',
  },
  parameters: {
    kind: 'unsupported-params',
    status: 400,
    code: 'no_deployment_for_parameters',
    param: null,
    what: (group) => `no deployment of "${group}" takes what the request asks for`,
    advice: 'Leave it out, set drop_params, ask another model, or correct model_info if a model does take it',
  },
  region: {
    kind: 'bad-request',
    status: 400,
    code: 'no_deployment_in_region',
    param: 'allowed_model_region',
    what: (group) => `no deployment of "${group}" is in the region that the request allows`,
    advice: 'Allow another region, or set region_name of a deployment in the config',
  },
}

function misfit(run: Run, why: keyof typeof misfits, hindered: readonly Hindered[]): Failure {
  const { name } = run.current.group
  const { kind, status, code, param, what, advice } = misfits[why]
  const type = kind === 'permission' ? 'permission_error' : 'invalid_request_error'
  const message = `${what(name)}: ${listOf(run, hindered)}. ${advice}.`
  return createFailure({ provider: '', model: name }, { kind, status, code, type, param, message })
}

/** Each deployment with what hinders it, or how many there are of each kind. */
function listOf(run: Run, hindered: readonly Hindered[]): string {
  const { deployments } = run.engine.plan
  if (hindered.length <= mostNamed)
    return hindered
      .map((each) => `"${deployments[each.index]?.id}" ${each.obstacle?.detail ?? wordsOf(run, each)}${timeOf(each)}`)
      .join('; ')
  const counts = new Map<string, number>()
  for (const each of hindered) {
    const words = wordsOf(run, each)
    counts.set(words, (counts.get(words) ?? 0) + 1)
  }
  return [...counts].map(([words, count]) => `${count === 1 ? 'one' : `each of ${count}`} ${words}`).join('; ')
}

function timeOf({ waitMs }: Hindered): string {
  return waitMs === undefined ? '' : ` (${Math.max(1, Math.ceil(waitMs / 1_000))} s)`
}

const words: { readonly [H in Hindrance]: string } = {
  'not-ready': 'cannot be called',
  tags: 'has other tags',
  region: 'is elsewhere',
  'context-window': 'has too small a context window',
  parameters: 'does not take the parameters',
  cooldown: 'rests after failures',
  probing: 'is being tried out after a rest',
  requests: 'is over its requests per minute',
  tokens: 'is over its tokens per minute',
  parallel: 'has all the calls under way that it may have',
  'provider-limit': 'is at its limit, says its provider',
  budget: 'has no budget left',
  'preferred-requests': 'is over its requests per minute',
  'preferred-tokens': 'is over its tokens per minute',
  'tight-window': 'may have too small a context window',
}

const rests: ReadonlyMap<number, string> = new Map([
  [openedBy.limit, 'rests after a rate limit'],
  [openedBy.fault, 'rests after its key or its address was refused'],
  [openedBy.quota, 'rests because its account is empty'],
])

function wordsOf(run: Run, { index, hindrance, obstacle }: Hindered): string {
  if (hindrance === 'cooldown') return rests.get(run.engine.state.openedBy[index] ?? openedBy.nothing) ?? words.cooldown
  const budget = obstacle?.budget
  if (hindrance !== 'budget' || budget === undefined || budget.scope === 'deployment') return words[hindrance]
  return `has no budget left for the ${budget.scope} "${budget.id}"`
}
