/** What a call is likely to cost and to take in tokens, at the dearest of the deployments that may serve it. */
import type { Endpoint } from '../../providers/adapter.js'
import { costOf, type PricedUsage, type Units } from '../../runtime/cost.js'
import type { Engine } from '../../runtime/engine.js'
import { CostEstimates } from '../../runtime/features/cost-estimates.js'
import type { GroupRuntime } from '../../runtime/routing-table.js'
import type { Run } from '../../runtime/run.js'
import { needsOf, outputTokensFor, promptTokensFor } from '../../runtime/tokens/needs.js'
import { type CostGuess, guessFor } from './learned-costs.js'
import type { LimitSettings } from './limit-settings.js'

/** Costs something wherever tokens do. */
const largeUsage: PricedUsage = { prompt_tokens: 1_000_000, completion_tokens: 1_000_000 }
/** One of everything that is billed by the piece. */
const onePiece: Units = { images: 1, seconds: 1, characters: 1, queries: 1 }
const noUsage: PricedUsage = { prompt_tokens: 0 }

/** `free`: everything it could be asked costs nothing. `unpriced`: nobody knows. */
type Pricing = 'free' | 'priced' | 'unpriced'

/** Of a group: each of its deployments that serve, in its order; and whether all are free. */
type Pricings = { readonly each: readonly Pricing[]; readonly areFree: boolean }

const pricings = new WeakMap<GroupRuntime, Pricings>()

function pricingsOf(engine: Engine, group: GroupRuntime): Pricings {
  const known = pricings.get(group)
  if (known !== undefined) return known
  const each = Array.from(group.serving, (index) => pricingOf(engine, index))
  const made = { each, areFree: each.length > 0 && each.every((one) => one === 'free') }
  pricings.set(group, made)
  return made
}

function pricingOf({ plan, costs, deployments }: Engine, index: number): Pricing {
  const deployment = plan.deployments[index]
  if (deployment === undefined) return 'unpriced'
  // the price of a wildcard's model is known once it has answered
  if (deployment.price.by === 'reply') return 'priced'
  const model = deployments[index]?.ready?.target.model ?? ''
  const byToken = costOf(costs, deployment.price, model, largeUsage).nanoUsd
  const byPiece = costOf(costs, deployment.price, model, noUsage, { units: onePiece }).nanoUsd
  if (byToken === undefined && byPiece === undefined) return 'unpriced'
  return byToken === 0 && (byPiece ?? 0) === 0 ? 'free' : 'priced'
}

/** True where the call costs nothing wherever it goes: no budget is asked. */
export function isFree(run: Run): boolean {
  return run.endpoint === 'tokens' || pricingsOf(run.engine, run.current.group).areFree
}

/** Reads requests and remembers what it found out about each, for as long as the call is. */
const estimates = new CostEstimates()

/** Tokens of a call whose body nobody has parsed: reading it would cost more than the estimate is worth. */
export type RoughSize = { readonly promptTokens: number; readonly allowedOutput: number | undefined }

/** A run that can tell them. */
export type RoughlySized = { roughSize(): RoughSize | undefined }

/** Tokens of an answer of which nothing is known, as the engine guesses them. */
const guessedOutput = 1_000
/** Endpoints whose answers are written token by token. */
const writes: ReadonlySet<Endpoint> = new Set(['chat', 'completions', 'responses'])

type RoughUsage = { readonly prompt_tokens: number; readonly completion_tokens: number }

/** The size of any call, to be asked once for all its estimates; undefined where only its body tells. */
export function roughSizeOf(run: Run): RoughSize | undefined {
  return isRoughlySized(run) ? run.roughSize() : undefined
}

/** What it comes to at a deployment. */
function roughUsage(run: Run, { promptTokens, allowedOutput }: RoughSize, index: number): RoughUsage {
  const ready = run.engine.deployments[index]?.ready
  const usual = run.endpoint === 'embeddings' ? 0 : (numberIn(ready?.defaults, 'max_tokens') ?? guessedOutput)
  const most = ready?.target.deployment.maxOutputTokens ?? Number.POSITIVE_INFINITY
  return { prompt_tokens: promptTokens, completion_tokens: Math.min(allowedOutput ?? usual, most) }
}

