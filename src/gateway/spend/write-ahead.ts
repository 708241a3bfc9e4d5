/**
 * The write-ahead files of the spend log: each row is on disk before the last byte of its answer goes out, and leaves it only
 * when the database has it. A file is a batch; whoever starts next takes over what a process left behind. Rows that a full
 * disk does not take are held in memory until it does, or the database has them.
 */
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../store/make-folder.js'
import { countRows, listOfPart } from '../store/spend-lines.js'
import type { SpendRow } from '../store/spend-row.js'
import { hasCode } from '../system-error.js'
import { RowFile, type WriteBytes } from './row-file.js'

/** Rows that await the database together. */
export type Batch = {
  readonly path: string
  /** How many, as far as they were written here. */
  readonly count: number
  /** In memory where there is room, or where the disk does not have them; else they are read from the file. */
  readonly rows: RowFile | undefined
}

/** Rows of one batch, and bytes: rows may hold what was asked and answered. One more row may make it larger. */
const most = { rows: 1_000, bytes: 4_000_000 } as const
/** Bytes in memory over all batches that wait; beyond that rows are on disk alone. */
const mostKept = 16_000_000
/** Bytes in memory that no disk has: beyond the first no call should come any more, and beyond the second no row is taken. */
const mostHeld = { calls: 7_500_000, rows: 8_000_000 } as const

/** Bytes of rows that wait for others of their turn. */
const mostWaiting = 65_536

const extension = '.ndjson'

/** Files of one process in a folder that others may share. */
export class WriteAhead {
  readonly folder: string
  readonly #name: string
  readonly #write: WriteBytes | undefined
  #next = 0
  #kept = 0
  /** Of batches that were sealed. */
  #held = 0
  #open: RowFile | undefined

  /** `name` is this process's own among those that are alive; the folder is made where it is not there. */
  constructor(folder: string, name: string, write?: WriteBytes) {
    this.folder = folder
    this.#name = name
    this.#write = write
    try {
      makeFolder(folder, 0o700)
    } catch (error) {
      if (!isDiskFull(error)) throw error
    }
  }

  /** Rows that were not sealed yet. */
  get waiting(): number {
    return this.#open?.count ?? 0
  }

  /** Those of them that are in memory alone. */
  get offDisk(): number {
    return this.#open?.offDisk ?? 0
  }

  /** True where next to no row can be kept any more: the disk takes none, and memory has many. */
  get isFull(): boolean {
    return this.#held + (this.#open?.held ?? 0) > mostHeld.calls
  }

  /** True where the rows so far are as many as a batch may have: to be sealed before another one comes. */
  get isWhole(): boolean {
    return this.#open !== undefined && (this.#open.count >= most.rows || this.#open.size >= most.bytes)
  }

  /**
   * Writes a row; it outlives this process from now on. Where the disk does not take it it is held, and what the disk said is
   * returned. A row that `mayWait` is held until {@link secureOpen}, unless many are.
   */
  append(row: SpendRow, mayWait = false): unknown {
    this.#open ??= new RowFile(this.#newPath(extension), this.#write)
    const open = this.#open
    if (this.#held + open.held > mostHeld.rows) {
      const fault = open.secure()
      // thrown, as nobody has this row
      if (this.#held + open.held > mostHeld.rows)
        throw fault ?? new Error('rows that the disk did not take fill the memory that they may have')
    }
    if (!mayWait) return open.add(row)
    open.hold(row)
    return open.held > mostWaiting ? open.secure() : undefined
  }

  /** Writes the rows so far that are in memory alone. Returns what the disk says where it takes less. */
  secureOpen(): unknown {
    return this.#open?.secure()
  }

  /** Closes the file of the rows so far, to be handed to the database; undefined where there are none. */
  seal(): Batch | undefined {
    const rows = this.#open
    if (rows === undefined) return undefined
    this.#open = undefined
    rows.seal()
    const { path, count, size, held } = rows
    if (held === 0 && this.#kept + size > mostKept) return { path, count, rows: undefined }
    this.#kept += size
    this.#held += held
    return { path, count, rows }
  }

  /** Writes what the disk did not take of a batch. Returns what it says where it still does not take all. */
  secure({ rows }: Batch): unknown {
    if (rows === undefined) return undefined
    const before = rows.held
    const fault = rows.secure()
    this.#held += rows.held - before
    rows.seal()
    return fault
  }

  /** The rows of a batch, as a list of lines. A last line that was cut off is no row: its answer did not go out. */
  read({ rows, path }: Batch): Buffer {
    return rows?.list() ?? listIn(path)
  }

  /** The database has the batch. */
  done({ rows, path }: Batch): void {
    this.#kept -= rows?.size ?? 0
    this.#held -= rows?.held ?? 0
    rmSync(path, { force: true })
  }

  /** Sets rows aside that the database will never take, a list of lines: they stay on disk, and are not tried again. */
  reject(list: Buffer): string {
    const path = this.#newPath('.rejected')
    writeFileSync(path, list, { flag: 'wx', mode: 0o600 })
    return path
  }

  /** Takes over what processes left behind that `isAlive` says are gone. */
  adopt(isAlive: (name: string) => boolean): readonly Batch[] {
    const left = readdirSync(this.folder).filter((file) => file.endsWith(extension) && !isAlive(ownerOf(file)))
    return left.sort().flatMap((file) => {
      const path = this.#newPath(extension)
      // whoever renames it first has it
      return moved(join(this.folder, file), path) ? [{ path, count: countRows(listIn(path)), rows: undefined }] : []
    })
  }

  #newPath(end: string): string {
    return join(this.folder, `${this.#name}-${this.#next++}${end}`)
  }
}

/** True where the disk, or this user's part of it, has no room. */
export function isDiskFull(error: unknown): boolean {
  return hasCode(error, 'ENOSPC', 'EDQUOT')
}

/** The name of the process that wrote a file. */
function ownerOf(file: string): string {
  return file.slice(0, file.lastIndexOf('-'))
}

function moved(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

function listIn(path: string): Buffer {
  return listOfPart(readFileSync(path, 'utf8'))
}
