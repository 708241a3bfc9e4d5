/** Clients by what they call, so that the second call of a model costs what a generated client's call costs. */
import { isFault } from '../protocol/failure.js'
import type { Endpoint } from '../providers/adapter.js'
import type { Entry } from './lower-entries.js'
import { type OpenClient, openClient } from './open-client.js'
import { currentSettings } from './settings.js'

/** Most clients kept; the one that was not used for longest goes first, and calls on their way keep it. */
export const mostClients = 200

type Slot = { open: OpenClient | undefined; readonly opening: Promise<OpenClient> }

const slots = new Map<string, Slot>()
let version = 0

/** The client for these models, at once where it is there. Rejects with the error of a model that cannot be called. */
export function clientFor(endpoint: Endpoint, key: string, entries: readonly Entry[]): OpenClient | Promise<OpenClient> {
  if (version !== currentSettings().version) forgetAll()
  const place = `${endpoint} ${key}`
  const slot = slots.get(place)
  if (slot !== undefined && slot.open?.isCurrent() !== false) {
    // the order of the map is that of use
    slots.delete(place)
    slots.set(place, slot)
    return slot.open ?? slot.opening
  }
  return open(place, endpoint, entries)
}

function open(place: string, endpoint: Endpoint, entries: readonly Entry[]): Promise<OpenClient> {
  const opening = start(endpoint, entries)
  const slot: Slot = { open: undefined, opening }
  slots.set(place, slot)
  const [oldest] = slots.keys()
  if (slots.size > mostClients && oldest !== undefined) slots.delete(oldest)
  opening.then(
    (made) => {
      slot.open = made
    },
    // Whoever waits for it gets the error; the next call tries again.
    () => {
      if (slots.get(place) === slot) slots.delete(place)
    },
  )
  return opening
}

async function start(endpoint: Endpoint, entries: readonly Entry[]): Promise<OpenClient> {
  const shared = currentSettings()
  const opened = await openClient(entries, endpoint, shared)
  if (isFault(opened)) throw shared.errors.create(opened.failure, [])
  return opened
}

function forgetAll(): void {
  slots.clear()
  version = currentSettings().version
}
