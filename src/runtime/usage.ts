/**
 * Learns how much of each deployment is used. Old use fades: a minute after a call some 37 % of it still counts. Instead of
 * shrinking old numbers, new ones are written larger (forward decay), so that numbers of one time compare as they stand.
 */
import type { PricedUsage } from './cost.js'
import type { RouterState } from './state.js'

/** Time in which use fades to 1/e, milliseconds: the minute of `rpm` and `tpm`. */
const fadeMs = 60_000
/** Fades after which all is written anew: e^100 is far from the largest number. */
const longest = 100
/** Weight of a call in the averages of its tokens. */
const newest = 0.05

/** A call is sent. Until it is answered it counts as an average one, so that calls which come at once are spread. */
export function countRequest(state: RouterState, index: number, now: number): void {
  const weight = weightAt(state, now)
  state.requestUse[index] = (state.requestUse[index] ?? 0) + weight
  state.tokenUse[index] = (state.tokenUse[index] ?? 0) + weight * tokensPerCall(state)
  share(state, index)
}

/**
 * A call was answered: what it used takes the place of the average. Without usage, and for failures, the average stands:
 * or the deployment that fails most would look the least used.
 */
export function countTokens(state: RouterState, index: number, usage: PricedUsage | undefined, now: number): void {
  if (usage === undefined) return
  const tokens = usage.prompt_tokens + (usage.completion_tokens ?? 0)
  if (!isCount(tokens)) return
  const use = (state.tokenUse[index] ?? 0) + weightAt(state, now) * (tokens - tokensPerCall(state))
  // The average may have changed under way: less than nothing is never used.
  state.tokenUse[index] = Math.max(use, 0)
  share(state, index)
  learnSize(state, usage)
}

/** Takes the size of a call into the averages of the client. */
export function learnSize(state: RouterState, { prompt_tokens, completion_tokens = 0 }: PricedUsage): void {
  if (!isCount(prompt_tokens + completion_tokens)) return
  state.promptTokens += (prompt_tokens - state.promptTokens) * newest
  state.replyTokens += (completion_tokens - state.replyTokens) * newest
}

/** Tells what a token and a request are of a deployment's limits. */
export function weighUse(state: RouterState, index: number, perToken: number, perRequest: number): void {
  state.tokenShare[index] = perToken
  state.requestShare[index] = perRequest
  share(state, index)
}

function share(state: RouterState, index: number): void {
  const tokens = (state.tokenUse[index] ?? 0) * (state.tokenShare[index] ?? 0)
  const requests = (state.requestUse[index] ?? 0) * (state.requestShare[index] ?? 0)
  state.usedShare[index] = Math.max(tokens, requests)
}

/** Providers say what they like: 1e999 in their JSON is Infinity. */
function isCount(tokens: number): boolean {
  return tokens >= 0 && tokens < Number.POSITIVE_INFINITY
}

/** Tokens of an average call. */
function tokensPerCall(state: RouterState): number {
  return state.promptTokens + state.replyTokens
}

/** What one request or token weighs at `now`. */
function weightAt(state: RouterState, now: number): number {
  const fades = (now - state.useFrom) / fadeMs
  if (fades > longest) renew(state, fades, now)
  // A clock that was set back writes as if no time had passed.
  else state.useWeight = Math.exp(Math.max(fades, 0))
  return state.useWeight
}

function renew(state: RouterState, fades: number, now: number): void {
  const factor = Math.exp(-fades)
  for (let index = 0; index < state.requestUse.length; index++) {
    state.requestUse[index] = (state.requestUse[index] ?? 0) * factor
    state.tokenUse[index] = (state.tokenUse[index] ?? 0) * factor
    share(state, index)
  }
  state.useFrom = now
  state.useWeight = 1
}
