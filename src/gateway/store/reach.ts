/** Whether an open database answers. One that does not is asked until it does, so that requests need not find out, each by waiting. */

/** What it works with. Times are milliseconds. */
export type ReachPorts = {
  /** Resolves where the database answers. */
  readonly ask: () => Promise<unknown>
  readonly now: () => number
  /** Calls back after a time; returns how to call it off. */
  readonly after: (ms: number, act: () => void) => () => void
  /** Told when it is lost, and when it is back. */
  readonly report: (level: 'info' | 'warn', message: string) => void
}

/** Longest wait for an answer that costs nothing. */
const answerMs = 3_000
/** Work that takes longer is a reason to ask. */
const patienceMs = 1_000
/** An answer proves so long that the next one will come, too. */
const provenMs = 2_000
/** Until it is asked again. */
const againMs = 1_000

export class Reach {
  readonly #ports: ReachPorts
  #isAway = false
  #provenAt = Number.NEGATIVE_INFINITY
  #asking: Promise<boolean> | undefined
  #callOff: (() => void) | undefined
  #closed = false

  constructor(ports: ReachPorts) {
    this.#ports = ports
  }

  get isAway(): boolean {
    return this.#isAway
  }

  /** True once it is known that the database answers; false where it does not, at once where that is known. */
  sure(): boolean | Promise<boolean> {
    if (this.#isAway) return false
    return this.#ports.now() - this.#provenAt < provenMs || this.#look()
  }

  /** The work, which asks something of the database. While it is waited for overlong, or where it fails, the database is asked by itself. */
  async watch<T>(work: Promise<T>): Promise<T> {
    const callOff = this.#ports.after(patienceMs, () => this.doubt())
    try {
      const result = await work
      this.#proven()
      return result
    } catch (error) {
      this.doubt()
      throw error
    } finally {
      callOff()
    }
  }

  /** Something says that it may be away: asks it now. */
  doubt(): void {
    void this.#look()
  }

  close(): void {
    this.#closed = true
    this.#callOff?.()
  }

  #look(): Promise<boolean> {
    if (this.#closed) return Promise.resolve(false)
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  async #ask(): Promise<boolean> {
    try {
      await inTime(this.#ports.ask(), answerMs, this.#ports.after)
      this.#proven()
      return true
    } catch (error) {
      this.#lost(error)
      return false
    }
  }

  #proven(): void {
    this.#provenAt = this.#ports.now()
    if (!this.#isAway) return
    this.#isAway = false
    this.#callOff?.()
    this.#ports.report('info', 'the database answers again')
  }

  #lost(error: unknown): void {
    if (this.#closed) return
    if (!this.#isAway) this.#ports.report('warn', `the database does not answer: ${messageOf(error)}. It is asked until it does`)
    this.#isAway = true
    this.#callOff?.()
    this.#callOff = this.#ports.after(againMs, () => this.doubt())
  }
}

/** What an error says, at least its name. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error)
}

/** Rejects where the answer takes too long, milliseconds; it may come all the same, to nobody. */
export async function inTime<T>(answer: Promise<T>, ms: number, after: ReachPorts['after']): Promise<T> {
  let callOff = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    callOff = after(ms, () => reject(new Error(`the database did not answer within ${ms / 1_000} s`)))
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    callOff()
  }
}
