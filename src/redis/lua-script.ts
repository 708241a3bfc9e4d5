/** A script for Redis with the hash by which the server knows it. */
import { createHash } from 'node:crypto'

export type LuaScript = { readonly text: string; readonly sha: string }

export function luaScript(...parts: readonly string[]): LuaScript {
  const text = parts.join('\n')
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}