function isRoughlySized(run: Run): run is Run & RoughlySized {
  return 'roughSize' in run
}

function numberIn(defaults: object | undefined, name: string): number | undefined {
  // members are read through a check of their type
  const value = (defaults as { readonly [name: string]: unknown } | undefined)?.[name]
  return typeof value === 'number' && value > 0 ? value : undefined
}

function costAt(run: Run, size: RoughSize | undefined, index: number): number {
  const deployment = run.engine.plan.deployments[index]
  if (size === undefined || deployment === undefined) return estimates.of(run, index)
  const model = run.engine.deployments[index]?.ready?.target.model ?? ''
  return costOf(run.engine.costs, deployment.price, model, roughUsage(run, size, index)).nanoUsd ?? estimates.of(run, index)
}

/** Longest answers, in tokens, of models of which nobody says, and beyond which nobody reserves for a request that says nothing. */
const usualMost = 4_096
const sensibleMost = 16_384

/** How many times longer than guessed an answer may become; 1 where the request says how long it may be. */
function mayGrow(run: Run, size: RoughSize | undefined): number {
  const { endpoint, engine, current } = run
  if (!writes.has(endpoint) || (size === undefined ? needsOf(run).allowedOutput : size.allowedOutput) !== undefined) return 1
  let most = 0
  for (const index of current.group.serving)
    most = Math.max(most, engine.deployments[index]?.ready?.target.deployment.maxOutputTokens ?? usualMost)
  return Math.max(1, Math.min(most, sensibleMost) / guessedOutput)
}

/** What the call may cost, by what calls like it cost. `floor` is what one counts that nobody can price. Nano-dollars. */
export function costGuess(run: Run, size: RoughSize | undefined, floor: number): CostGuess {
  const { group } = run.current
  return guessFor(group, run.endpoint, bareEstimate(run, size, floor), mayGrow(run, size))
}

function bareEstimate(run: Run, size: RoughSize | undefined, floor: number): number {
  const { group } = run.current
  const { each } = pricingsOf(run.engine, group)
  let most = 0
  for (let at = 0; at < each.length; at++) {
    const index = group.serving[at]
    if (index === undefined || each[at] === 'free') continue
    most = Math.max(most, each[at] === 'unpriced' ? floor : costAt(run, size, index))
  }
  return most
}

/** Tokens that the call may take, by what is counted. */
export function tokenEstimate(run: Run, size: RoughSize | undefined, counted: LimitSettings['tokens']): number {
  let most = 0
  for (const index of run.current.group.serving) {
    const rough = size === undefined ? undefined : roughUsage(run, size, index)
    const read = counted === 'output' ? 0 : (rough?.prompt_tokens ?? promptTokensFor(run, index))
    most = Math.max(most, read + (counted === 'input' ? 0 : (rough?.completion_tokens ?? outputTokensFor(run, index))))
  }
  return Math.ceil(most)
}

/** Events of a stream hold at least a token in so many characters: their frames are longer than what they frame. */
const charactersPerToken = 100

/** What came of a stream of which nobody counted anything, by the characters that were sent on. */
export function partialUsage(
  run: Run,
  deploymentId: string,
  characters: number,
): { readonly usage: PricedUsage; readonly nanoUsd?: number } {
  const { engine } = run
  const index = engine.plan.deployments.findIndex(({ id }) => id === deploymentId)
  const deployment = engine.plan.deployments[index]
  const prompt_tokens = roughSizeOf(run)?.promptTokens ?? promptTokensFor(run, index)
  const usage = { prompt_tokens, completion_tokens: Math.ceil(characters / charactersPerToken) }
  if (deployment === undefined) return { usage }
  const { nanoUsd } = costOf(engine.costs, deployment.price, engine.deployments[index]?.ready?.target.model ?? '', usage)
  return nanoUsd === undefined ? { usage } : { usage, nanoUsd }
}
