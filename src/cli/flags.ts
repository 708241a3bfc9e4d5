/** Words of the command line as data: checked once, before a command begins. */
import { closest } from '../compiler/suggest.js'
import { exitCode, Stop } from './exit.js'
import type { Env } from './known-env.js'
import { type ReportFormat, reportFormats } from './report.js'

export const emitFormats = ['ts', 'js'] as const
export type EmitFormat = (typeof emitFormats)[number]

/** What commander hands over for `generate` and `check`; absent is not given. */
export type RawFlags = {
  readonly cwd?: string
  readonly config?: string
  readonly out?: string
  readonly format?: readonly string[]
  readonly emit?: string
  readonly report?: string
  readonly env?: boolean
  readonly envFile?: string
  readonly allowUnknown?: boolean
  readonly allowLiteralSecrets?: boolean
  readonly maxWarnings?: string
  readonly prices?: string
  readonly openaiErrors?: boolean
  readonly runtime?: string
  readonly check?: boolean
  readonly watch?: boolean
  readonly silent?: boolean
}

export const runtimes = ['node', 'fetch'] as const
export type RuntimeWord = (typeof runtimes)[number]

/** What the client is to run on; `node` where nothing is said. */
export function readRuntime(word: string | undefined): RuntimeWord {
  const known = runtimes.find((each) => each === word)
  if (word !== undefined && known === undefined) throw wrongWord('--runtime', word, runtimes)
  return known ?? 'node'
}

export type Formats = { readonly emit: EmitFormat; readonly report: ReportFormat }

/**
 * `--format` takes words of both kinds, which do not overlap: `ts js` for the client, `text line json github` for
 * diagnostics. `--emit` and `--report` name one kind. The last word of a kind wins.
 */
export function readFormats(flags: Pick<RawFlags, 'format' | 'emit' | 'report'>, kind: 'generate' | 'check', env: Env): Formats {
  const usual: ReportFormat = env.GITHUB_ACTIONS === 'true' ? 'github' : 'text'
  let formats: Formats = { emit: 'ts', report: usual }
  for (const word of (flags.format ?? []).flatMap((each) => each.split(','))) {
    if (isReport(word)) formats = { ...formats, report: word }
    else if (isEmit(word) && kind === 'generate') formats = { ...formats, emit: word }
    else throw wrongWord('--format', word, kind === 'generate' ? [...emitFormats, ...reportFormats] : reportFormats)
  }
  if (flags.emit !== undefined) {
    if (!isEmit(flags.emit)) throw wrongWord('--emit', flags.emit, emitFormats)
    formats = { ...formats, emit: flags.emit }
  }
  if (flags.report !== undefined) {
    if (!isReport(flags.report)) throw wrongWord('--report', flags.report, reportFormats)
    formats = { ...formats, report: flags.report }
  }
  return formats
}

function isReport(word: string): word is ReportFormat {
  return (reportFormats as readonly string[]).includes(word)
}

function isEmit(word: string): word is EmitFormat {
  return (emitFormats as readonly string[]).includes(word)
}

function wrongWord(option: string, word: string, known: readonly string[]): Stop {
  const near = closest(word, known)
  const hint = near === undefined ? '' : `; did you mean "${near}"?`
  return new Stop(exitCode.misuse, `${option} does not know "${word}"; it takes ${known.join(', ')}${hint}`)
}

/** A whole number within bounds, or exit 2. Undefined stays undefined. */
export function readWhole(option: string, text: string | undefined, max = Number.MAX_SAFE_INTEGER): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > max)
    throw new Stop(
      exitCode.misuse,
      `${option} needs a whole number from 0${max < Number.MAX_SAFE_INTEGER ? ` to ${max}` : ' up'}, not "${text}"`,
    )
  return value
}
