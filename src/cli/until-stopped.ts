/** Waiting for the user to stop a command that runs until then. */

/** Settles once `stopped` is aborted. */
export function untilStopped(stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => (stopped.aborted ? resolve() : stopped.addEventListener('abort', () => resolve(), { once: true })))
}
