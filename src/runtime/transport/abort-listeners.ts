/** One listener on a signal, however many calls share it: Node warns of a leak at the eleventh. */
import type { AbortSignalLike } from '../../protocol/http.js'

type Shared = { readonly acts: Set<() => void>; readonly listener: () => void }

const sharedBy = new WeakMap<AbortSignalLike, Shared>()

/** Calls `act` when `signal` aborts, unless {@link offAbort} comes first. */
export function onAbort(signal: AbortSignalLike, act: () => void): void {
  // A signal of another make does not warn, and costs nothing this way.
  if (!(signal instanceof EventTarget)) {
    signal.addEventListener('abort', act)
    return
  }
  const known = sharedBy.get(signal)
  if (known !== undefined) {
    known.acts.add(act)
    return
  }
  const acts = new Set([act])
  const listener = () => {
    for (const each of [...acts]) each()
  }
  sharedBy.set(signal, { acts, listener })
  signal.addEventListener('abort', listener)
}

/** Takes `act` back. With the last one the listener leaves the signal. */
export function offAbort(signal: AbortSignalLike, act: () => void): void {
  if (!(signal instanceof EventTarget)) {
    signal.removeEventListener('abort', act)
    return
  }
  const known = sharedBy.get(signal)
  if (known === undefined) return
  known.acts.delete(act)
  if (known.acts.size > 0) return
  sharedBy.delete(signal)
  signal.removeEventListener('abort', known.listener)
}
