/** Hosts that keep files, batches and responses in OpenAI's form, and how one of them is chosen and asked. */
import { azureResponsesUrl } from '../../providers/azure/responses-url.js'
import { responsesUrl } from '../../providers/openai-responses/url.js'
import { refusal } from '../../runtime/create-run.js'
import { hideKeys, keysOf, secretsOf } from '../../runtime/sign-in/hide-keys.js'
import { modelDenied, wantedModel } from '../auth/model-access.js'
import { badRequest, GatewayError, notFound } from '../errors.js'
import { pass } from '../limits/gate.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import type { Serving } from '../serving.js'
import { authorised } from './authorise.js'
import { returnedHeaders } from './headers.js'
import type { Place } from './managed-id.js'
import { doorOf, openProvider, type ProviderDoor, providerNamesOf } from './provider-door.js'
import { readWhole } from './read-body.js'
import { toGatewayError, tooLong, type UpstreamAnswer } from './upstream.js'

/** A host, and how ids name it. */
export type Host = { readonly door: ProviderDoor; readonly place: Place }

/** Formats of OpenAI's API. */
const formats: ReadonlySet<string> = new Set(['openai', 'openai-responses', 'openai-text', 'azure', 'azure-responses'])
/** Where files are kept if nobody says otherwise. */
const usual = ['openai', 'azure'] as const

/** The host of a place. Rejects with a 404 where the config has it no more. */
export async function hostAt(serving: Serving, place: Place): Promise<Host> {
  if ('provider' in place) return { door: await openProvider(serving, place.provider), place }
  const ready = serving.engine.deployments.find((each) => each.ready?.target.deployment.id === place.deployment)?.ready
  if (ready === undefined) throw notFound(`the deployment "${place.deployment}" that keeps this is not in the config any more`)
  return { door: await doorOf(ready), place }
}

/** What a request says about where it is to go. */
export type Wish = { readonly provider?: string | undefined; readonly model?: string | undefined }

/** The host of a wish: of the model, else of the provider, else the only one there is. Rejects with a 400 that names the choices. */
export async function chooseHost(call: GatewayCall, { provider, model }: Wish): Promise<Host> {
  if (model !== undefined) return hostOfModel(call, model)
  if (provider !== undefined) return hostOfProvider(call, provider)
  const found = (await Promise.all(usual.map((name) => hostOfProvider(call, name).catch(asMissing)))).filter((host) => host !== undefined)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const names = found.map(({ door }) => door.provider)
  throw badRequest(
    names.length === 0
      ? 'no provider here keeps files in the form of OpenAI: set OPENAI_API_KEY, or add a deployment of openai or azure to the config'
      : `custom_llm_provider is missing: this gateway has ${names.join(' and ')}. Say which one, as a member, in the query or as a header; or name a model`,
    'custom_llm_provider',
  )
}

function asMissing(error: unknown): undefined {
  if (error instanceof GatewayError) return undefined
  throw error
}

async function hostOfProvider({ serving }: GatewayCall, name: string): Promise<Host> {
  if (providerNamesOf(name).length === 0) throw badRequest(`there is no provider "${name.slice(0, 60)}"`, 'custom_llm_provider')
  const door = await openProvider(serving, name)
  requireOpenAi(door)
  const { id, index } = door.ready.target.deployment
  const isOwn = serving.engine.deployments[index]?.ready === door.ready
  return { door, place: isOwn ? { deployment: id } : { provider: door.provider } }
}

async function hostOfModel({ serving, identity }: GatewayCall, model: string): Promise<Host> {
  const wanted = wantedModel(identity, model, serving.plan)
  if (wanted.deniedBy !== undefined) throw modelDenied(serving, wanted.deniedBy, model)
  const group = serving.engine.table.resolve(wanted.model)?.group
  if (group === undefined) throw badRequest(`no model is called "${model.slice(0, 200)}" here`, 'model')
  for (const index of group.serving) {
    const ready = serving.engine.deployments[index]?.ready
    if (ready === undefined) continue
    const door = await doorOf(ready)
    if (isOpenAi(door)) return { door, place: { deployment: ready.target.deployment.id } }
  }
  throw badRequest(`no deployment of "${model.slice(0, 200)}" is of a provider that keeps files in the form of OpenAI`, 'model')
}

