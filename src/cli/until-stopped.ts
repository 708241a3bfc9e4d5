/** Waiting for the user to stop a command that runs until then. */

/** Settles once `stopped` is aborted. */
export function untilStopped(stopped: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (stopped.aborted) resolve(undefined)
    else stopped.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}
