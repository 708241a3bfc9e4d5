/** Answers that a host only promises (`background: true`, or a host that always works so): `GET /responses/{id}` until they are there. */
import type { HttpReply } from '../../protocol/http.js'
import type { Call, EndpointCodec, FollowUp, Target } from '../adapter.js'
import { openAiHeaders } from '../openai/chat-request.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'

/** States of an answer that is still to come; `running` is Manus's. Source: OpenAI's and Manus's API references. */
const unfinished: ReadonlySet<unknown> = new Set(['queued', 'in_progress', 'running'])

/** True for a response that is still being made. */
export function isUnfinished(status: unknown): boolean {
  return unfinished.has(status)
}

/** Half a second at first, then up to five seconds. */
const waitMs = (round: number): number => Math.min(5_000, 500 * 2 ** Math.min(round, 4))

/** The members of a codec at `urlOf` that wait for an answer; a stream waits by itself. */
export function followed<E extends 'chat' | 'responses'>(
  urlOf: (target: Target) => string,
): Required<Pick<EndpointCodec<E>, 'follow' | 'follows'>> {
  return { follow: (reply, call, target, round) => next(reply, call, target, round, urlOf), follows: (call) => !call.stream }
}

/** A host that only accepts what was to be answered at once may never answer: that is told, not waited for. */
function isAsked({ request }: Call<'chat' | 'responses'>, { provider }: Target): boolean {
  const { background, extra_body: extra }: JsonRecord = { ...request }
  return background === true || (isRecord(extra) && extra.background === true) || provider.name === 'manus'
}

function next(
  reply: HttpReply,
  call: Call<'chat' | 'responses'>,
  target: Target,
  round: number,
  urlOf: (target: Target) => string,
): FollowUp | undefined {
  if (!isAsked(call, target)) return undefined
  const body = parseJson(reply.text())
  const id = isRecord(body) && isUnfinished(body.status) ? textOf(body.id) : undefined
  if (id === undefined) return undefined
  const [path = '', query] = urlOf(target).split('?')
  const url = `${path}/${encodeURIComponent(id)}${query === undefined ? '' : `?${query}`}`
  const { 'content-type': _none, ...headers } = openAiHeaders(call, target)
  return { request: { method: 'GET', url, headers }, afterMs: waitMs(round) }
}
