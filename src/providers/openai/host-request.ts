/** What all endpoints beyond chat and embeddings share: members settled by the row of the host, then sent as JSON or as a form. */
import type { EndpointQuirks, ServedEndpoint } from '../../plan/endpoint-quirks.js'
import type { Fault } from '../../protocol/failure.js'
import type { HttpRequest } from '../../protocol/http.js'
import type { Call, Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import type { JsonRecord } from '../shared/json.js'
import { type FormPart, multipart } from '../shared/multipart.js'
import { type Refusal, settleRefused } from '../shared/params.js'
import { settledCall } from '../shared/settled-request.js'
import { openAiHeaders } from './chat-request.js'
import type { Door } from './host-door.js'
import { addExtraBody } from './params.js'

/** Members of a request as this host takes them, and where they go. */
export type HostCall = {
  readonly members: JsonRecord
  readonly own: EndpointQuirks
  readonly target: Target
  readonly url: string
}

/** The call settled, or why the host cannot take it. `more` refuses what the endpoint itself does not have. */
export function hostCall<E extends ServedEndpoint>(
  call: Call<E>,
  given: Target,
  door: Door,
  more: (members: JsonRecord) => readonly Refusal[] = () => [],
): HostCall | Fault {
  const { quirks } = given.provider
  if (quirks.serves !== undefined && !quirks.serves.includes(call.endpoint)) return notServed(call.endpoint, given)
  const { target, url } = door(given, call.endpoint)
  const own = quirks.endpoints?.[call.endpoint] ?? {}
  const members: JsonRecord = { ...settledCall(call, target).request, model: target.model }
  removeDefaults(members, own)
  const refused = settleRefused(members, [...refusals(members, own), ...more(members)], call, target)
  if (refused !== undefined) return refused
  translate(members, own)
  return { members, own, target, url }
}

/** What a host without the parameter does anyhow. */
function removeDefaults(members: JsonRecord, { unsupported = [] }: EndpointQuirks): void {
  const usual: JsonRecord = { response_format: 'json', quality: 'auto', background: 'auto', size: 'auto', n: 1, speed: 1, temperature: 0 }
  for (const name of unsupported) if (Object.hasOwn(usual, name) && members[name] === usual[name]) delete members[name]
}

function refusals(members: JsonRecord, { unsupported = [], only = {} }: EndpointQuirks): Refusal[] {
  const values = Object.entries(only).filter(([name, taken]) => members[name] !== undefined && !taken.includes(String(members[name])))
  return [
    ...unsupported.filter((name) => members[name] !== undefined).map((name) => ({ name })),
    ...values.map(([name, taken]) => ({ name, why: `only ${taken.join(', ')}` })),
  ]
}

function translate(members: JsonRecord, { values = {}, rename = {}, body = {} }: EndpointQuirks): void {
  for (const [name, words] of Object.entries(values)) {
    const given = members[name]
    if (typeof given === 'string' && Object.hasOwn(words, given)) members[name] = words[given]
  }
  for (const [from, to] of Object.entries(rename)) {
    if (members[from] === undefined) continue
    members[to] = members[from]
    delete members[from]
  }
  for (const [name, value] of Object.entries(body)) members[name] ??= value
}

/** Refuses a stream of an endpoint whose answers come whole here. */
export function noStream(what: string, names: readonly string[]): (members: JsonRecord) => readonly Refusal[] {
  return (members) => {
    if (members.stream === false) delete members.stream
    return names.filter((name) => members[name] !== undefined).map((name) => ({ name, why: `${what} come whole, not as a stream` }))
  }
}

/** The request with a JSON body; members of `extra_body` are added to it. */
export function jsonRequest(call: Call<ServedEndpoint>, { target, url }: HostCall, body: JsonRecord): HttpRequest {
  addExtraBody(body, target.deployment.extraBody)
  return { method: 'POST', url, headers: openAiHeaders(call, target), body: JSON.stringify(body) }
}

/** The request as a form: files first where `files` says so, then every other member as text. */
export function formRequest(
  call: Call<ServedEndpoint>,
  { target, url, own }: HostCall,
  fields: JsonRecord,
  files: readonly FormPart[],
): HttpRequest {
  addExtraBody(fields, target.deployment.extraBody)
  const brackets = own.form === 'plain-lists' ? '' : '[]'
  const parts = Object.entries(fields).flatMap(([name, value]) => fieldParts(name, value, brackets))
  // xAI reads the file last
  const { contentType, body } = multipart(own.form === 'xai' ? [...parts, ...files] : [...files, ...parts], call.random)
  return { method: 'POST', url, headers: { ...openAiHeaders(call, target), 'content-type': contentType }, body }
}

/** Lists as `name[]`, objects as `name[member]`: the form of OpenAI's own libraries. */
function fieldParts(name: string, value: unknown, brackets: string): FormPart[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((entry) => fieldParts(name + brackets, entry, brackets))
  if (typeof value === 'object') return Object.entries(value).flatMap(([key, member]) => fieldParts(`${name}[${key}]`, member, brackets))
  return [{ name, value: String(value) }]
}

function notServed(endpoint: ServedEndpoint, target: Target): Fault {
  return fault(target, {
    kind: 'bad-request',
    code: 'endpoint_not_supported',
    type: 'invalid_request_error',
    message:
      `${targetName(target)}: this host offers no ${endpoint}. Use a model of another provider for it; ` +
      `if the host has come to offer it, name it as \`openai/${target.model}\` with its \`api_base\`.`,
  })
}
