/**
 * The stamp beside the output: what it was made from, and the hash of each file. It lets an unchanged run skip the
 * emitter without ever calling stale or edited output fresh.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeOf, ioStop } from './exit.js'
import type { OutputFile } from './write-output.js'

export const stampName = '.llmgen-output.json'

export type Stamp = {
  readonly stamp: 1
  /** Hash over everything the emitted text depends on. */
  readonly from: string
  /** SHA-256 of each file by its path in the output folder. */
  readonly files: ReadonlyMap<string, string>
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Hash over the Plan, the sources, the options, and the emitter itself: a changed build of this tool makes other output. */
export function fingerprint(parts: { readonly planHash: string; readonly sources: readonly unknown[]; readonly options: unknown }): string {
  return sha256(JSON.stringify([emitterHash(), parts.planHash, parts.options, parts.sources]))
}

function emitterHash(): string {
  const hash = createHash('sha256')
  for (const folder of ['../compiler/emit', '../../templates']) {
    const path = fileURLToPath(new URL(folder, import.meta.url))
    for (const name of readdirSync(path).filter((each) => /\.[jt]s$/.test(each)).toSorted()) {
      hash.update(name).update(readFileSync(join(path, name)))
    }
  }
  return hash.update(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)))).digest('hex')
}

export function stampFile(from: string, files: readonly OutputFile[]): OutputFile {
  const hashes = Object.fromEntries(files.map(({ path, text }) => [path, sha256(text)]))
  return { path: stampName, text: `${JSON.stringify({ stamp: 1, from, files: hashes }, undefined, 2)}\n` }
}

/** The stamp of a folder; undefined where there is none, or none that can be trusted. */
export function readStamp(folder: string): Stamp | undefined {
  const text = readIfThere(join(folder, stampName))
  return text === undefined ? undefined : parseStamp(text)
}

function parseStamp(text: string): Stamp | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined // torn or merged by hand: the output is made anew
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (!('stamp' in value && value.stamp === 1 && 'from' in value && typeof value.from === 'string')) return undefined
  if (!('files' in value && typeof value.files === 'object' && value.files !== null)) return undefined
  const files = new Map(Object.entries(value.files).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
  return { stamp: 1, from: value.from, files }
}

/** True where every file stands there with the bytes that were written. */
export function isIntact(folder: string, stamp: Stamp): boolean {
  return stamp.files.size > 0 && [...stamp.files].every(([path, hash]) => isUntouched(folder, path, hash))
}

/** Files of an earlier run that this one no longer makes; edited ones are left alone. */
export function obsoleteFiles(folder: string, stamp: Stamp | undefined, files: readonly OutputFile[]): readonly string[] {
  const made = new Set(files.map((file) => file.path))
  return [...(stamp?.files ?? [])].filter(([path, hash]) => !made.has(path) && isInside(path) && isUntouched(folder, path, hash)).map(([path]) => path)
}

/** The stamp is a file like any other: a path in it must not lead out of the output folder. */
function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split(/[\\/]/).includes('..')
}

function isUntouched(folder: string, path: string, hash: string): boolean {
  const text = readIfThere(join(folder, path))
  return text !== undefined && sha256(text) === hash
}

/** Text of a file, or undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(cause))) return undefined
    throw ioStop('read', path, cause)
  }
}
