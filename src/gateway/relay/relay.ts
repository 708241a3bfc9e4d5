/**
 * The door of calls that go on as bytes: the body is scanned, not parsed, and so is the answer. Whatever is not plainly
 * sendable as it came takes the parsing path, which this one never replaces.
 */
import type { Endpoints } from '../../providers/adapter.js'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import { runCall } from '../../runtime/attempt-loop.js'
import type { RequestOptions } from '../../runtime/client-types.js'
import { type Controls, noControls } from '../../runtime/controls.js'
import type { Engine } from '../../runtime/engine.js'
import { readControls } from '../../runtime/read-controls.js'
import type { Resolved } from '../../runtime/routing-table.js'
import { OpenAnswerStream } from '../../runtime/streams/answer-stream.js'
import { chatKind } from '../../runtime/streams/chat-stream.js'
import { completionKind } from '../../runtime/streams/completion-stream.js'
import type { OpenStream } from '../../runtime/streams/stream-attempt.js'
import type { StreamKind } from '../../runtime/streams/stream-kind.js'
import { optionsOf } from '../call-options.js'
import { checkCaller, noteCaller } from '../caller-facts.js'
import { pass } from '../limits/gate.js'
import { restamped, withCost } from '../open-answer.js'
import { goesAsSent, pathModel, readCall } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { sendRelayed, sendRelayedEvents } from './answer.js'
import { type Inbound, ownMembers } from './outbound.js'
import { parseRequest, smallBody } from './parsed-request.js'
import type { RelayedStream } from './relay-chunks.js'
import { relayStream, relayView, settleChunk } from './relay-stream.js'
import { relayWhole, type WholeAnswer } from './relay-whole.js'
import { RelayedRun } from './relayed-run.js'
import { roughSize } from './rough-size.js'
import { type Relayed, samplesOf } from './samples.js'
import { type Member, type ScannedBody, scanRequest } from './scan-request.js'

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
  const scanned: Looked | undefined = isSmall ? parseRequest(first) : scanRequest(call.parts)
  const found = scanned === undefined ? undefined : readTerms(call, endpoint, scanned)
  if (found === undefined) return undefined
  call.notes.facts.model = found.asked
  const members = customerMembers(found.inbound.scanned)
  noteCaller(call, members)
  checkCaller(call, members)
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

/** A body that was looked through: scanned, or parsed where it is small. */
type Looked = ScannedBody & { readonly body?: JsonRecord }

type Terms = {
  readonly asked: string
  readonly resolved: Resolved
  readonly options: RequestOptions
  readonly controls: Controls
  readonly inbound: Inbound
}

/** What is asked, or undefined where the parsing path is to say what is wrong with it, or does more with it. */
function readTerms(call: GatewayCall, endpoint: Relayed, scanned: Looked): Terms | undefined {
  const { request, serving, parts } = call
  const { members } = scanned
  const { headers } = request
  if (!areKnown(members, endpoint)) return undefined
  if (headers['x-litellm-tags'] !== undefined || headers['x-litellm-stream-timeout'] !== undefined) return undefined
  const inBody = members.get('model')
  if (inBody !== undefined && (inBody.kind !== 'string' || inBody.text === undefined)) return undefined
  const asked = pathModel(call) ?? inBody?.text
  if (asked === undefined || asked === '' || !goesAsSent(call, asked)) return undefined
  const { member, mode } = asks[endpoint]
  const resolved = serving.engine.table.resolve(asked)
  if (resolved === undefined || resolved.group.mode !== mode || !isAsked(members.get(member), member)) return undefined
  const stream = members.get('stream')
  if (stream !== undefined && (stream.kind !== 'word' || endpoint === 'embeddings')) return undefined
  const streaming = stream?.text === 'true'
  const given = members.get('stream_options')
  const streamOptions = given === undefined ? undefined : (scanned.body?.stream_options ?? parseJson(textOf(parts, given)))
  if (given !== undefined && (!streaming || !isRecord(streamOptions))) return undefined
  const options = optionsOf(call)
  const controls = Object.keys(options).length === 1 ? noControls : readControls({ model: asked }, options).controls
  const told = isRecord(streamOptions) ? streamOptions : undefined
  return { asked, resolved, options, controls, inbound: { parts, scanned, body: scanned.body, streaming, streamOptions: told } }
}

/** Any other member may be one that steers the call, and is not for the provider. */
function areKnown(members: ReadonlyMap<string, Member>, endpoint: Relayed): boolean {
  const samples = samplesOf(endpoint)
  for (const name of members.keys()) if (!ownMembers.has(name) && !Object.hasOwn(samples, name)) return false
  return true
}

/** `messages` is a list with something in it; a prompt or input is anything. */
function isAsked(given: Member | undefined, name: string): boolean {
  if (given === undefined) return false
  return name !== 'messages' || (given.kind === 'array' && given.to - given.from > 4)
}

function textOf(parts: readonly Buffer[], { from, to }: Member): string {
  const all = parts.length === 1 ? parts[0] : Buffer.concat(parts)
  return all?.toString('utf8', from, to) ?? ''
}

/** Members by which a customer is known. */
function customerMembers({ members }: ScannedBody): { readonly [name: string]: unknown } {
  const [user, safety] = [members.get('user'), members.get('safety_identifier')]
  if (user === undefined && safety === undefined) return {}
  return { user: user?.kind === 'string' ? user.text : undefined, safety_identifier: safety?.kind === 'string' ? safety.text : undefined }
}

function runOf<E extends Relayed>(call: GatewayCall, endpoint: E, { asked, resolved, options, controls, inbound }: Terms): RelayedRun<E> {
  const { engine } = call.serving
  // A request came from outside: engine and adapters check what they read of it.
  const parse = () => readCall(call) as unknown as Endpoints[E]['request']
  return new RelayedRun({
    engine,
    endpoint,
    asked,
    options,
    streaming: inbound.streaming,
    resolved,
    controls,
    parse,
    size: () => roughSize(inbound),
  })
}

async function answerWhole<E extends Relayed>(call: GatewayCall, endpoint: E, terms: Terms): Promise<void> {
  const run = runOf(call, endpoint, terms)
  const passing = pass(call, run)
  if (passing !== undefined) await passing
  const answer = await runCall<E, WholeAnswer<E>>(run, { attempt: (site) => relayWhole(site, run, terms.inbound), releasedBy: 'loop' })
  sendRelayed(call, terms.asked, answer)
}

async function answerStream<E extends RelayedStream>(call: GatewayCall, endpoint: E, kind: StreamKind<E>, terms: Terms): Promise<void> {
  const { asked, inbound } = terms
  const run = runOf(call, endpoint, terms)
  const passing = pass(call, run)
  if (passing !== undefined) await passing
  const wantsUsage =
    inbound.streamOptions !== undefined && 'include_usage' in inbound.streamOptions && inbound.streamOptions.include_usage === true
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
