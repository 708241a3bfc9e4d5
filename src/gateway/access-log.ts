/** One line for each request that has ended: what was asked of whom, how it went, what it took. Never a query, a body or a key. */

import type { CallObserver, CallRecord } from './call-record.js'
import { accessMessage, type GatewayLog, type LogFacts } from './log.js'
import { statusOf } from './metrics/call-labels.js'
import { billionthsText, thousandthsText } from './number-text.js'

/** Names come from callers: what is longer is cut. */
const longestName = 200
/** So much of a key's hash tells keys apart and is of no other use. */
const shownHash = 8

/** Writes each request down; undefined where nobody wants that. */
export function createAccessLog(log: Pick<GatewayLog, 'access' | 'accessJson'>): CallObserver | undefined {
  if (log.accessJson !== undefined) {
    const write = log.accessJson.bind(log)
    const lines = new AccessLines()
    return (record) => write(lines.of(record))
  }
  const write = log.access?.bind(log)
  return write === undefined ? undefined : (record) => write(factsOf(record), accessMessage)
}

/** Kinds of request that are remembered at a time, and those of one key. */
const mostKinds = 1_000
const mostOfKey = 16

/** {@link factsOf} as JSON. Who asked what of whom is the same in many requests: its text is made once. */
export class AccessLines {
  readonly #known = new Map<string, Kind[]>()
  #count = 0

  /** The members of a request's facts. */
  of(record: CallRecord): string {
    const { start, middle } = this.#kindOf(record)
    const { meta, usage, callerCallId, problem, end } = record
    let more = ''
    if (meta !== undefined) {
      more = `,"attempts":${meta.attempts.length}`
      if (meta.fallbacks.length > 0) more += `,"fallbacks":${JSON.stringify(meta.fallbacks.join(','))}`
    }
    const nano = record.costNanoUsd ?? meta?.costNanoUsd
    if (nano !== undefined) more += `,"cost":${billionthsText(nano)}`
    more += member('inputTokens', usage?.prompt_tokens) + member('outputTokens', usage?.completion_tokens)
    if (end !== 'answered') more += `,"end":"${end}"`
    if (problem !== undefined) more += `,"error":${JSON.stringify(problem.type)}`
    const ms = thousandthsText(Math.round((record.endedAt - record.startedAt) * 1_000))
    const theirs = callerCallId === undefined ? '' : `,"callerCallId":${JSON.stringify(callerCallId)}`
    return `${start}${statusOf(record)},"ms":${ms},"callId":"${record.callId}"${theirs}${middle}${more}`
  }

  #kindOf(record: CallRecord): Kind {
    const key = record.identity?.keyHash ?? ''
    const known = this.#known.get(key)
    if (known !== undefined) for (const kind of known) if (isOf(kind.of, record)) return kind
    const kind = kindOf(record)
    this.#keep(key, kind)
    return kind
  }

  #keep(key: string, kind: Kind): void {
    if (this.#count >= mostKinds) {
      this.#known.clear()
      this.#count = 0
    }
    this.#count++
    const known = this.#known.get(key)
    if (known === undefined) this.#known.set(key, [kind])
    else if (known.push(kind) > mostOfKey) this.#count -= known.splice(0, mostOfKey).length
  }
}

/** What requests of a kind have in common, and the text of it: what stands before the status, and what behind the ids. */
type Kind = {
  readonly of: Pick<CallRecord, 'method' | 'route' | 'model' | 'streamed'> & {
    readonly kind: string | undefined
    readonly deployment: string | undefined
    readonly provider: string | undefined
  }
  readonly start: string
  readonly middle: string
}

function isOf(of: Kind['of'], { identity, method, route, model, streamed, meta }: CallRecord): boolean {
  return (
    of.route === route &&
    of.model === model &&
    of.deployment === meta?.deploymentId &&
    of.streamed === streamed &&
    of.provider === meta?.provider &&
    of.method === method &&
    of.kind === identity?.kind
  )
}

function kindOf(record: CallRecord): Kind {
  const { method, route, model, streamed, identity, meta } = record
  const { key, model: name, stream, deployment, provider } = factsOf(record)
  const of = { method, route, model, streamed, kind: identity?.kind, deployment: meta?.deploymentId, provider: meta?.provider }
  const middle = JSON.stringify({ key, model: name, stream, deployment, provider }).slice(1, -1)
  return {
    of,
    start: `${JSON.stringify({ method, route }).slice(1, -1)},"status":`,
    middle: middle === '' ? '' : `,${middle}`,
  }
}

/** Providers say what they like. */
function member(name: string, value: number | undefined): string {
  if (value === undefined) return ''
  return `,"${name}":${Number.isFinite(value) ? value : JSON.stringify(value)}`
}

/** What a line says of a request. Members that are undefined are left out of it. */
export function factsOf(record: CallRecord): LogFacts {
  const { meta, identity, problem, startedAt, endedAt } = record
  return {
    method: record.method,
    route: record.route,
    status: statusOf(record),
    ms: Math.round((endedAt - startedAt) * 1_000) / 1_000,
    callId: record.callId,
    callerCallId: record.callerCallId,
    key: identity === undefined ? undefined : keyName(identity),
    model: record.model?.slice(0, longestName),
    stream: record.streamed,
    deployment: meta?.deploymentId,
    provider: meta?.provider,
    attempts: meta?.attempts.length,
    fallbacks: meta === undefined || meta.fallbacks.length === 0 ? undefined : meta.fallbacks.join(','),
    cost: usd(record.costNanoUsd ?? meta?.costNanoUsd),
    inputTokens: record.usage?.prompt_tokens,
    outputTokens: record.usage?.completion_tokens,
    end: record.end === 'answered' ? undefined : record.end,
    error: problem?.type,
  }
}

/** Which key it was, in words that open nothing: a virtual key by the beginning of its hash. */
function keyName({ kind, keyHash }: NonNullable<CallRecord['identity']>): string | undefined {
  if (kind === 'key') return keyHash.slice(0, shownHash)
  return kind === 'master' ? keyHash : undefined
}

function usd(nano: number | undefined): number | undefined {
  return nano === undefined ? undefined : nano / 1e9
}
