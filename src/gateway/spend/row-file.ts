/** A batch of rows in memory and on disk: the file is the beginning of what is in memory, in whole lines, and mostly all of it. */
import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../store/make-folder.js'
import { countRows, lineEnd, listOfPart, SpendLines } from '../store/spend-lines.js'
import type { SpendRow } from '../store/spend-row.js'
import { hasCode } from '../system-error.js'

/** Writes bytes `from` … of a buffer to an open file, and says how many it took. Tests have it fail. */
export type WriteBytes = (file: number, bytes: Buffer, from: number, length: number) => number

const firstSize = 65_536
/** Of UTF-8 for a character of JavaScript. */
const mostBytes = 3
const sign = { comma: ','.charCodeAt(0), end: ']'.charCodeAt(0) } as const

export class RowFile {
  readonly path: string
  /** Rows, and those of them that are in memory alone. */
  count = 0
  offDisk = 0
  /** Bytes in memory, and of whole lines on disk. */
  size = 0
  #onDisk = 0
  readonly #write: WriteBytes
  #lines = new SpendLines()
  #bytes = Buffer.allocUnsafe(firstSize)
  #file: number | undefined

  /** The file is made with the first row. */
  constructor(path: string, write: WriteBytes = writeSync) {
    this.path = path
    this.#write = write
  }

  /** Bytes that are in memory alone. */
  get held(): number {
    return this.size - this.#onDisk
  }

  /** Adds a row in memory alone. */
  hold(row: SpendRow): void {
    const lines = this.#lines.of(row)
    this.#put(this.size === 0 ? `[${lines}` : lines)
    this.count++
    this.offDisk++
  }

  /** Adds a row, and writes it with all that the disk did not take before. Returns what the disk says where it takes less. */
  add(row: SpendRow): unknown {
    this.hold(row)
    return this.secure()
  }

  /** Writes what is in memory alone. Returns what the disk says where it does not take all of it. */
  secure(): unknown {
    let at = this.#onDisk
    if (at === this.size) return undefined
    // in place of the end that `list` may have made
    this.#bytes[this.size - lineEnd.length] = sign.comma
    try {
      const file = this.#opened()
      while (at < this.size) at += this.#write(file, this.#bytes, at, this.size - at)
      this.#onDisk = at
      this.offDisk = 0
      return undefined
    } catch (fault) {
      this.#takeBack(at)
      return fault
    }
  }

  /** Everything, as the list that the database is given. */
  list(): Buffer {
    const list = this.#bytes.subarray(0, this.size - lineEnd.length + 1)
    list[list.length - 1] = sign.end
    return list
  }

  /** To be called when no row follows: gives back what is not needed any more. */
  seal(): void {
    this.#close()
    // the rows that lines were made from, and what was asked and answered in them
    this.#lines = new SpendLines()
    // few rows do not hold the memory of many
    if (2 * this.size < this.#bytes.length) this.#bytes = Buffer.from(this.#bytes.subarray(0, this.size))
  }

  /** Keeps the lines of which every byte was written, and takes the half of one off the file: nothing may follow it. */
  #takeBack(written: number): void {
    if (this.#file === undefined || written === this.#onDisk) return
    const end = this.#bytes.subarray(0, written).lastIndexOf(lineEnd)
    const whole = end < 0 ? 0 : end + lineEnd.length
    ftruncateSync(this.#file, Math.max(whole, this.#onDisk))
    if (whole <= this.#onDisk) return
    this.#onDisk = whole
    this.offDisk = countRows(listOfPart(`[${this.#bytes.toString('utf8', whole, this.size)}`))
  }

  #opened(): number {
    try {
      this.#file ??= openSync(this.path, 'a', 0o600)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
      // there was no room for the folder, or somebody removed it
      makeFolder(dirname(this.path), 0o700)
      this.#file = openSync(this.path, 'a', 0o600)
    }
    return this.#file
  }

  #close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }

  /** Puts text behind what is there. */
  #put(text: string): void {
    const needed = this.size + text.length * mostBytes
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, this.size)
      this.#bytes = larger
    }
    this.size += this.#bytes.write(text, this.size)
  }
}
