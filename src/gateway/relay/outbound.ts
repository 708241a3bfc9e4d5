/** The request of one attempt, cut from the body as it came. */
import type { HttpRequest } from '../../protocol/http.js'
import type { JsonRecord } from '../../providers/shared/json.js'
import type { LookedBody } from './looked-body.js'
import { placeOfModel } from './place-of-model.js'
import type { Relayed } from './samples.js'
import type { ScannedBody } from './scan-request.js'
import { type Edit, splice } from './splice.js'
import type { Way } from './way.js'
import { isWhole } from './whole-text.js'

/** A body that came whole and was looked through. */
export type Inbound = {
  readonly parts: readonly Buffer[]
  readonly looked: LookedBody
  readonly streaming: boolean
  /** What stands in `stream_options`; undefined where it is not there. */
  readonly streamOptions: JsonRecord | undefined
}

/** Members that are read or edited here. */
export const ownMembers: ReadonlySet<string> = new Set(['model', 'stream', 'stream_options', 'messages', 'prompt', 'input'])

/** Whether this body passes as it is. */
export function mayPass<E extends Relayed>({ looked, streaming }: Inbound, { passage, roles, fetchesMedia }: Way<E>): boolean {
  const { members, conflicts, streams } = passage
  const { values } = looked
  if ((streaming && !streams) || (fetchesMedia && looked.hasMedia) || (looked.roles & ~roles) !== 0) return false
  for (const name in values) {
    if (ownMembers.has(name)) continue
    if (!members.has(name) || (name === 'reasoning_effort' && typeof values[name] !== 'string')) return false
    const others = conflicts.get(name)
    if (others !== undefined) for (const other of others) if (values[other] !== undefined) return false
  }
  return true
}

/** The request: model and `stream_options` edited, every other byte as it came. */
export function outbound<E extends Relayed>(inbound: Inbound, way: Way<E>, takesParts = false): HttpRequest {
  const { passage, headers } = way
  const { url } = passage
  const { text, values, scanned } = inbound.looked
  if (text !== undefined) {
    const body = edited(text, inbound, way) ?? JSON.stringify(renewed(inbound, values, passage.model))
    return { method: 'POST', url, headers, body }
  }
  if (scanned === undefined) throw new Error('llmgen bug: a body that was looked through has neither a text nor places')
  const parts = splice(inbound.parts, editsOf(inbound, scanned, way.model))
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return { method: 'POST', url, headers, body: only }
  if (!takesParts) return { method: 'POST', url, headers, body: Buffer.concat(parts) }
  return { method: 'POST', url, headers, parts }
}

const withUsage = '{"stream_options":{"include_usage":true},'

/** The text with other words for its model, which costs a third of writing it anew; undefined where that is not surely the same. */
function edited<E extends Relayed>(
  text: string,
  { looked: { values }, streaming, streamOptions }: Inbound,
  way: Way<E>,
): string | undefined {
  const { model } = values
  if (typeof model !== 'string' || (streaming && streamOptions !== undefined && !saysUsage(streamOptions))) return undefined
  const at = placeOfModel(text, model)
  if (at === -1 || !isWhole(text, values)) return undefined
  const end = text.slice(at + model.length + 2)
  return streaming && streamOptions === undefined ? withUsage + text.slice(1, at) + way.model + end : text.slice(0, at) + way.model + end
}

function saysUsage({ include_usage: says }: JsonRecord): boolean {
  return says === true
}

/** Changed in place: nobody else reads this copy. */
function renewed({ streaming, streamOptions }: Inbound, body: JsonRecord, model: string): JsonRecord {
  body.model = model
  if (streaming) body.stream_options = { ...streamOptions, include_usage: true }
  return body
}

/** `model`: as JSON. */
function editsOf({ streaming, streamOptions }: Inbound, { members, firstAt }: ScannedBody, model: string): Edit[] {
  const edits: Edit[] = []
  const set = (name: string, value: string) => {
    const at = members.get(name)
    if (at === undefined) edits.push({ from: firstAt, to: firstAt, text: `${JSON.stringify(name)}:${value},` })
    else if (at.kind !== 'string' || at.text === undefined || JSON.stringify(at.text) !== value)
      edits.push({ from: at.from, to: at.to, text: value })
  }
  set('model', model)
  if (streaming) set('stream_options', JSON.stringify({ ...streamOptions, include_usage: true }))
  return edits
}
