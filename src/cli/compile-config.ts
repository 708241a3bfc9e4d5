/** What `check` and `generate` share: find the config, compile it, show what was found, decide whether it passes. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CompileResult, compile } from '../compiler/compile.js'
import { exitCode, Stop } from './exit.js'
import { type ConfigFile, findConfig } from './find-config.js'
import { type Formats, type RawFlags, readFormats, readWhole } from './flags.js'
import { type Env, knownEnv } from './known-env.js'
import { findPrices } from './price-file.js'
import { readIfThere } from './read-file.js'
import { type Counts, countDiagnostics, report } from './report.js'
import type { Terminal } from './terminal.js'

/** The command line, read and checked. */
export type Job = {
  /** Absolute folder the command works in. */
  readonly cwd: string
  readonly named: string | undefined
  readonly formats: Formats
  readonly env: Env | undefined
  readonly maxWarnings: number | undefined
  readonly flags: RawFlags
}

export function readJob(kind: 'generate' | 'check', flags: RawFlags, named: string | undefined, terminal: Terminal): Job {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  if (!existsSync(cwd)) throw new Stop(exitCode.io, `cannot work in ${cwd}: there is no such folder`)
  if (named !== undefined && flags.config !== undefined) {
    throw new Stop(exitCode.misuse, `the config is named twice: ${named} and --config ${flags.config}`)
  }
  return {
    cwd,
    named: named ?? flags.config,
    formats: readFormats(flags, kind, terminal.env),
    env: knownEnv(cwd, flags, terminal),
    maxWarnings: readWhole('--max-warnings', flags.maxWarnings),
    flags,
  }
}

export function readConfigOf(job: Job): ConfigFile {
  return findConfig(job.cwd, job.named)
}

/** Everything up to the Plan; `generate` emits what it needs from that. */
export function compileConfig(job: Job, config: ConfigFile): Promise<CompileResult> {
  const { flags, env } = job
  const prices = findPrices(job.cwd, config.path, flags.prices)
  return compile({
    source: config.text,
    path: config.path,
    // an include that is not there is a diagnostic at its line; one that cannot be read is an I/O failure
    readFile: (path) => readIfThere(resolve(job.cwd, path), path),
    emit: false,
    options: {
      ...(flags.allowUnknown === true && { allowUnknown: true }),
      ...(flags.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
      ...(env !== undefined && { env }),
      ...(prices !== undefined && { prices }),
    },
  })
}

/** Shows the diagnostics; true where nothing stands in the way of using the config. */
export function passes(job: Job, compiled: CompileResult, terminal: Terminal): boolean {
  report(compiled.diagnostics, compiled.sources, job.formats.report, terminal)
  const counts = countDiagnostics(compiled.diagnostics)
  if (counts.error > 0 || compiled.plan === undefined) return false
  if (!tooManyWarnings(job, counts)) return true
  if (job.formats.report !== 'json')
    terminal.err(`llmgen: ${counts.warning} warning${counts.warning === 1 ? '' : 's'}, and --max-warnings allows ${job.maxWarnings}\n`)
  return false
}

function tooManyWarnings(job: Job, counts: Counts): boolean {
  return job.maxWarnings !== undefined && counts.warning > job.maxWarnings
}

/** `2 model names, 3 deployments, latency-based-routing`. */
export function describePlan(plan: NonNullable<CompileResult['plan']>): string {
  const names = plan.groups.length + plan.wildcards.length
  const count = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`
  return `${count(names, 'model name')}, ${count(plan.deployments.length, 'deployment')}, ${plan.routing.strategy}`
}

/** The JSON document that stands for all other output under `--format json`. */
export async function jsonReport(
  config: ConfigFile,
  compiled: CompileResult,
  result: { readonly ok: boolean; readonly [key: string]: unknown },
): Promise<string> {
  const { toJsonDiagnostic } = await import('./render-json.js')
  const { sortDiagnostics } = await import('./report.js')
  const counts = countDiagnostics(compiled.diagnostics)
  const diagnostics = sortDiagnostics(compiled.diagnostics).map((each) => toJsonDiagnostic(each, compiled.sources))
  return `${JSON.stringify({ config: config.path, ...result, errors: counts.error, warnings: counts.warning, notes: counts.note, diagnostics }, undefined, 2)}\n`
}
