/** Gathers lines that are written within one turn of the event loop: one write for a hundred requests, not a hundred. */

/** Longest text that waits, characters. */
const mostWaiting = 65_536

/** Lines on their way to `write`. */
export type LineBuffer = {
  /** Written at the end of this turn. */
  add(line: string): void
  /** Writes what waits at once: before a line that must not wait, and at the end. */
  flush(): void
}

/** A buffer that holds nothing beyond a turn. */
export function createLineBuffer(write: (text: string) => void): LineBuffer {
  let waiting = ''
  const flush = () => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    add(line) {
      if (waiting === '') setImmediate(flush)
      waiting += line
      if (waiting.length > mostWaiting) flush()
    },
    flush,
  }
}
