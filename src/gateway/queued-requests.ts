/** Requests that wait behind others of their connection: one listener on the socket, however many they are. */
import type { Socket } from 'node:net'

type Waiting = { readonly acts: Set<() => void>; readonly listener: () => void }

const waiting = new WeakMap<Socket, Waiting>()

/**
 * So many requests may wait on a connection. Node stops reading one on which much waits, and does not notice then that its
 * client has gone; clients of today send no request before they have the last answer.
 */
const mostWaiting = 16

/** Calls `act` when the socket closes, unless {@link offClose} comes first. One on which too many wait is closed. */
export function onClose(socket: Socket, act: () => void): void {
  const known = waiting.get(socket)
  if (known !== undefined) {
    known.acts.add(act)
    if (known.acts.size > mostWaiting) socket.destroy()
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
