/**
 * The write-ahead files of the spend log: each row is on disk before the last byte of its answer goes out, and leaves it only
 * when the database has it. A file is a batch; whoever starts next takes over what a process left behind.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SpendRow } from '../store/spend-row.js'

/** Rows that await the database together, each as the line of JSON that it is in its file. */
export type Batch = {
  readonly path: string
  /** How many, as far as they were written here. */
  readonly count: number
  /** Kept in memory where there is room; else they are read from the file. */
  readonly lines: readonly string[] | undefined
}

/** Characters in memory over all batches; beyond that rows are on disk alone. */
const mostKept = 16_000_000

const extension = '.ndjson'

/** Files of one process in a folder that others may share. */
export class WriteAhead {
  readonly #folder: string
  readonly #name: string
  #next = 0
  #kept = 0
  #open: { readonly path: string; readonly file: number; count: number; lines: string[] | undefined } | undefined

  /** `name` is this process's own among those that are alive; the folder is made where it is not there. */
  constructor(folder: string, name: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#folder = folder
    this.#name = name
  }

  /** Rows that were not sealed yet. */
  get waiting(): number {
    return this.#open?.count ?? 0
  }

  /** Writes a row; it outlives this process from now on. Throws what the disk says. */
  append(row: SpendRow): void {
    const open = this.#open ?? this.#begin()
    // made once: what the file has is what the database is given
    const line = JSON.stringify(row)
    writeLine(open.file, line)
    open.count++
    if (open.lines === undefined) return
    if (this.#kept + line.length <= mostKept) {
      open.lines.push(line)
      this.#kept += line.length
      return
    }
    this.#kept -= lengthOf(open.lines)
    open.lines = undefined
  }

  /** Closes the file of the rows so far, to be handed to the database; undefined where there are none. */
  seal(): Batch | undefined {
    const open = this.#open
    if (open === undefined) return undefined
    this.#open = undefined
    closeSync(open.file)
    return { path: open.path, count: open.count, lines: open.lines }
  }

  /** The rows of a batch. A last line that was cut off is no row: its answer did not go out. */
  read(batch: Batch): readonly string[] {
    return batch.lines ?? linesOf(readFileSync(batch.path, 'utf8'))
  }

  /** The database has the batch. */
  done(batch: Batch): void {
    this.#kept -= lengthOf(batch.lines ?? [])
    rmSync(batch.path, { force: true })
  }

  /** Sets a row aside that the database will never take: it stays on disk, and is not tried again. */
  reject(line: string): string {
    const path = join(this.#folder, `${this.#name}-${this.#next++}.rejected`)
    const file = openSync(path, 'wx', 0o600)
    try {
      writeLine(file, line)
    } finally {
      closeSync(file)
    }
    return path
  }

  /** Takes over what processes left behind that `isAlive` says are gone. */
  adopt(isAlive: (name: string) => boolean): readonly Batch[] {
    const left = readdirSync(this.#folder).filter((file) => file.endsWith(extension) && !isAlive(ownerOf(file)))
    return left.sort().flatMap((file) => {
      const path = join(this.#folder, `${this.#name}-${this.#next++}${extension}`)
      // whoever renames it first has it
      return moved(join(this.#folder, file), path) ? [{ path, count: countLines(path), lines: undefined }] : []
    })
  }

  #begin() {
    const path = join(this.#folder, `${this.#name}-${this.#next++}${extension}`)
    this.#open = { path, file: openSync(path, 'ax', 0o600), count: 0, lines: [] }
    return this.#open
  }
}

/** The name of the process that wrote a file. */
function ownerOf(file: string): string {
  return file.slice(0, file.lastIndexOf('-'))
}

/** Holds a usual row; a longer one gets memory of its own. */
const scratch = Buffer.allocUnsafe(64 * 1_024)
/** Of UTF-8 for a character of JavaScript. */
const mostBytes = 3
const lineEnd = 10

function writeLine(file: number, line: string): void {
  const bytes = (line.length + 1) * mostBytes <= scratch.length ? scratch : Buffer.allocUnsafe(Buffer.byteLength(line) + 1)
  const length = bytes.write(line) + 1
  bytes[length - 1] = lineEnd
  for (let at = 0; at < length; ) at += writeSync(file, bytes, at, length - at)
}

function lengthOf(lines: readonly string[]): number {
  let length = 0
  for (const line of lines) length += line.length
  return length
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

function countLines(path: string): number {
  return linesOf(readFileSync(path, 'utf8')).length
}

function linesOf(text: string): readonly string[] {
  const end = text.lastIndexOf('\n')
  return end < 0 ? [] : text.slice(0, end).split('\n')
}
