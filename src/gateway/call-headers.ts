/** Headers by which an answer tells where it came from: LiteLLM's names, on whole answers, streams and errors. */
import type { Plan } from '../plan/plan.js'
import type { Meta } from '../runtime/client-types.js'
import type { Problem } from './errors.js'
import { limitHeaders } from './limits/limit-headers.js'
import { publicUrl } from './public-url.js'
import type { GatewayCall } from './route.js'
import type { Serving } from './serving.js'
import { version } from './version.js'

type Headers = { readonly [name: string]: string }

/** Headers of an answer. `streaming`: its cost is not known when they are sent. */
export function callHeaders(call: GatewayCall, meta: Meta, streaming: 'streaming' | 'whole'): Headers {
  const list = callHeaderList(call, meta, streaming)
  const headers: { [name: string]: string } = {}
  for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? ''
  return headers
}

/** The same as names and values in turn, which Node writes out as they are. */
export function callHeaderList(call: GatewayCall, meta: Meta, streaming: 'streaming' | 'whole'): string[] {
  const list: string[] = []
  const limits = limitHeaders(call)
  addProviderHeaders(list, meta.headers, limits.hides)
  for (const each of limits.list) list.push(each)
  const callId = callerCallId(call.request.headers['x-litellm-call-id']) ?? call.callId
  list.push('x-litellm-call-id', callId, 'x-request-id', callId, ...deploymentHeaders(call, meta.deploymentId))
  add(list, 'x-litellm-model-group', meta.group)
  add(list, 'x-litellm-cache-key', meta.cacheKey)
  if (streaming === 'whole' && meta.cost !== undefined) {
    const cost = decimal(meta.cost)
    list.push('x-litellm-response-cost', cost, 'x-litellm-response-cost-original', cost)
  }
  const { attempts, fallbacks } = meta
  list.push('x-litellm-attempted-retries', String(Math.max(0, attempts.length - 1 - fallbacks.length)))
  list.push('x-litellm-attempted-fallbacks', String(fallbacks.length))
  list.push('x-litellm-max-retries', maxRetries(call), 'x-litellm-max-fallbacks', maxFallbacks(call))
  const total = Math.max(0, call.serving.engine.now() - call.startedAt)
  list.push('x-litellm-response-duration-ms', milliseconds(total))
  if (streaming === 'streaming') return list
  let upstream = 0
  for (const { durationMs } of attempts) upstream += durationMs
  list.push('x-litellm-overhead-duration-ms', milliseconds(Math.max(0, total - upstream)))
  return list
}

/** Headers that every answer of a deployment has, by what is served and the deployment's id. */
const constant = new WeakMap<Serving, Map<string, readonly string[]>>()

function deploymentHeaders({ serving }: Pick<GatewayCall, 'serving'>, id: string): readonly string[] {
  const known = constant.get(serving) ?? new Map<string, readonly string[]>()
  const found = known.get(id)
  if (found !== undefined) return found
  const deployment = serving.plan.deployments.find((each) => each.id === id)
  const target = deployment === undefined ? undefined : serving.engine.deployments[deployment.index]?.ready?.target
  const list = ['x-litellm-version', version]
  add(list, 'x-litellm-model-id', id)
  add(list, 'x-litellm-model-api-base', target === undefined ? undefined : publicUrl(target.baseUrl))
  add(list, 'x-litellm-model-region', typeof deployment?.region === 'string' ? deployment.region : undefined)
  // Ids of deployments that are not there come from kept answers, of which there may be many.
  if (deployment !== undefined) constant.set(serving, known.set(id, list))
  return list
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
  const limits = under === undefined ? undefined : limitHeaders(under)
  const headers = providerHeaders(problem.providerHeaders, limits?.hides)
  for (let at = 0; at < (limits?.list.length ?? 0); at += 2) headers[limits?.list[at] ?? ''] = limits?.list[at + 1] ?? ''
  Object.assign(headers, commonHeaders(call), problem.ownHeaders)
  const serving = under?.serving
  if (problem.asked !== undefined && serving !== undefined) {
    const list = [...deploymentHeaders({ serving }, problem.asked.deploymentId)]
    add(list, 'x-litellm-model-group', problem.asked.group)
    for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? ''
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

/** The provider's headers under `llm_provider-`, and its rate limits under OpenAI's names. What no header may hold is left out. */
function providerHeaders(given: Headers, hidden: readonly string[] = []): { [name: string]: string } {
  const list: string[] = []
  addProviderHeaders(list, given, hidden)
  const headers: { [name: string]: string } = {}
  for (let at = 0; at < list.length; at += 2) headers[list[at] ?? ''] = list[at + 1] ?? ''
  return headers
}

/** How a header of a provider goes out: its name here, '' for one that stays; and whether also under its own. */
type Carried = {
  readonly name: string
  readonly isLimit: boolean
  /** The last value, and what is sent of it: most say the same in every answer. */
  value: string | undefined
  safe: string
}

/** Names repeat from answer to answer; one more than these starts anew. */
const carried = new Map<string, Carried>()
const mostNames = 1_000

function carriedAs(name: string): Carried {
  const found = carried.get(name)
  if (found !== undefined) return found
  const stays = keptBack.has(name) || !/^[!#$%&'*+.^_`|~0-9a-z-]+$/i.test(name)
  const made = { name: stays ? '' : `llm_provider-${name}`, isLimit: !stays && name.startsWith('x-ratelimit-'), value: undefined, safe: '' }
  if (carried.size >= mostNames) carried.clear()
  carried.set(name, made)
  return made
}

/** `hidden`: endings of rate limits that are not the provider's here. */
function addProviderHeaders(list: string[], given: Headers, hidden: readonly string[] = []): void {
  for (const own in given) {
    const carried = carriedAs(own)
    const { name, isLimit } = carried
    const value = given[own]
    if (name === '' || value === undefined || value === '') continue
    if (value !== carried.value) {
      carried.value = value
      carried.safe = safeValue(value)
    }
    list.push(name, carried.safe)
    if (isLimit && !hidden.some((ending) => own.endsWith(ending))) list.push(own, carried.safe)
  }
}

const unsafe = /[^\t\x20-\x7e]/
const eachUnsafe = /[^\t\x20-\x7e]/g

/** Adds a header that has a value and can be sent: ASCII without control characters, since Node may write others in two encodings. */
function add(list: string[], name: string, value: string | undefined): void {
  if (value !== undefined && value !== '') list.push(name, safeValue(value))
}

function safeValue(value: string): string {
  const safe = unsafe.test(value) ? value.replace(eachUnsafe, '?') : value
  return safe.length > 4_096 ? safe.slice(0, 4_096) : safe
}

/** Without an exponent, whatever the size. */
function decimal(usd: number): string {
  return usd.toFixed(12).replace(/\.?0+$/, '')
}

function milliseconds(ms: number): string {
  return String(Math.round(ms * 1_000) / 1_000)
}
