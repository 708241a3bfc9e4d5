/** The first step of reading most answers: the body as a JSON object. */
import type { Fault } from '../../protocol/failure.js'
import type { HttpReply } from '../../protocol/http.js'
import type { Target } from '../adapter.js'
import { invalidReply } from './failure.js'
import { isRecord, type JsonRecord, parseJson } from './json.js'

/** The object, or the failure of an answer that is none. Wrapped, for a host may call a member of its own `failure`. */
export function jsonReply(reply: HttpReply, target: Target): { readonly body: JsonRecord } | (Fault & { readonly body?: undefined }) {
  const text = reply.text()
  const body = parseJson(text)
  return isRecord(body) ? { body } : invalidReply(target, 'an answer that is not JSON', text, reply.headers)
}

/** An answer that lacks what it is for. */
export function lacking(what: string, reply: HttpReply, target: Target): Fault {
  return invalidReply(target, `an answer without ${what}`, reply.text(), reply.headers)
}

/** The same answer with another text. Member by member: those of a transport's answers may be getters, which a spread leaves out. */
export function withText({ status, headers }: HttpReply, text: string): HttpReply {
  return { status, headers, text: () => text, bytes: () => new TextEncoder().encode(text) }
}
