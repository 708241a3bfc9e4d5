/** Headers by which an answer tells where it came from: LiteLLM's names, on whole answers, streams and errors. */
import type { Plan } from '../plan/plan.js'
import type { Meta } from '../runtime/client-types.js'
import type { Problem } from './errors.js'
import { lineOf, mapOf } from './head-lines.js'
import { hiddenLimits, limitHeaderMap, limitLines } from './limits/limit-headers.js'
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
  const callId = callerCallId(call.request.headers['x-litellm-call-id']) ?? call.callId
  const { attempts, fallbacks } = meta
  const total = Math.max(0, call.serving.engine.now() - call.startedAt)
  let lines = providerLines(meta.headers, hiddenLimits(call))
  lines += limitLines(call)
  lines += `x-litellm-call-id: ${callId}\r\nx-request-id: ${callId}\r\n`
  lines += deploymentLines(call, meta.deploymentId)
  lines += lineOf('x-litellm-model-group', meta.group)
  lines += lineOf('x-litellm-cache-key', meta.cacheKey)
  if (streaming === 'whole' && meta.cost !== undefined) {
    const cost = decimal(meta.cost)
    lines += `x-litellm-response-cost: ${cost}\r\nx-litellm-response-cost-original: ${cost}\r\n`
  }
  lines += `x-litellm-attempted-retries: ${Math.max(0, attempts.length - 1 - fallbacks.length)}\r\n`
  lines += `x-litellm-attempted-fallbacks: ${fallbacks.length}\r\n`
  lines += lineOf('x-litellm-max-retries', maxRetries(call))
  lines += `x-litellm-max-fallbacks: ${maxFallbacks(call)}\r\n`
  lines += `x-litellm-response-duration-ms: ${milliseconds(total)}\r\n`
  if (streaming === 'streaming') return lines
  let upstream = 0
  for (const { durationMs } of attempts) upstream += durationMs
  return `${lines}x-litellm-overhead-duration-ms: ${milliseconds(Math.max(0, total - upstream))}\r\n`
}

/** Headers that every answer of a deployment has, by what is served and the deployment's id. */
const constant = new WeakMap<Serving, Map<string, string>>()

function deploymentLines({ serving }: Pick<GatewayCall, 'serving'>, id: string): string {
  const known = constant.get(serving) ?? new Map<string, string>()
  const found = known.get(id)
  if (found !== undefined) return found
  const deployment = serving.plan.deployments.find((each) => each.id === id)
  const target = deployment === undefined ? undefined : serving.engine.deployments[deployment.index]?.ready?.target
  const lines =
    lineOf('x-litellm-version', version) +
    lineOf('x-litellm-model-id', id) +
    lineOf('x-litellm-model-api-base', target === undefined ? undefined : publicUrl(target.baseUrl)) +
    lineOf('x-litellm-model-region', typeof deployment?.region === 'string' ? deployment.region : undefined)
  // Ids of deployments that are not there come from kept answers, of which there may be many.
  if (deployment !== undefined) constant.set(serving, known.set(id, lines))
  return lines
}

/** Retries that a group may have: the caller's wish, else the config's. */
function maxRetries({ notes, serving, request }: GatewayCall): string {
  const { maxRetries: asked } = notes.facts
  const header = request.headers['x-litellm-num-retries']
  return asked === undefined && typeof header === 'string' ? header : String(asked ?? serving.engine.limits.numRetries)
}

/** Models that may be tried after the first: the caller's wish, else the chain of the model that it asked for. */
function maxFallbacks({ notes, serving }: GatewayCall): string {
  const { model = '', maxFallbacks: asked } = notes.facts
  if (asked !== undefined) return String(asked)
  const lengths = chainLengths(serving.plan)
  return String(lengths.get(model) ?? lengths.get('*') ?? 0)
}

const chains = new WeakMap<Plan, ReadonlyMap<string, number>>()

function chainLengths(plan: Plan): ReadonlyMap<string, number> {
  const found = chains.get(plan) ?? new Map(plan.chains.general.map(({ from, to }) => [from, to.length]))
  chains.set(plan, found)
  return found
}

/** Headers of an error. Where an attempt was made, those of the deployment that was asked last too. */
export function problemHeaders(
  call: Pick<GatewayCall, 'request' | 'callId'>,
  problem: Problem,
  under?: Pick<GatewayCall, 'serving' | 'notes'>,
): Headers {
  const headers = mapOf(providerLines(problem.providerHeaders, under === undefined ? [] : hiddenLimits(under)))
  Object.assign(headers, under === undefined ? undefined : limitHeaderMap(under), commonHeaders(call), problem.ownHeaders)
  const serving = under?.serving
  if (problem.asked !== undefined && serving !== undefined) {
    const { deploymentId, group } = problem.asked
    Object.assign(headers, mapOf(deploymentLines({ serving }, deploymentId) + lineOf('x-litellm-model-group', group)))
  }
  if (problem.retryAfterMs !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(problem.retryAfterMs / 1_000)))
  if (problem.attempts !== undefined) headers['x-litellm-attempted-retries'] = String(Math.max(0, problem.attempts - 1))
  return headers
}

/** What every answer has: the id of the call and our version. The caller's own id comes back to it, if it is one. */
function commonHeaders({ request, callId }: Pick<GatewayCall, 'request' | 'callId'>): Headers {
  const id = callerCallId(request.headers['x-litellm-call-id']) ?? callId
  // `x-request-id` is where OpenAI's clients look for it, `request-id` where Anthropic's do
  return { 'x-litellm-call-id': id, 'x-request-id': id, 'request-id': id, 'x-litellm-version': version }
}

/** The id that the caller gave its call: at most 128 visible characters. */
export function callerCallId(given: string | readonly string[] | undefined): string | undefined {
  return typeof given === 'string' && /^[\x21-\x7e]{1,128}$/.test(given) ? given : undefined
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
  const made = { stays, isLimit: !stays && name.startsWith('x-ratelimit-'), value: undefined, line: '', ownLine: '' }
  if (carried.size >= mostNames) carried.clear()
  carried.set(name, made)
  return made
}

/**
 * The provider's headers under `llm_provider-`, and its rate limits under OpenAI's names; what no header may hold is left out.
 * `hidden`: endings of rate limits that are not the provider's here.
 */
function providerLines(given: Headers, hidden: readonly string[] = []): string {
  let lines = ''
  for (const own in given) {
    const carried = carriedAs(own)
    const value = given[own]
    if (carried.stays || value === undefined || value === '') continue
    if (value !== carried.value) {
      carried.value = value
      carried.line = lineOf(`llm_provider-${own}`, value)
      carried.ownLine = lineOf(own, value)
    }
    lines += carried.line
    if (carried.isLimit && !hidden.some((ending) => own.endsWith(ending))) lines += carried.ownLine
  }
  return lines
}

/** Without an exponent, whatever the size. */
function decimal(usd: number): string {
  return usd.toFixed(12).replace(/\.?0+$/, '')
}

function milliseconds(ms: number): string {
  return String(Math.round(ms * 1_000) / 1_000)
}
