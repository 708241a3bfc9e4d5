/** Rows of the spend log on their way to the database, by way of the disk. Nothing is on disk before the first row. */
import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type { GatewayLog } from '../log.js'
import type { SpendRow } from '../store/spend-row.js'
import { hasCode } from '../system-error.js'
import { isAlive, leave, type Owner, ownerName, sweep, touch, touchMs } from './owners.js'
import { SpendWriter } from './spend-writer.js'
import { isDiskFull, WriteAhead } from './write-ahead.js'

/** How long a shutdown waits for the last rows, milliseconds; what the database has not taken by then stays on disk. */
const lastRowsMs = 10_000

/** Several gateways of one process are told apart. */
let gateways = 0

export class SpendDesk {
  readonly #folder: string
  readonly #record: (list: Buffer) => Promise<unknown>
  readonly #log: GatewayLog
  readonly #owner: Owner
  readonly #name: string
  #parts: { readonly ahead: WriteAhead; readonly writer: SpendWriter } | undefined
  #touching: NodeJS.Timeout | undefined
  /** The folder could not be looked through, which was said. */
  #isBlind = false

  /** `record` adds rows, as a list of lines, to the database, all or nothing. What processes that are gone left in the folder is brought there too. */
  constructor(folder: string, record: (list: Buffer) => Promise<unknown>, log: GatewayLog) {
    this.#folder = folder
    this.#record = record
    this.#log = log
    this.#owner = { host: hostname(), pid: process.pid, startedAt: Date.now() * 1_000 + (gateways++ % 1_000) }
    this.#name = ownerName(this.#owner)
    if (existsSync(folder)) this.#open()
  }

  /** Rows that the database does not have yet. */
  get waiting(): number {
    return this.#parts?.writer.waiting ?? 0
  }

  /** Writes that failed, since the start. */
  get failedWrites(): number {
    return this.#parts?.writer.failedWrites ?? 0
  }

  /** True where next to no row can be kept any more: neither the disk nor the database takes them. */
  get isFull(): boolean {
    return this.#parts?.writer.isFull === true
  }

  /** Rows that are in memory alone, since the disk took none. */
  get offDisk(): number {
    return this.#parts?.writer.offDisk ?? 0
  }

  /** Takes a row as {@link SpendWriter.add} does. */
  record(row: SpendRow, mayWait?: boolean): void {
    this.#open().writer.add(row, mayWait)
  }

  /** Resolves when the database has all rows so far, or has failed to take them. */
  async flush(): Promise<void> {
    await this.#parts?.writer.flush()
  }

  async close(): Promise<void> {
    clearInterval(this.#touching)
    if (this.#parts === undefined) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, lastRowsMs)
    })
    await Promise.race([this.#parts.writer.close(), late])
    clearTimeout(timer)
    leave(this.#folder, this.#name)
  }

  #open(): { readonly ahead: WriteAhead; readonly writer: SpendWriter } {
    if (this.#parts !== undefined) return this.#parts
    const ahead = new WriteAhead(this.#folder, this.#name)
    this.#touch()
    const writer = new SpendWriter(ahead, {
      record: this.#record,
      after: (ms, act) => {
        const timer = setTimeout(act, ms)
        return () => clearTimeout(timer)
      },
      random: Math.random,
      report: (level, message) => this.#log[level]({}, message),
    })
    this.#parts = { ahead, writer }
    this.#look()
    this.#touching = setInterval(() => this.#look(), touchMs)
    this.#touching.unref()
    return this.#parts
  }

  /** A disk without room for the sign of life is no reason not to serve: rows are held in memory then. */
  #touch(): void {
    try {
      touch(this.#folder, this.#name, Date.now())
    } catch (error) {
      // without room for the folder there is none
      if (!isDiskFull(error) && !hasCode(error, 'ENOENT')) throw error
    }
  }

  /** Says that this process lives, and takes over what others left behind that do not. */
  #look(): void {
    if (this.#parts === undefined) return
    const { ahead, writer } = this.#parts
    try {
      const now = Date.now()
      touch(this.#folder, this.#name, now)
      writer.take(ahead.adopt((name) => isAlive(this.#folder, name, this.#owner, now)))
      sweep(this.#folder, this.#owner, now)
      this.#isBlind = false
    } catch (error) {
      if (this.#isBlind) return
      this.#isBlind = true
      this.#log.warn({}, `the folder of spend rows cannot be looked through: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
