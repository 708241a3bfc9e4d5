/** What a small request body says. It is parsed, which costs less than scanning does, and written anew from what was read. */
import { isUtf8 } from 'node:buffer'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import type { ValueKind } from './scan-json.js'
import { longestToolId, type Member, messageKeys, type ScannedBody } from './scan-request.js'

/** Largest body that is parsed, bytes. */
export const smallBody = 8_192

/** The members of a small body, or undefined as with `scanRequest`. */
export function parseRequest(bytes: Buffer): (ScannedBody & { readonly body: JsonRecord }) | undefined {
  const body = isUtf8(bytes) ? parseJson(bytes.toString('utf8')) : undefined
  if (!isRecord(body)) return undefined
  const members = new Map<string, Member>()
  for (const name in body) {
    const value = body[name]
    // null says what leaving out says; hosts differ in whether they take it
    if (value === null || name === '__proto__') return undefined
    members.set(name, memberOf(value))
  }
  const roles = new Set<string>()
  const found = { roles, hasMedia: false }
  if (Array.isArray(body.messages) && !body.messages.every((message) => isRecord(message) && isUsual(message, found))) return undefined
  if (body.tools !== undefined && JSON.stringify(body.tools).includes('"cache_control"')) return undefined
  return { body, members, roles, hasMedia: found.hasMedia, firstAt: 0 }
}

function memberOf(value: unknown): Member {
  const text = typeof value === 'string' ? value : typeof value === 'object' ? undefined : String(value)
  return { kind: kindOf(value), text, from: 0, to: Array.isArray(value) && value.length > 0 ? Number.POSITIVE_INFINITY : 0 }
}

function kindOf(value: unknown): ValueKind {
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'word'
  return Array.isArray(value) ? 'array' : 'object'
}

type Found = { readonly roles: Set<string>; hasMedia: boolean }

/** A message, a part of one, or a call in one, with nothing beyond OpenAI's own members. */
function isUsual(record: JsonRecord, found: Found): boolean {
  for (const name in record) {
    const value = record[name]
    if (!messageKeys.has(name)) return false
    if (typeof value === 'string') {
      if (name === 'role') found.roles.add(value)
      else if ((name === 'id' || name === 'tool_call_id') && value.length > longestToolId) return false
    } else if (value === null) {
      if (name !== 'content') return false
    } else if (Array.isArray(value)) {
      if (!value.every((each) => isRecord(each) && isUsual(each, found))) return false
    } else if (isRecord(value)) {
      if (name === 'image_url' || name === 'file') found.hasMedia = true
      if (!isUsual(value, found)) return false
    }
  }
  return true
}
