/** Where a recorder hears what events do not tell. A client without one pays a look at an absent member. */
import type { Failure } from '../../protocol/failure.js'
import type { PricedUsage } from '../cost.js'
import type { Engine } from '../engine.js'
import type { Run, Site } from '../run.js'
import type { Environment } from '../settings.js'

export type TraceHooks = {
  /** A call begins; nothing was picked yet. */
  readonly called: (run: Run) => void
  /** The first content of a stream came. */
  readonly opened: (site: Site) => void
  /** An attempt answered: before anything learns from it, and after `site.spent` is known. */
  readonly answered: (site: Site, usage: PricedUsage | undefined, costNanoUsd: number | undefined) => void
  /** An attempt failed, or its deployment cannot be asked: before the event. */
  readonly failed: (run: Run, index: number, failure: Failure) => void
}

/** Where a client runs. `ownClock`: its clock is that of the machine. */
export type TracedPlace = { readonly env: Environment; readonly ownClock: boolean }

/** What `createLlm({ trace })` takes; `recordTrace` makes it. */
export type Tracer = {
  /** The engine with clock, random numbers, waits and events led through the recorder. */
  attach(engine: Engine, place: TracedPlace): Engine
}
