/** Headers by which an answer tells where it came from: LiteLLM's names, on whole answers, streams and errors. */
import type { Plan } from '../plan/plan.js'
import type { Meta } from '../runtime/client-types.js'
import type { Problem } from './errors.js'
import { lineOf, mapOf } from './head-lines.js'
import { hiddenLimits, limitHeaderMap, limitLines } from './limits/limit-headers.js'
import { digitsOf } from './limits/usd.js'
import { publicUrl } from './public-url.js'
import type { GatewayCall } from './route.js'
import type { Serving } from './serving.js'
import { version } from './version.js'

type Headers = { readonly [name: string]: string }

/** Headers of an answer by name. `streaming`: its cost is not known when they are sent. */
export function callHeaders(call: GatewayCall, meta: Meta, streaming: 'streaming' | 'whole'): Headers {
  return mapOf(callHeaderLines(call, meta, streaming))
}

/** The same as lines. */
export function callHeaderLines(call: GatewayCall, meta: Meta, streaming: 'streaming' | 'whole'): string {
  const callId = call.head.callerCallId ?? call.callId
  const { attempts, costNanoUsd, cacheKey } = meta
  const total = Math.max(0, call.serving.engine.now() - call.startedAt)
  const provided = providerLines(meta.headers, hiddenLimits(call)) + limitLines(call)
  const known = `x-litellm-call-id: ${callId}\r\nx-request-id: ${callId}\r\n${steadyLines(call, meta)}`
  const took = `x-litellm-response-duration-ms: ${milliseconds(total)}\r\n`
  const kept = cacheKey === undefined ? '' : lineOf('x-litellm-cache-key', cacheKey)
  if (streaming === 'streaming') return provided + known + kept + took
  const cost = costNanoUsd === undefined ? '' : costLines(costNanoUsd)
  let upstream = 0
  for (let at = 0; at < attempts.length; at++) upstream += attempts[at]?.durationMs ?? 0
  return `${provided + known + kept + cost + took}x-litellm-overhead-duration-ms: ${milliseconds(Math.max(0, total - upstream))}\r\n`
}

function costLines(nano: number): string {
  const cost = digitsOf(nano)
  return `x-litellm-response-cost: ${cost}\r\nx-litellm-response-cost-original: ${cost}\r\n`
}

/** What an answer of a deployment goes by that is mostly as in the one before, and the lines that tell of it. */
type Steady = {
  readonly group: string
  readonly model: string | undefined
  readonly tried: number
  readonly fellBack: number
  readonly writtenRetries: string | undefined
  readonly maxRetries: number | undefined
  readonly maxFallbacks: number | undefined
  readonly lines: string
}

/** The last of each deployment, by what is served and the deployment's id. */
const steady = new WeakMap<Serving, Map<string, Steady>>()

/** Lines of the deployment, of the attempts, and of what more the request might have had of them. */
function steadyLines(call: GatewayCall, { deploymentId, group, attempts, fallbacks }: Meta): string {
  const { serving, head, notes } = call
  const { model, maxRetries, maxFallbacks } = notes.facts
  const { writtenRetries } = head
  const [tried, fellBack] = [attempts.length, fallbacks.length]
  let of = steady.get(serving)
  const last = of?.get(deploymentId)
  if (
    last !== undefined &&
    last.group === group &&
    last.model === model &&
    last.tried === tried &&
    last.fellBack === fellBack &&
    last.writtenRetries === writtenRetries &&
    last.maxRetries === maxRetries &&
    last.maxFallbacks === maxFallbacks
  )
    return last.lines
  const lines =
    deploymentLines(serving, deploymentId) +
    lineOf('x-litellm-model-group', group) +
    `x-litellm-attempted-retries: ${Math.max(0, tried - 1 - fellBack)}\r\nx-litellm-attempted-fallbacks: ${fellBack}\r\n` +
    lineOf('x-litellm-max-retries', String(maxRetries ?? writtenRetries ?? serving.engine.limits.numRetries)) +
    `x-litellm-max-fallbacks: ${maxFallbacks ?? chainLength(serving.plan, model)}\r\n`
  // ids of deployments that are not there come from kept answers, of which there may be many
  if (deploymentOf(serving.plan, deploymentId) === undefined) return lines
  if (of === undefined) {
    of = new Map()
    steady.set(serving, of)
  }
  const joined = joinedText(lines)
  of.set(deploymentId, { group, model, tried, fellBack, writtenRetries, maxRetries, maxFallbacks, lines: joined })
  return joined
}

