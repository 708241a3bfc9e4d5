/** The request of one attempt, cut from the body as it came. */
import type { HttpRequest } from '../../protocol/http.js'
import type { JsonRecord } from '../../providers/shared/json.js'
import type { Passage } from './passage.js'
import type { Relayed } from './samples.js'
import type { ScannedBody } from './scan-request.js'
import { type Edit, sizeOf, splice } from './splice.js'
import type { Way } from './way.js'

/** A body that came whole and was looked through. */
export type Inbound = {
  readonly parts: readonly Buffer[]
  readonly scanned: ScannedBody
  /** A small body, parsed: it is written anew. */
  readonly body: JsonRecord | undefined
  readonly streaming: boolean
  /** What stands in `stream_options`; undefined where it is not there. */
  readonly streamOptions: object | undefined
}

/** Members that are read or edited here. */
export const ownMembers: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'messages', 'prompt', 'input'])

/** Whether this body passes as it is. */
export function mayPass({ scanned, streaming }: Inbound, { members, conflicts, roles, streams }: Passage, fetchesMedia: boolean): boolean {
  if ((streaming && !streams) || (fetchesMedia && scanned.hasMedia)) return false
  for (const [name, { kind }] of scanned.members) {
    if (ownMembers.has(name)) continue
    if (!members.has(name) || (name === 'reasoning_effort' && kind !== 'string')) return false
    const others = conflicts.get(name)
    if (others !== undefined) for (const other of scanned.members.keys()) if (others.has(other)) return false
  }
  for (const role of scanned.roles) if (!roles.has(role)) return false
  return true
}

/** The request: model and `stream_options` edited, every other byte as it came. */
export function outbound<E extends Relayed>(inbound: Inbound, { passage, headers }: Way<E>, takesParts = false): HttpRequest {
  const { url, model } = passage
  if (inbound.body !== undefined) return { method: 'POST', url, headers, body: JSON.stringify(renewed(inbound, inbound.body, model)) }
  const parts = splice(inbound.parts, editsOf(inbound, model))
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return { method: 'POST', url, headers, body: only }
  if (!takesParts) return { method: 'POST', url, headers, body: Buffer.concat(parts) }
  return { method: 'POST', url, headers: { ...headers, 'content-length': String(sizeOf(parts)) }, parts }
}

/** Changed in place: nobody else reads this copy. */
function renewed({ streaming, streamOptions }: Inbound, body: JsonRecord, model: string): JsonRecord {
  body.model = model
  if (streaming) body.stream_options = { ...streamOptions, include_usage: true }
  return body
}

function editsOf({ scanned, streaming, streamOptions }: Inbound, model: string): Edit[] {
  const { members, firstAt } = scanned
  const edits: Edit[] = []
  const set = (name: string, value: string) => {
    const at = members.get(name)
    if (at === undefined) edits.push({ from: firstAt, to: firstAt, text: `${JSON.stringify(name)}:${value},` })
    else if (at.kind !== 'string' || at.text === undefined || JSON.stringify(at.text) !== value)
      edits.push({ from: at.from, to: at.to, text: value })
  }
  set('model', JSON.stringify(model))
  if (streaming) set('stream_options', JSON.stringify({ ...streamOptions, include_usage: true }))
  return edits
}
