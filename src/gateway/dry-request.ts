/** The request that a call would send, built but not sent and without credentials: to see what becomes of parameters. */
import { isFault, type Outcome } from '../protocol/failure.js'
import type { HttpRequest } from '../protocol/http.js'
import type { Call, Endpoint, EndpointCodec, Endpoints, Target } from '../providers/adapter.js'
import { codecOf } from '../runtime/codecs.js'
import { createRun } from '../runtime/create-run.js'
import { fillTarget } from '../runtime/fill-target.js'
import { adapterOf } from '../runtime/loaded-adapters.js'
import { createCall } from '../runtime/outgoing.js'
import type { CallBody } from './calls.js'
import { badRequest } from './errors.js'
import type { Serving } from './serving.js'

type Served = Pick<Serving, 'engine'>

/** The first deployment of the model that can be called, and how its requests are built. */
type Builder<E extends Endpoint> = { readonly codec: EndpointCodec<E>; readonly call: Call<E>; readonly target: Target }

/** Throws a 400 where nothing can be built: no deployment has a key and an address, or its provider has no such endpoint. */
export async function dryRequest<E extends Endpoint>(
  serving: Served,
  endpoint: E,
  body: CallBody,
): Promise<{ readonly target: Target; readonly http: Outcome<HttpRequest> }> {
  const { codec, call, target } = await builderOf(serving, endpoint, body)
  return { target, http: codec.toRequest(call, target) }
}

async function builderOf<E extends Endpoint>({ engine }: Served, endpoint: E, body: CallBody): Promise<Builder<E>> {
  const streaming = body.stream === true
  // The body came from outside: engine and adapters check what they read of it.
  const run = createRun(engine, endpoint, body as unknown as Endpoints[E]['request'], undefined, streaming)
  if (isFault(run)) throw badRequest(run.failure.message, run.failure.param ?? 'model')
  const { group, match } = run.current
  const runtimes = [...group.deployments].flatMap((index) => engine.deployments[index]?.ready ?? engine.deployments[index]?.keyless ?? [])
  const [ready] = runtimes
  if (ready === undefined) {
    const faults = [...group.deployments].flatMap((index) => engine.deployments[index]?.fault?.message ?? [])
    throw badRequest(`no deployment of "${body.model}" can be called: ${faults.join('; ')}`, 'model')
  }
  const codec = await codecOf(await adapterOf(ready.adapter), endpoint, streaming)
  if (codec === undefined) throw badRequest(`the provider "${ready.target.provider.name}" has no endpoint for ${endpoint}`, 'call_type')
  return { codec, call: createCall(run, ready), target: fillTarget(ready.target, match) }
}

/** A value for each of OpenAI's parameters that a provider cannot take for its default, and what it needs beside it. */
const tool = { type: 'function', function: { name: 'look', parameters: { type: 'object', properties: {} } } }
const probes: readonly (readonly [name: string, value: unknown, beside?: object])[] = [
  ['frequency_penalty', 0.5],
  ['logit_bias', { 42: 1 }],
  ['logprobs', true],
  ['top_logprobs', 2, { logprobs: true }],
  ['max_tokens', 77],
  ['max_completion_tokens', 77],
  ['modalities', ['text']],
  ['prediction', { type: 'content', content: 'a' }],
  ['presence_penalty', 0.5],
  ['seed', 7],
  ['stop', ['end']],
  ['stream', true],
  ['stream_options', { include_usage: true }, { stream: true }],
  ['temperature', 0.5],
  ['top_p', 0.5],
  ['tools', [tool]],
  ['tool_choice', 'required', { tools: [tool] }],
  ['parallel_tool_calls', false, { tools: [tool] }],
  ['functions', [{ name: 'look', parameters: { type: 'object', properties: {} } }]],
  ['function_call', 'none', { functions: [{ name: 'look', parameters: { type: 'object', properties: {} } }] }],
  ['response_format', { type: 'json_object' }],
  ['reasoning_effort', 'low'],
  ['user', 'somebody'],
  ['n', 2],
  ['service_tier', 'priority'],
  ['verbosity', 'low'],
  ['web_search_options', {}],
  ['safety_identifier', 'somebody'],
  ['prompt_cache_key', 'a'],
]

const known = new WeakMap<Target, readonly string[]>()

/**
 * OpenAI's chat parameters that the model's provider is sent something for; none for models that do not chat. Tried out once
 * for each deployment: it takes some sixty requests that are built and thrown away.
 */
export async function supportedParams(serving: Served, model: string): Promise<readonly string[]> {
  const plain = { model, messages: [{ role: 'user', content: 'hi' }], stream: true }
  const builder = await builderOf(serving, 'chat', plain).catch(() => undefined)
  if (builder === undefined) return []
  const found = known.get(builder.target) ?? tryParams(builder)
  known.set(builder.target, found)
  return found
}

function tryParams({ codec, call, target }: Builder<'chat'>): readonly string[] {
  const textOf = (members: object, stream: boolean): string | undefined => {
    const http = codec.toRequest({ ...call, request: { ...call.request, ...members }, dropParams: false, stream }, target)
    return isFault(http) ? undefined : `${http.url}\n${String(http.body)}`
  }
  const bare = textOf({}, false)
  return probes.flatMap(([name, value, beside]) => {
    if (name === 'stream') return codec.stream === undefined ? [] : [name]
    const streams = beside !== undefined && 'stream' in beside
    const without = beside === undefined ? bare : textOf(beside, streams)
    const built = textOf({ ...beside, [name]: value }, streams)
    // usage is always asked for in streams: the host takes it where it is not told otherwise
    const isUsage = name === 'stream_options' && built?.includes('stream_options') === true
    return built !== undefined && (built !== without || isUsage) ? [name] : []
  })
}