/** The same text in one piece: V8 copies one that was added up each time that it is read. */
function joinedText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}

function deploymentOf({ deployments }: Plan, id: string): Plan['deployments'][number] | undefined {
  return deployments.find((each) => each.id === id)
}

function deploymentLines({ plan, engine }: Serving, id: string): string {
  const deployment = deploymentOf(plan, id)
  const target = deployment === undefined ? undefined : engine.deployments[deployment.index]?.ready?.target
  return (
    lineOf('x-litellm-version', version) +
    lineOf('x-litellm-model-id', id) +
    lineOf('x-litellm-model-api-base', target === undefined ? undefined : publicUrl(target.baseUrl)) +
    lineOf('x-litellm-model-region', typeof deployment?.region === 'string' ? deployment.region : undefined)
  )
}

/** Models that may be tried after the first. */
function chainLength(plan: Plan, model = ''): number {
  const lengths = chainLengths(plan)
  return lengths.get(model) ?? lengths.get('*') ?? 0
}

const chains = new WeakMap<Plan, ReadonlyMap<string, number>>()

function chainLengths(plan: Plan): ReadonlyMap<string, number> {
  const found = chains.get(plan) ?? new Map(plan.chains.general.map(({ from, to }) => [from, to.length]))
  chains.set(plan, found)
  return found
}

/** Headers of an error, whose call the client knows by this id. Where an attempt was made, those of the deployment that was asked last too. */
export function problemHeaders(callId: string, problem: Problem, under?: Pick<GatewayCall, 'serving' | 'notes'>): Headers {
  const headers = mapOf(providerLines(problem.providerHeaders, under === undefined ? none : hiddenLimits(under)))
  Object.assign(headers, under === undefined ? undefined : limitHeaderMap(under), commonHeaders(callId), problem.ownHeaders)
  const serving = under?.serving
  if (problem.asked !== undefined && serving !== undefined) {
    const { deploymentId, group } = problem.asked
    Object.assign(headers, mapOf(deploymentLines(serving, deploymentId) + lineOf('x-litellm-model-group', group)))
  }
  if (problem.retryAfterMs !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000)))
  if (problem.attempts !== undefined) headers['x-litellm-attempted-retries'] = String(Math.max(0, problem.attempts - 1))
  return headers
}

/** What every answer has: the id of the call and our version. `x-request-id` is where OpenAI's clients look for it, `request-id` where Anthropic's do. */
function commonHeaders(id: string): Headers {
  return { 'x-litellm-call-id': id, 'x-request-id': id, 'request-id': id, 'x-litellm-version': version }
}

/** Of one hop, of a body that we write anew, or not for the eyes of our clients. */
const keptBack: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** How a header of a provider goes out: whether it does, and whether also under its own name. */
type Carried = {
  readonly stays: boolean
  readonly isLimit: boolean
  readonly outName: string
  /** The last value, and the lines that it made: most say the same in every answer. */
  value: string | undefined
  line: string
  ownLine: string
}

/** Names repeat from answer to answer; one more than these starts anew. */
const carried = new Map<string, Carried>()
const mostNames = 1_000

function carriedAs(name: string): Carried {
  const found = carried.get(name)
  if (found !== undefined) return found
  const stays = keptBack.has(name) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)
  const made = {
    stays,
    isLimit: !stays && name.startsWith('x-ratelimit-'),
    outName: `llm_provider-${name}`,
    value: undefined,
    line: '',
    ownLine: '',
  }
  if (carried.size >= mostNames) carried.clear()
  carried.set(name, made)
  return made
}

const none: readonly string[] = []

/**
 * The provider's headers under `llm_provider-`, and its rate limits under OpenAI's names; what no header may hold is left out.
 * `hidden`: endings of rate limits that are not the provider's here.
 */
function providerLines(given: Headers, hidden: readonly string[]): string {
  let lines = ''
  for (const own in given) {
    const carried = carriedAs(own)
    const value = given[own]
    if (carried.stays || value === undefined || value === '') continue
    if (value !== carried.value) {
      carried.value = value
      carried.line = lineOf(carried.outName, value)
      carried.ownLine = carried.isLimit ? lineOf(own, value) : ''
    }
    lines += carried.line
    if (carried.isLimit && !isHidden(own, hidden)) lines += carried.ownLine
  }
  return lines
}

function isHidden(name: string, endings: readonly string[]): boolean {
  for (let at = 0; at < endings.length; at++) if (name.endsWith(endings[at] ?? '')) return true
  return false
}

function milliseconds(ms: number): string {
  return String(Math.round(ms * 1_000) / 1_000)
}
