/** Gathers the lines of requests for a moment: one write for a hundred of them, which would cost more than the requests' own bytes. */

/** Longest text that waits, characters. */
const mostWaiting = 65_536
/** Longest time that a line waits, milliseconds. */
const waitMs = 100

/** Lines on their way to `write`. */
export type LineBuffer = {
  /** Written within a tenth of a second. */
  add(line: string): void
  /** Writes what waits at once: before a line that must not wait, and at the end. */
  flush(): void
}

/** A buffer. The process does not end while a line waits. */
export function createLineBuffer(write: (text: string) => void): LineBuffer {
  let waiting: string[] = []
  let size = 0
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    if (size === 0) return
    clearTimeout(timer)
    const text = waiting.join('')
    waiting = []
    size = 0
    write(text)
  }
  return {
    add(line) {
      if (size === 0) timer = setTimeout(flush, waitMs)
      waiting.push(line)
      size += line.length
      if (size > mostWaiting) flush()
    },
    flush,
  }
}
