/** Everything a command sees of the process it runs in; tests hand in their own. */

export type Terminal = {
  readonly cwd: string
  readonly env: { readonly [name: string]: string | undefined }
  /** Results. */
  out(text: string): void
  /** Diagnostics and complaints. */
  err(text: string): void
  /** May diagnostics be coloured? */
  readonly colour: boolean
  /** Milliseconds, of any start. */
  now(): number
  /** All of stdin. Absent where there is none. */
  input?(): Promise<string>
  /** Takes over Ctrl-C: the signal aborts then. For commands that run until they are stopped. */
  stopped(): AbortSignal
}

/** The real process. Colours only where stderr is a terminal and `NO_COLOR` is not set. */
export function processTerminal(): Terminal {
  const { env } = process
  return {
    cwd: process.cwd(),
    env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: process.stderr.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb',
    now: () => performance.now(),
    stopped: stopSignal,
    input: readInput,
  }
}

/** A terminal is asked too: whoever types ends with Ctrl-D. */
async function readInput(): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces).toString('utf8')
}

/** The first SIGINT or SIGTERM aborts; a second one ends the process as usual. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name))
  return stop.signal
}

/** Wraps in an ANSI style, or not. */
export type Paint = (style: Style, text: string) => string
type Style = 'bold' | 'red' | 'yellow' | 'blue' | 'cyan' | 'green'
const codes: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
}

export function painter(colour: boolean): Paint {
  return (style, text) => (colour ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text)
}
