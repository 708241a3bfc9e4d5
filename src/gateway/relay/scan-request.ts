/** What a request body says, read from its bytes: enough to send it on unparsed, or that it has to be parsed. */
import { isUtf8 } from 'node:buffer'
import { JsonScan, type ScanListener, type ValueKind } from './scan-json.js'

/** A member of the outermost object. Positions are bytes from the start of the body. */
export type Member = {
  readonly kind: ValueKind
  /** A short string without escapes, a number, or a word. */
  readonly text: string | undefined
  readonly from: number
  readonly to: number
}

export type ScannedBody = {
  readonly members: ReadonlyMap<string, Member>
  /** Where the first member's name begins. */
  readonly firstAt: number
  /** Roles that occur in `messages`. */
  readonly roles: ReadonlySet<string>
  /** Something in `messages` is to be fetched. */
  readonly hasMedia: boolean
}

/** More members than a request has. */
const mostMembers = 100
/** Longest id of a tool call that every model takes. */
export const longestToolId = 40

/** Names in messages that every host of the format knows; adapters change or remove others. */
export const messageKeys: ReadonlySet<string> = new Set([
  'role',
  'content',
  'name',
  'type',
  'text',
  'tool_calls',
  'tool_call_id',
  'id',
  'index',
  'function',
  'arguments',
  'refusal',
  'image_url',
  'url',
  'detail',
  'input_audio',
  'data',
  'file',
  'file_data',
  'filename',
])

class RequestListener implements ScanListener {
  readonly members = new Map<string, Member>()
  readonly roles = new Set<string>()
  hasMedia = false
  isOdd = false
  firstAt = -1
  #member = ''
  #key: string | undefined

  key(key: string | undefined, depth: number, at: number): void {
    if (depth === 1) this.#beginMember(key, at)
    else if (this.#member === 'messages') {
      if (key === undefined || !messageKeys.has(key)) this.isOdd = true
      if (key === 'image_url' || key === 'file') this.hasMedia = true
      this.#key = key
    } else if (this.#member === 'tools' && (key === undefined || key === 'cache_control')) this.isOdd = true
  }

  value(kind: ValueKind, text: string | undefined, depth: number, from: number, to: number): void {
    if (depth === 1) this.#endMember({ kind, text, from, to })
    else if (this.#member === 'messages' && depth > 1) this.#inMessages(kind, text, depth, to - from)
    else if (depth === 0 && kind !== 'object') this.isOdd = true
  }

  #beginMember(key: string | undefined, at: number): void {
    if (this.firstAt === -1) this.firstAt = at
    if (key === undefined || this.members.has(key) || this.members.size === mostMembers) this.isOdd = true
    this.#member = key ?? ''
    this.#key = undefined
  }

  #endMember(member: Member): void {
    // null says what leaving out says; hosts differ in whether they take it
    if (member.text === 'null' && member.kind === 'word') this.isOdd = true
    this.members.set(this.#member, member)
  }

  #inMessages(kind: ValueKind, text: string | undefined, depth: number, length: number): void {
    if (depth === 2 && kind !== 'object') this.isOdd = true
    if (kind === 'word' && text === 'null' && this.#key !== 'content') this.isOdd = true
    if (this.#key === 'role' && kind === 'string') {
      if (text === undefined) this.isOdd = true
      else this.roles.add(text)
    }
    if ((this.#key === 'id' || this.#key === 'tool_call_id') && kind === 'string' && (text === undefined || length > longestToolId + 2))
      this.isOdd = true
  }
}

/**
 * The members of a body, or undefined where only a parser can tell what it says or whether it may be sent: no JSON object, a
 * name twice or with escapes, nulls, members of messages beyond OpenAI's own.
 */
export function scanRequest(parts: readonly Buffer[]): ScannedBody | undefined {
  const listener = new RequestListener()
  const scan = new JsonScan(listener)
  for (const part of parts) if (!scan.push(part) || listener.isOdd) return undefined
  if (!scan.end() || listener.isOdd || listener.members.size === 0 || !areUtf8(parts)) return undefined
  return listener
}

/** Whether pieces are UTF-8 together: a character may be cut by the end of one. */
export function areUtf8(parts: readonly Buffer[]): boolean {
  let rest: Buffer | undefined
  for (const [index, part] of parts.entries()) {
    let piece = part
    if (rest !== undefined && part.length <= 16) piece = Buffer.concat([rest, part])
    else if (rest !== undefined) {
      let whole = 0
      while (whole < 3 && ((part[whole] ?? 0) & 0xc0) === 0x80) whole++
      if (!isUtf8(Buffer.concat([rest, part.subarray(0, whole)]))) return false
      piece = part.subarray(whole)
    }
    const cut = index === parts.length - 1 ? piece.length : piece.length - cutOff(piece)
    if (!isUtf8(piece.subarray(0, cut))) return false
    rest = cut === piece.length ? undefined : piece.subarray(cut)
  }
  return true
}

/** Bytes at the end of a piece that begin a character which goes on in the next one. */
function cutOff(part: Buffer): number {
  for (let back = 1; back <= 3 && back <= part.length; back++) {
    const byte = part[part.length - back] ?? 0
    if ((byte & 0xc0) === 0x80) continue
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return length > back ? back : 0
  }
  return 0
}
