/** `rpm` and `tpm` as preferences: counted by each client for itself, and exceeded where no other deployment is left. */
import type { Settlement } from '../../protocol/state-store.js'
import { marksOf } from '../limits/limit-marks.js'
import type { Site } from '../run.js'
import { BucketWindow } from '../state-store/bucket-window.js'
import { type Limited, minuteMs } from './deployment-limits.js'

type Counts = {
  readonly requests: BucketWindow
  readonly tokens: BucketWindow
  /** Of an average call, by what providers report: to read each prompt would cost more than a preference is worth. */
  usual: number
}
type Counted = { readonly place: number; readonly tokens: number }

/** Weight of the last call in the average. */
const newest = 0.1

export class PreferredLimits {
  readonly #limitedOf: (site: Site) => Limited | undefined
  readonly #counts = new Map<number, Counts>()
  readonly #counted = new WeakMap<Site, Counted>()

  constructor(limitedOf: (site: Site) => Limited | undefined) {
    this.#limitedOf = limitedOf
  }

  /** Counts an attempt, and marks its deployment where the next one would be over. */
  admitted(site: Site): void {
    const of = this.#limitedOf(site)
    if (of === undefined) return
    const { engine } = site.run
    const now = engine.now()
    const marks = marksOf(engine.state)
    const { requests, tokens, usual } = this.#countsOf(site)
    if (of.rpm !== undefined) {
      requests.take(1, now)
      const freeAt = requests.freeAt(of.rpm, 1, now)
      if (freeAt > now) marks.reach(of.requestsMark, freeAt, 0, requests.used(now))
    }
    if (of.tpm === undefined) return
    const amount = Math.min(usual, of.tpm)
    this.#counted.set(site, { place: tokens.take(amount, now), tokens: amount })
    const freeAt = tokens.freeAt(of.tpm, amount, now)
    if (freeAt > now) marks.reach(of.tokensMark, freeAt, 0, tokens.used(now))
  }

  /** Replaces the average by what was used. */
  settled(site: Site, { tokens }: Settlement): void {
    const counted = this.#counted.get(site)
    if (counted === undefined || tokens === undefined) return
    this.#counted.delete(site)
    const of = this.#limitedOf(site)
    if (of?.tpm === undefined) return
    const { engine } = site.run
    const now = engine.now()
    const counts = this.#countsOf(site)
    counts.tokens.replace(counted.place, tokens - counted.tokens, now)
    // A failed call says nothing about the size of calls.
    if (tokens > 0) counts.usual += (tokens - counts.usual) * newest
    const freeAt = counts.tokens.freeAt(of.tpm, Math.min(counts.usual, of.tpm), now)
    if (freeAt === 0) of.tokensMark.until = 0
    else marksOf(engine.state).reach(of.tokensMark, freeAt, 0, counts.tokens.used(now))
  }

  #countsOf({ index, run: { engine } }: Site): Counts {
    const known = this.#counts.get(index)
    if (known !== undefined) return known
    const { promptTokens, replyTokens } = engine.state
    const made = { requests: new BucketWindow(minuteMs), tokens: new BucketWindow(minuteMs), usual: promptTokens + replyTokens }
    this.#counts.set(index, made)
    return made
  }
}