function requireOpenAi(door: ProviderDoor): void {
  if (!isOpenAi(door))
    throw badRequest(
      `${door.provider} keeps no files in the form of OpenAI; its own API is under /${door.provider}/`,
      'custom_llm_provider',
    )
}

/** True for a host that speaks OpenAI's format. */
export function isOpenAi({ adapter }: ProviderDoor): boolean {
  return formats.has(adapter.format)
}

/** Address of an operation beside `/responses`: each of OpenAI's hosts has both below one base. */
export function addressOf({ ready, adapter }: ProviderDoor, path: string, query = ''): string {
  const url = (adapter.format.startsWith('azure') ? azureResponsesUrl : responsesUrl)(ready.target)
  const [base = '', own] = url.split('?')
  const all = [own, query].filter((each) => each !== undefined && each !== '').join('&')
  return base.replace(/\/responses$/, '') + path + (all === '' ? '' : `?${all}`)
}

/** What is asked of a host. */
export type Question = {
  readonly method: string
  readonly path: string
  readonly query?: string
  readonly headers?: { readonly [name: string]: string }
  readonly body?: Uint8Array | string | Parameters<Serving['upstream']['send']>[0]['body']
}

/** Sends a question. The answer may be an error. */
export async function ask(
  call: GatewayCall,
  { door }: Host,
  { method, path, query, headers = {}, body = null }: Question,
): Promise<UpstreamAnswer> {
  const { serving, signal } = call
  const passing = pass(call, undefined)
  if (passing !== undefined) await passing
  const url = addressOf(door, path, query)
  const held = typeof body === 'string' || body instanceof Uint8Array ? body : undefined
  const signed = await authorised(serving, door, { method, url, headers, body: held })
  return serving.upstream.send({ name: door.provider, method, url, headers: signed, body, signal })
}

/** Largest JSON answer, bytes. */
const maxAnswerBytes = 67_108_864

/** The JSON answer. Rejects with the provider's error, in the gateway's words for it. */
export async function askJson(call: GatewayCall, host: Host, question: Question): Promise<{ readonly [name: string]: unknown }> {
  const headers = typeof question.body === 'string' ? { 'content-type': 'application/json', ...question.headers } : (question.headers ?? {})
  const answer = await ask(call, host, { ...question, headers })
  const text = await textOf(answer, host)
  if (answer.status >= 400) throw failureOf(call, host, answer, text)
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // said below
  }
  throw new GatewayError(502, 'upstream_error', `${host.door.provider}: the answer is not a JSON object`)
}

/** The error of an answer, without the operator's keys in it. */
export async function errorOf(call: GatewayCall, host: Host, answer: UpstreamAnswer): Promise<Error> {
  return failureOf(call, host, answer, await textOf(answer, host))
}

async function textOf(answer: UpstreamAnswer, { door }: Host): Promise<string> {
  try {
    return (await readWhole(answer.body, maxAnswerBytes, () => tooLong(door.provider))).toString('utf8')
  } catch (error) {
    throw toGatewayError(error, door.provider)
  }
}

/** What no answer may show of a host's credentials, nor of those of the config. */
export function secretsAt({ engine }: Serving, { ready }: ProviderDoor): readonly string[] {
  return [...keysOf(engine.deployments), ...secretsOf([ready.credentials])]
}

function failureOf({ serving }: GatewayCall, { door }: Host, answer: UpstreamAnswer, text: string): Error {
  const headers = Object.fromEntries(Object.entries(returnedHeaders(answer.headers)).map(([name, value]) => [name, String(value)]))
  const failure = door.adapter.toFailure({ status: answer.status, headers, text }, door.ready.target, serving.engine.now())
  return refusal(serving.engine, hideKeys(failure, secretsAt(serving, door)))
}
