/** What is known of a body that was looked through: parsed where it is small, scanned where it is large. */
import { type JsonRecord, parseJson } from '../../providers/shared/json.js'
import type { Member, ScannedBody } from './scan-request.js'

export type LookedBody = {
  /** Members of the outermost object. Of a scanned body, long ones are marks of their kind. */
  readonly values: JsonRecord
  /** Roles that occur in `messages`, by {@link roleBit}. */
  readonly roles: number
  /** Something in `messages` is to be fetched. */
  readonly hasMedia: boolean
  /** The body itself, where it is small. */
  readonly text: string | undefined
  /** Where its members stand, where it is large. */
  readonly scanned: ScannedBody | undefined
}

/** A bit for each role of OpenAI's, and one for all others. */
export function roleBit(role: string): number {
  switch (role) {
    case 'user':
      return 1
    case 'assistant':
      return 2
    case 'system':
      return 4
    case 'tool':
      return 8
    case 'developer':
      return 16
    default:
      return 32
  }
}

/** The bits of several. */
export function roleBits(roles: Iterable<string>): number {
  let bits = 0
  for (const role of roles) bits |= roleBit(role)
  return bits
}

/** Stand for values that were not read. */
const someList: readonly unknown[] = Object.freeze(['…'])
const noList: readonly unknown[] = Object.freeze([])
const someObject: object = Object.freeze({})
const longText: unknown = Symbol('a long text')

/** Longest text with escapes that is read, bytes. */
const longestText = 4_096
/** `[{}]`; what is no longer says nothing. */
const emptyList = 4

/** What was found out of a body by scanning it; undefined where a parser has to read it, which knows what to do with any name. */
export function lookedThrough(scanned: ScannedBody, parts: readonly Buffer[]): LookedBody | undefined {
  const values: JsonRecord = {}
  for (const [name, member] of scanned.members) {
    if (name === '__proto__') return undefined
    values[name] = name === 'stream_options' ? parseJson(cutOut(parts, member)) : shortValue(member, parts)
  }
  return { values, roles: roleBits(scanned.roles), hasMedia: scanned.hasMedia, text: undefined, scanned }
}

function shortValue(member: Member, parts: readonly Buffer[]): unknown {
  const { kind, text, from, to } = member
  if (kind === 'array') return to - from > emptyList ? someList : noList
  if (kind === 'object') return someObject
  if (kind === 'number') return Number(text)
  if (kind === 'word') return text === 'true'
  if (text !== undefined) return text
  return to - from > longestText ? longText : parseJson(cutOut(parts, member))
}

function cutOut(parts: readonly Buffer[], { from, to }: Member): string {
  const pieces: Buffer[] = []
  let base = 0
  for (const part of parts) {
    if (base < to && base + part.length > from) pieces.push(part.subarray(Math.max(0, from - base), to - base))
    base += part.length
  }
  return Buffer.concat(pieces).toString('utf8')
}
