/** Requests that wait behind others of their connection: one listener on the socket, however many they are. */
import type { Socket } from 'node:net'

type Waiting = { readonly acts: Set<() => void>; readonly listener: () => void }

const waiting = new WeakMap<Socket, Waiting>()

/** Calls `act` when the socket closes, unless {@link offClose} comes first. */
export function onClose(socket: Socket, act: () => void): void {
  const known = waiting.get(socket)
  if (known !== undefined) {
    known.acts.add(act)
    return
  }
  const acts = new Set([act])
  const listener = () => {
    for (const each of [...acts]) each()
  }
  waiting.set(socket, { acts, listener })
  socket.once('close', listener)
}

/** Takes `act` back. With the last one the listener leaves the socket. */
export function offClose(socket: Socket, act: () => void): void {
  const known = waiting.get(socket)
  if (known === undefined) return
  known.acts.delete(act)
  if (known.acts.size > 0) return
  waiting.delete(socket)
  socket.off('close', known.listener)
}
