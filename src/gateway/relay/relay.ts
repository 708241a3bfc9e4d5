/**
 * The door of calls that go on as bytes: the body is scanned, not parsed, and so is the answer. Whatever is not plainly
 * sendable as it came takes the parsing path, which this one never replaces.
 */
import { isRecord, type JsonRecord } from '../../providers/shared/json.js'
import { runCall } from '../../runtime/attempt-loop.js'
import { noControls } from '../../runtime/controls.js'
import type { Engine } from '../../runtime/engine.js'
import { readControls } from '../../runtime/read-controls.js'
import { OpenAnswerStream } from '../../runtime/streams/answer-stream.js'
import { chatKind } from '../../runtime/streams/chat-stream.js'
import { completionKind } from '../../runtime/streams/completion-stream.js'
import type { OpenStream } from '../../runtime/streams/stream-attempt.js'
import type { StreamKind } from '../../runtime/streams/stream-kind.js'
import { optionsOf } from '../call-options.js'
import { checkCaller, noteCaller } from '../caller-facts.js'
import { pass } from '../limits/gate.js'
import { restamped, withCost } from '../open-answer.js'
import { goesAsSent, pathModel } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { sendRelayed, sendRelayedEvents } from './answer.js'
import { type LookedBody, lookedThrough } from './looked-body.js'
import { ownMembers } from './outbound.js'
import { parseRequest, smallBody } from './parsed-request.js'
import type { RelayedStream } from './relay-chunks.js'
import { relayStream, relayView, settleChunk } from './relay-stream.js'
import { relayWhole, type WholeAnswer } from './relay-whole.js'
import { RelayedRun, type Terms } from './relayed-run.js'
import { type Relayed, samplesOf } from './samples.js'
import { scanRequest } from './scan-request.js'

/** What a request of each endpoint cannot do without, and the mode of its models. */
const asks = {
  chat: { member: 'messages', mode: 'chat' },
  completions: { member: 'prompt', mode: 'completion' },
  embeddings: { member: 'input', mode: 'embedding' },
} as const

/** Whether an engine has nothing that must read bodies: decided once. */
const engines = new WeakMap<Engine, boolean>()

/** Sends the call on as bytes; undefined where it has to be parsed, and nothing was done for it. Rejects as any call does. */
export function relay(call: GatewayCall, endpoint: Relayed): Promise<void> | undefined {
  const { engine } = call.serving
  if (call.serving.parsesAll === true || !takesBytes(engine)) return undefined
  const [first] = call.parts
  const isSmall = call.parts.length === 1 && first !== undefined && first.length <= smallBody
  const looked = isSmall ? parseRequest(first) : scanned(call.parts)
  const found = looked === undefined ? undefined : readTerms(call, endpoint, looked)
  if (found === undefined) return undefined
  call.notes.facts.model = found.asked
  // of all members by which a customer or a tag is told, `user` and its like alone may stand in a body that is relayed
  noteCaller(call, found.inbound.looked.values)
  checkCaller(call, found.inbound.looked.values)
  if (!found.inbound.streaming) return answerWhole(call, endpoint, found)
  if (endpoint === 'chat') return answerStream(call, 'chat', chatKind, found)
  return endpoint === 'completions' ? answerStream(call, 'completions', completionKind, found) : undefined
}

/** Caches, limits, checks before calls, filter chains and traces go by what a body says. */
function takesBytes(engine: Engine): boolean {
  const known = engines.get(engine)
  if (known !== undefined) return known
  const { features, admission, trace, plan, table } = engine
  const reads =
    features.some(({ caching }) => caching !== undefined) ||
    table.groups.some(({ checks, limitChecks }) => checks.length + limitChecks.length > 0)
  const takes = !reads && admission === undefined && trace === undefined && plan.chains.contentPolicy.length === 0
  engines.set(engine, takes)
  return takes
}

function scanned(parts: readonly Buffer[]): LookedBody | undefined {
  const found = scanRequest(parts)
  return found === undefined ? undefined : lookedThrough(found, parts)
}

/** What is asked, or undefined where the parsing path is to say what is wrong with it, or does more with it. */
function readTerms(call: GatewayCall, endpoint: Relayed, looked: LookedBody): Terms | undefined {
  const { head, serving, parts } = call
  const { values } = looked
  if (head.addsMembers || !areKnown(values, endpoint)) return undefined
  const { model, stream, stream_options: streamOptions } = values
  if (model !== undefined && typeof model !== 'string') return undefined
  const asked = pathModel(call) ?? model
  if (asked === undefined || asked === '' || !goesAsSent(call, asked)) return undefined
  const { member, mode } = asks[endpoint]
  const resolved = serving.engine.table.resolve(asked)
  if (resolved === undefined || resolved.group.mode !== mode || !isAsked(values[member], member)) return undefined
  if (stream !== undefined && (typeof stream !== 'boolean' || endpoint === 'embeddings')) return undefined
  const streaming = stream === true
  if (streamOptions !== undefined && (!streaming || !isRecord(streamOptions))) return undefined
  const options = optionsOf(call)
  const controls = hasOne(options) ? noControls : readControls({ model: asked }, options).controls
  return { asked, resolved, options, controls, inbound: { parts, looked, streaming, streamOptions } }
}

/** The signal alone, as with most. */
function hasOne(options: object): boolean {
  let count = 0
  for (const _ in options) count++
  return count === 1
}

/** Any other member may be one that steers the call, and is not for the provider. */
function areKnown(values: JsonRecord, endpoint: Relayed): boolean {
  const samples = samplesOf(endpoint)
  for (const name in values) if (!ownMembers.has(name) && !Object.hasOwn(samples, name)) return false
  return true
}

/** `messages` is a list with something in it; a prompt or input is anything. */
function isAsked(given: unknown, name: string): boolean {
  if (given === undefined) return false
  return name !== 'messages' || (Array.isArray(given) && given.length > 0)
}

async function answerWhole<E extends Relayed>(call: GatewayCall, endpoint: E, terms: Terms): Promise<void> {
  const run = new RelayedRun(call, endpoint, terms)
  const passing = pass(call, run)
  if (passing !== undefined) await passing
  const answer = await runCall<E, WholeAnswer<E>>(run, { attempt: (site) => relayWhole(site, run, terms.inbound), releasedBy: 'loop' })
  sendRelayed(call, terms.asked, answer)
}

async function answerStream<E extends RelayedStream>(call: GatewayCall, endpoint: E, kind: StreamKind<E>, terms: Terms): Promise<void> {
  const { asked, inbound } = terms
  const run = new RelayedRun(call, endpoint, terms)
  const passing = pass(call, run)
  if (passing !== undefined) await passing
  const wantsUsage = inbound.streamOptions?.include_usage === true
  const render = (chunk: object) => eventOf(restamped(settleChunk({ ...chunk } as never, wantsUsage), asked, run))
  const open = await runCall<E, OpenStream<E>>(run, {
    attempt: (site) => relayStream(site, { run, inbound, kind, render, wantsUsage }),
    releasedBy: 'reader',
  })
  const stream = new OpenAnswerStream(open, kind, relayView<E>(wantsUsage))
  await sendRelayedEvents(call, stream, (chunk) => eventOf(withCost(restamped(chunk, asked, run), stream)))
}

function eventOf(chunk: object): string {
  return `data: ${JSON.stringify(chunk)}\n\n`
}
