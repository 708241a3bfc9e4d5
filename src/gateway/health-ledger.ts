/** What checks of deployments found and cost: kept over configs that are read anew, and known to all processes of a gateway. */
import type { Probed } from './health-probe.js'
import type { Fleet } from './workers/fleet-view.js'

/** What the last check of a deployment found, and when. */
export type Checked = { readonly at: number; readonly probed: Probed }

/** `plan` is the hash of the Plan under which it was checked: of another one it says nothing. */
type Entry = { readonly checked: Checked; readonly plan: string; readonly day: number; readonly nanoUsd: number }

/** Deployments that are remembered. Beyond, those that were checked longest ago are forgotten. */
const mostRemembered = 10_000
const dayMs = 86_400_000
const topic = 'health'

/** By deployment id. */
export class HealthLedger {
  readonly #fleet: Fleet | undefined
  readonly #entries = new Map<string, Entry>()

  constructor(fleet?: Fleet) {
    this.#fleet = fleet
    // written by the same version of this file in another process
    fleet?.onShared(topic, (id, text) => this.#keep(id, JSON.parse(text) as Entry))
  }

  /** Checks in the background are this process's to make: of several processes one makes them for all. */
  get isOnDuty(): boolean {
    return this.#fleet?.isOnDuty() ?? true
  }

  /** The last check under the Plan with this hash. */
  found(id: string, plan: string): Checked | undefined {
    const entry = this.#entries.get(id)
    return entry?.plan === plan ? entry.checked : undefined
  }

  /** What the checks of the day of `now` have cost, nano-dollars. */
  spent(id: string, now: number): number {
    const entry = this.#entries.get(id)
    return entry?.day === Math.floor(now / dayMs) ? entry.nanoUsd : 0
  }

  note(id: string, plan: string, checked: Checked): void {
    const cost = checked.probed.is === 'alive' ? (checked.probed.costNanoUsd ?? 0) : 0
    const entry = { checked, plan, day: Math.floor(checked.at / dayMs), nanoUsd: this.spent(id, checked.at) + cost }
    this.#keep(id, entry)
    this.#fleet?.share(topic, id, JSON.stringify(entry))
  }

  #keep(id: string, entry: Entry): void {
    this.#entries.delete(id)
    const [oldest] = this.#entries.size >= mostRemembered ? this.#entries.keys() : []
    if (oldest !== undefined) this.#entries.delete(oldest)
    this.#entries.set(id, entry)
  }
}
