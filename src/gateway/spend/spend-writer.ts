/** Brings rows of the spend log to the database: in batches, again and again until it has them, each exactly once. */
import { halvesOf } from '../store/spend-lines.js'
import type { SpendRow } from '../store/spend-row.js'
import { databaseMessage, sqlErrorOf } from '../store/sql-error.js'
import { beforeAnswers } from '../turn-end.js'
import type { Batch, WriteAhead } from './write-ahead.js'

/** What a writer works with. Times are milliseconds. */
export type WriterPorts = {
  /** Adds rows, as a list of lines, to the database, all or nothing; those it has already count as added. Rejects where it cannot. */
  readonly record: (list: Buffer) => Promise<unknown>
  /** Calls back after a time; returns how to call it off. */
  readonly after: (ms: number, act: () => void) => () => void
  readonly random: () => number
  /** Hears of trouble: once when it begins, once when it is over, and of each row that is set aside. */
  readonly report: (level: 'warn' | 'error' | 'info', message: string) => void
}

/** Rows wait so long for others; where the last ones were many, somewhat longer: what a batch costs is shared by all that it has. */
const gatherMs = { few: 200, many: 1_000 } as const
const many = 100
const firstRetryMs = 250
const longestRetryMs = 15_000

export class SpendWriter {
  readonly #ahead: WriteAhead
  readonly #ports: WriterPorts
  readonly #batches: Batch[]
  #callOff: (() => void) | undefined
  #running: Promise<void> | undefined
  #retryMs = 0
  #gatherMs: number = gatherMs.few
  #failures = 0
  #failedWrites = 0
  #closed = false
  #isDiskFull = false
  /** Rows wait for the end of this turn. */
  #isDue = false

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

  /** True where next to no row can be kept any more: neither the disk nor the database takes them. */
  get isFull(): boolean {
    return this.#ahead.isFull
  }

  /** Rows that are in memory alone, since the disk took none. */
  get offDisk(): number {
    return this.#ahead.offDisk + this.#batches.reduce((sum, { rows }) => sum + (rows?.offDisk ?? 0), 0)
  }

  /** Takes over batches of processes that are gone. */
  take(left: readonly Batch[]): void {
    if (left.length === 0) return
    this.#batches.push(...left)
    if (this.#callOff === undefined && this.#running === undefined) this.#wait(0)
  }

  /**
   * Takes a row; it is on disk when this returns, or, where that is full, in memory. Throws what the disk says where both are.
   * Where its answer goes out at the end of this turn (`mayWait`), it is on disk before that, with the others of the turn.
   */
  add(row: SpendRow, mayWait = false): void {
    if (this.#ahead.isWhole) this.#seal()
    const waits = mayWait && !this.#isDiskFull
    this.#noteDisk(this.#ahead.append(row, waits))
    if (waits && !this.#isDue) {
      this.#isDue = true
      beforeAnswers(this.#secureDue)
    }
    if (this.#callOff === undefined && this.#running === undefined) this.#wait(this.#gatherMs)
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
    if (this.offDisk > 0) this.#secure()
    if (this.offDisk > 0) this.#ports.report('error', `${this.offDisk} spend rows are lost: neither the disk nor the database took them`)
  }

  #wait(ms: number): void {
    this.#callOff = this.#ports.after(ms, () => {
      this.#callOff = undefined
      void this.#run()
    })
  }

  /** Brings the rows of this turn to disk. */
  readonly #secureDue = (): void => {
    if (!this.#isDue) return
    this.#isDue = false
    this.#noteDisk(this.#ahead.secureOpen())
  }

  #seal(): void {
    this.#secureDue()
    const batch = this.#ahead.seal()
    if (batch !== undefined) this.#batches.push(batch)
  }

  #run(): Promise<void> {
    this.#running ??= this.#writeAll().finally(() => {
      this.#running = undefined
      if (!this.#closed && (this.waiting > 0 || this.#retryMs > 0)) this.#wait(this.#retryMs > 0 ? this.#retryMs : this.#gatherMs)
    })
    return this.#running
  }

  async #writeAll(): Promise<void> {
    this.#seal()
    this.#gatherMs = this.waiting < many ? gatherMs.few : gatherMs.many
    // a database that takes rows makes them safe by itself
    if (this.#failures > 0 && this.offDisk > 0) this.#secure()
    for (let batch = this.#batches[0]; batch !== undefined; batch = this.#batches[0]) {
      if (!(await this.#write(batch))) return
      this.#batches.shift()
      this.#ahead.done(batch)
    }
  }

  /** True where nothing is left to do for the batch. */
  async #write(batch: Batch): Promise<boolean> {
    try {
      await this.#record(this.#ahead.read(batch))
    } catch (error) {
      this.#failed(error)
      return false
    }
    if (this.#failures > 0) this.#ports.report('info', `the database takes spend rows again, after ${this.#failures} failed writes`)
    this.#failures = 0
    this.#retryMs = 0
    return true
  }

  #secure(): void {
    for (const batch of this.#batches) {
      const fault = this.#ahead.secure(batch)
      this.#noteDisk(fault)
      if (fault !== undefined) return
    }
  }

  /** Says once that the disk takes nothing, and once that it does again. */
  #noteDisk(fault: unknown): void {
    if ((fault !== undefined) === this.#isDiskFull) return
    this.#isDiskFull = fault !== undefined
    if (fault === undefined) this.#ports.report('info', 'the disk takes spend rows again')
    else
      this.#ports.report(
        'error',
        `the disk takes no spend rows: ${fault instanceof Error ? fault.message : String(fault)}. They are kept in memory until the database ` +
          `has them, and would be lost if this process ended before: make room for ${this.#ahead.folder}`,
      )
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
  async #record(list: Buffer): Promise<void> {
    try {
      await this.#ports.record(list)
    } catch (error) {
      if (!isRefused(error)) throw error
      const halves = halvesOf(list)
      for (const half of halves) await this.#record(half)
      if (halves.length === 0) this.#reject(list, error)
    }
  }

  #reject(list: Buffer, error: unknown): void {
    const path = this.#ahead.reject(list)
    this.#ports.report(
      'error',
      `the database refuses the spend row of request ${requestIn(list)}: ${databaseMessage(error)}. It was set aside in ${path}`,
    )
  }
}

/** The id in a row, which nobody could read otherwise where it is no JSON. */
function requestIn(list: Buffer): string {
  return /"id":"([^"]{1,64})"/.exec(list.toString())?.[1] ?? 'unknown'
}

/** True where the rows themselves are at fault: SQLSTATE classes 22 (data) and 23 (constraints). Everything else may pass. */
function isRefused(error: unknown): boolean {
  const { code } = sqlErrorOf(error)
  return typeof code === 'string' && /^2[23]/.test(code)
}
