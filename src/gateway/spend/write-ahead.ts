/**
 * The write-ahead files of the spend log: each row is on disk before the last byte of its answer goes out, and leaves it only
 * when the database has it. A file is a batch; whoever starts next takes over what a process left behind.
 */
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { SpendRow } from '../store/spend-row.js'

/** Rows that await the database together. */
export type Batch = {
  readonly path: string
  /** How many, as far as they were written here. */
  readonly count: number
  /** Kept in memory where there is room; else they are read from the file. */
  rows: readonly SpendRow[] | undefined
}

/** Rows in memory over all batches; beyond that they are on disk alone. */
const mostKept = 10_000

const extension = '.ndjson'

/** Files of one process in a folder that others may share. */
export class WriteAhead {
  readonly #folder: string
  readonly #name: string
  #next = 0
  #kept = 0
  #open: { readonly path: string; readonly file: number; count: number; rows: SpendRow[] | undefined } | undefined

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
    writeWhole(open.file, `${JSON.stringify(row)}\n`)
    open.count++
    if (open.rows === undefined) return
    if (this.#kept < mostKept) {
      open.rows.push(row)
      this.#kept++
      return
    }
    this.#kept -= open.rows.length
    open.rows = undefined
  }

  /** Closes the file of the rows so far, to be handed to the database; undefined where there are none. */
  seal(): Batch | undefined {
    const open = this.#open
    if (open === undefined) return undefined
    this.#open = undefined
    closeSync(open.file)
    return { path: open.path, count: open.count, rows: open.rows }
  }

  /** The rows of a batch. A last line that was cut off is no row: its answer did not go out. */
  read(batch: Batch): readonly SpendRow[] {
    return batch.rows ?? parseRows(readFileSync(batch.path, 'utf8'))
  }

  /** The database has the batch. */
  done(batch: Batch): void {
    this.#kept -= batch.rows?.length ?? 0
    rmSync(batch.path, { force: true })
  }

  /** Sets a batch aside that the database will never take: it stays on disk, and is not tried again. */
  reject(rows: readonly SpendRow[]): string {
    const path = join(this.#folder, `${this.#name}-${this.#next++}.rejected`)
    const file = openSync(path, 'wx', 0o600)
    try {
      writeWhole(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
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
      return moved(join(this.#folder, file), path) ? [{ path, count: countLines(path), rows: undefined }] : []
    })
  }

  #begin() {
    const path = join(this.#folder, `${this.#name}-${this.#next++}${extension}`)
    this.#open = { path, file: openSync(path, 'ax', 0o600), count: 0, rows: [] }
    return this.#open
  }
}

/** The name of the process that wrote a file. */
function ownerOf(file: string): string {
  return file.slice(0, file.lastIndexOf('-'))
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
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
  return parseRows(readFileSync(path, 'utf8')).length
}

function parseRows(text: string): readonly SpendRow[] {
  const end = text.lastIndexOf('\n')
  // what stands here was written by `append`
  return end < 0
    ? []
    : text
        .slice(0, end)
        .split('\n')
        .map((line) => JSON.parse(line) as SpendRow)
}
