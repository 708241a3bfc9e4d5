/** What a small request body says. It is parsed, which costs less than scanning does. */
import { isAscii, isUtf8 } from 'node:buffer'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import { type LookedBody, roleBit } from './looked-body.js'
import { longestToolId, messageKeys } from './scan-request.js'

/** Largest body that is parsed, bytes. */
export const smallBody = 8_192

/** The members of a small body, or undefined as with `scanRequest`. */
export function parseRequest(bytes: Buffer): LookedBody | undefined {
  const text = textOf(bytes)
  const values = text === undefined ? undefined : parseJson(text)
  if (text === undefined || !isRecord(values)) return undefined
  // null says what leaving out says; hosts differ in whether they take it
  for (const name in values) if (values[name] === null || name === '__proto__') return undefined
  const found = new Found()
  const { messages, tools } = values
  if (Array.isArray(messages)) for (const message of messages) if (!isRecord(message) || !isUsual(message, found)) return undefined
  if (tools !== undefined && mayCache(text) && JSON.stringify(tools).includes('"cache_control"')) return undefined
  return { values, roles: found.roles, hasMedia: found.hasMedia, text, scanned: undefined }
}

/** The text, or undefined where it is not UTF-8. */
function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

/** Any spelling of it. */
function mayCache(text: string): boolean {
  return text.includes('cache_control') || text.includes('\\u')
}

class Found {
  roles = 0
  hasMedia = false
}

/** A message, a part of one, or a call in one, with nothing beyond OpenAI's own members. */
function isUsual(record: JsonRecord, found: Found): boolean {
  for (const name in record) {
    const value = record[name]
    if (!messageKeys.has(name)) return false
    if (typeof value === 'string') {
      if (name === 'role') found.roles |= roleBit(value)
      else if ((name === 'id' || name === 'tool_call_id') && value.length > longestToolId) return false
    } else if (value === null) {
      if (name !== 'content') return false
    } else if (Array.isArray(value)) {
      for (const each of value) if (!isRecord(each) || !isUsual(each, found)) return false
    } else if (isRecord(value)) {
      if (name === 'image_url' || name === 'file') found.hasMedia = true
      if (!isUsual(value, found)) return false
    }
  }
  return true
}
