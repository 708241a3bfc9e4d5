/** A task of RunwayML: how it is asked for, looked at, and what it leaves. */
import type { Fault, Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { Call, FollowUp, Target } from '../adapter.js'
import { fault, invalidReply, targetName } from '../shared/failure.js'
import { type JsonRecord, listOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { statedMessage } from '../shared/mask.js'
import { requestHeaders } from '../shared/request-headers.js'

/** Calls that become tasks. */
export type Tasked = Call<'images'> | Call<'imageEdits'> | Call<'speech'>

/** Version of the API whose shapes are written and read here. */
const apiVersion = '2024-11-06'

/** Wait between two looks, milliseconds. Source: the vendor's guide asks for at least five seconds. */
const pollMs = 5000
/** Looks after which a task counts as lost: twenty minutes. The call's own timeout ends it sooner. */
const mostRounds = 240

/** The request that makes a task. */
export function taskRequest(call: Tasked, target: Target, path: string, body: object): HttpRequest {
  return { method: 'POST', url: runwayUrl(target, path), headers: headersOf(call, target), body: JSON.stringify(body) }
}

function runwayUrl({ baseUrl }: Target, path: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`
}

function headersOf(call: Tasked, target: Target) {
  return requestHeaders(call, target, { 'x-runway-version': apiVersion })
}

/** The next look, or what `whenDone` wants after the last one; undefined where `reply` is the answer. */
export function nextLook(
  reply: HttpReply,
  { call, target, round }: { readonly call: Tasked; readonly target: Target; readonly round: number },
  whenDone: (output: string) => boolean,
): Outcome<FollowUp | undefined> {
  if (isFile(reply)) return undefined
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const status = textOf(body.status) ?? 'PENDING' // a new task tells its id only
  const id = textOf(body.id)
  if (status === 'SUCCEEDED') return fetchOutput(body, target, whenDone)
  if (id === undefined || !/^(PENDING|RUNNING|THROTTLED)$/.test(status)) return failedTask(body, reply, target)
  if (round > mostRounds)
    return fault(target, {
      kind: 'timeout',
      code: 'job_timeout',
      message: `${targetName(target)}: the task ${id} is not done after ${round} looks`,
    })
  const { 'content-type': _none, ...headers } = headersOf(call, target)
  return { request: { method: 'GET', url: runwayUrl(target, `tasks/${encodeURIComponent(id)}`), headers }, afterMs: pollMs }
}

function fetchOutput(body: JsonRecord, target: Target, whenDone: (output: string) => boolean): Outcome<FollowUp | undefined> {
  const [output] = outputsOf(body)
  if (output === undefined || !whenDone(output)) return undefined
  if (!/^https:\/\//i.test(output)) return invalidReply(target, 'a result at an address that is not https', output)
  return { request: { method: 'GET', url: output, headers: {} }, afterMs: 0 }
}

/** Addresses of what a task made. */
export function outputsOf({ output }: JsonRecord): readonly string[] {
  return listOf(output).flatMap((entry) => textOf(entry) ?? [])
}

/** True for the file itself, once it was fetched. */
export function isFile({ headers }: HttpReply): boolean {
  return /^(image\/|audio\/|binary\/|application\/octet-stream)/i.test(headers['content-type'] ?? '')
}

/** Why a task left nothing. */
export function failedTask(body: JsonRecord, reply: HttpReply, target: Target): Fault {
  const status = textOf(body.status)
  if (status === undefined || status === 'SUCCEEDED') return lacking('a result', reply, target)
  const code = textOf(body.failureCode)
  const isFiltered = code?.startsWith('SAFETY') === true
  const why = textOf(body.failure)
  return fault(target, {
    kind: isFiltered ? 'content-policy' : 'internal',
    code: isFiltered ? 'content_policy_violation' : (code ?? 'task_failed'),
    type: isFiltered ? 'invalid_request_error' : null,
    message: `${targetName(target)}: the task ended as ${statedMessage(status)}${why === undefined ? '' : `: ${statedMessage(why)}`}`,
    headers: reply.headers,
  })
}
