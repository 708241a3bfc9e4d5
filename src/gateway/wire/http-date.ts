/** Headers of connections that are kept, with the time as HTTP writes it: made anew once a second. */

let second = -1
let date = ''
let keptMs = -1
let keptLines = ''

/** `Date`, as a line. */
export function dateLine(): string {
  const now = Math.floor(Date.now() / 1_000)
  if (now !== second) {
    second = now
    date = `Date: ${new Date(now * 1_000).toUTCString()}\r\n`
    keptMs = -1
  }
  return date
}

/** The same with those of a connection that is kept open so long, milliseconds. */
export function keptConnectionLines(ms: number): string {
  const line = dateLine()
  if (ms !== keptMs) {
    keptMs = ms
    keptLines = [line, 'Connection: keep-alive\r\nKeep-Alive: timeout=', Math.floor(ms / 1_000), '\r\n'].join('')
  }
  return keptLines
}
