/** Brings rows of the spend log to the database: in batches, again and again until it has them, each exactly once. */
import type { SpendRow } from '../store/spend-row.js'
import { databaseMessage, sqlErrorOf } from '../store/sql-error.js'
import type { Batch, WriteAhead } from './write-ahead.js'

/** What a writer works with. Times are milliseconds. */
export type WriterPorts = {
  /** Adds rows, each as JSON, to the database, all or nothing; those it has already count as added. Rejects where it cannot. */
  readonly record: (lines: readonly string[]) => Promise<unknown>
  /** Calls back after a time; returns how to call it off. */
  readonly after: (ms: number, act: () => void) => () => void
  readonly random: () => number
  /** Hears of trouble: once when it begins, once when it is over, and of each row that is set aside. */
  readonly report: (level: 'warn' | 'error' | 'info', message: string) => void
}

/** Rows wait so long for others. */
const gatherMs = 200
/** So many do not wait. */
const mostInBatch = 500
/** Characters that the database is given at once, where a single row is not longer: rows may hold what was asked and answered. */
const mostAtOnce = 4_000_000
const firstRetryMs = 250
const longestRetryMs = 15_000

export class SpendWriter {
  readonly #ahead: WriteAhead
  readonly #ports: WriterPorts
  readonly #batches: Batch[]
  #callOff: (() => void) | undefined
  #running: Promise<void> | undefined
  #retryMs = 0
  #failures = 0
  #failedWrites = 0
  #closed = false

  /** `left` are batches of processes that are gone. */
  constructor(ahead: WriteAhead, ports: WriterPorts, left: readonly Batch[] = []) {
    this.#ahead = ahead
    this.#ports = ports
    this.#batches = [...left]
    if (left.length > 0) this.#wait(0)
  }

  /** Rows that the database does not have yet. */
  get waiting(): number {
    return this.#ahead.waiting + this.#batches.reduce((sum, { count }) => sum + count, 0)
  }

  /** Writes in a row that failed, so far. */
  get failures(): number {
    return this.#failures
  }

  /** Writes that failed, since the start. */
  get failedWrites(): number {
    return this.#failedWrites
  }

  /** Takes over batches of processes that are gone. */
  take(left: readonly Batch[]): void {
    if (left.length === 0) return
    this.#batches.push(...left)
    if (this.#callOff === undefined && this.#running === undefined) this.#wait(0)
  }

  /** Takes a row; it is on disk when this returns. Throws what the disk says. */
  add(row: SpendRow): void {
    this.#ahead.append(row)
    if (this.#ahead.waiting >= mostInBatch) this.#seal()
    if (this.#callOff === undefined && this.#running === undefined) this.#wait(gatherMs)
  }

  /** Writes what is there, now. Resolves when the database has it, or has failed to take it. */
  async flush(): Promise<void> {
    this.#callOff?.()
    this.#callOff = undefined
    // what came after the round under way had begun
    await this.#running
    await this.#run()
  }

  /** Writes what is there once more; what the database does not take stays on disk for the next start. */
  async close(): Promise<void> {
    this.#closed = true
    await this.flush()
  }

  #wait(ms: number): void {
    this.#callOff = this.#ports.after(ms, () => {
      this.#callOff = undefined
      void this.#run()
    })
  }

  #seal(): void {
    const batch = this.#ahead.seal()
    if (batch !== undefined) this.#batches.push(batch)
  }

  #run(): Promise<void> {
    this.#running ??= this.#writeAll().finally(() => {
      this.#running = undefined
      if (!this.#closed && (this.waiting > 0 || this.#retryMs > 0)) this.#wait(this.#retryMs > 0 ? this.#retryMs : gatherMs)
    })
    return this.#running
  }

  async #writeAll(): Promise<void> {
    this.#seal()
    for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
      if (!(await this.#write(batch))) return
      this.#batches.shift()
      this.#ahead.done(batch)
    }
  }

  /** True where nothing is left to do for the batch. */
  async #write(batch: Batch): Promise<boolean> {
    try {
      for (const lines of portions(this.#ahead.read(batch))) await this.#record(lines)
    } catch (error) {
      this.#failed(error)
      return false
    }
    if (this.#failures > 0) this.#ports.report('info', `the database takes spend rows again, after ${this.#failures} failed writes`)
    this.#failures = 0
    this.#retryMs = 0
    return true
  }

  #failed(error: unknown): void {
    if (this.#failures === 0)
      this.#ports.report(
        'warn',
        `spend rows cannot be written: ${databaseMessage(error)}. They wait on disk, and are written when the database takes them`,
      )
    this.#failures++
    this.#failedWrites++
    const longest = Math.min(firstRetryMs * 2 ** (this.#failures - 1), longestRetryMs)
    this.#retryMs = longest * (0.5 + this.#ports.random() / 2)
  }

  /** Writes rows. One that the database refuses for what it is, is found by halving, and set aside: it would hold up all others. */
  async #record(lines: readonly string[]): Promise<void> {
    try {
      await this.#ports.record(lines)
    } catch (error) {
      if (!isRefused(error)) throw error
      const [line] = lines
      if (lines.length > 1) {
        const half = Math.ceil(lines.length / 2)
        await this.#record(lines.slice(0, half))
        await this.#record(lines.slice(half))
      } else if (line !== undefined) {
        const path = this.#ahead.reject(line)
        this.#ports.report(
          'error',
          `the database refuses the spend row of request ${requestIn(line)}: ${databaseMessage(error)}. It was set aside in ${path}`,
        )
      }
    }
  }
}

/** Rows in as few parts as the database takes. */
function portions(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = []
  let part: string[] = []
  let length = 0
  for (const line of lines) {
    if (part.length === 0 || part.length >= mostInBatch || length + line.length > mostAtOnce) {
      part = []
      parts.push(part)
      length = 0
    }
    part.push(line)
    length += line.length
  }
  return parts
}

/** The id in a row, which nobody could read otherwise where it is no JSON. */
function requestIn(line: string): string {
  return /"request_id":"([^"]{1,64})"/.exec(line)?.[1] ?? 'unknown'
}

/** True where the rows themselves are at fault: SQLSTATE classes 22 (data) and 23 (constraints). Everything else may pass. */
function isRefused(error: unknown): boolean {
  const { code } = sqlErrorOf(error)
  return typeof code === 'string' && /^2[23]/.test(code)
}
