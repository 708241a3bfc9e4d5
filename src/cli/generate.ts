/** `llmgen generate`: config in, client out; and the same run again, and again, under `--watch`. */
import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { EmitOptions } from '../compiler/emit/emit.js'
import type { Source } from '../compiler/source.js'
import type { Plan } from '../plan/plan.js'
import { compileConfig, describePlan, type Job, jsonReport, passes, readConfigOf, readJob } from './compile-config.js'
import { shortDiff } from './diff.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import type { ConfigFile } from './find-config.js'
import { type RawFlags, readRuntime } from './flags.js'
import type { Env } from './known-env.js'
import { refuseCommandName } from './misplaced-command.js'
import { fingerprint, isIntact, obsoleteFiles, readStamp, sha256, stampPlace, writeStamp } from './output-stamp.js'
import { readIfThere } from './read-file.js'
import type { Terminal } from './terminal.js'
import { type OutputFile, writeOutput } from './write-output.js'

/** One run: the code for the shell, and the files it read, which `--watch` then watches. */
export type Run = { readonly code: ExitCode; readonly sources: readonly string[] }

export async function generateCommand(flags: RawFlags, named: string | undefined, terminal: Terminal): Promise<ExitCode> {
  if (flags.watch === true && flags.check === true) throw new Stop(exitCode.misuse, '--watch and --check exclude each other')
  const job = readJob('generate', flags, named, terminal)
  refuseCommandName(job.cwd, named)
  if (flags.watch !== true) return (await generate(job, terminal)).code
  const { watch } = await import('./watch.js')
  return watch(job, terminal)
}

export async function generate(job: Job, terminal: Terminal): Promise<Run> {
  const started = terminal.now()
  const config = readConfigOf(job)
  const target = targetOf(job, config)
  const analysed = await compileConfig(job, config)
  const sources = analysed.sources.map((source) => resolve(job.cwd, source.path))
  const { plan } = analysed
  if (!passes(job, analysed, terminal) || plan === undefined) {
    if (job.formats.report === 'json') terminal.out(await jsonReport(config, analysed, { ok: false, written: [] }))
    else terminal.err(`llmgen: nothing written, ${target.shown} stays as it was\n`)
    return { code: exitCode.problems, sources }
  }
  const outcome = await settle({ job, config, target, plan, sources: analysed.sources }, terminal.env)
  const stale = outcome.state === 'stale'
  if (job.formats.report === 'json')
    terminal.out(await jsonReport(config, analysed, { ok: !stale, state: outcome.state, out: target.shown, files: outcome.paths }))
  else tell(job, { config, plan, target, outcome, ms: terminal.now() - started }, terminal)
  return { code: stale ? exitCode.problems : exitCode.clean, sources }
}

/** `usual` is true where the folder needs no `--out`. */
type Target = { readonly folder: string; readonly shown: string; readonly usual: boolean }

function targetOf(job: Job, config: ConfigFile): Target {
  const usual = join(dirname(config.absolute), 'generated')
  const folder = job.flags.out === undefined ? usual : resolve(job.cwd, job.flags.out)
  return { folder, shown: `${relative(job.cwd, folder) || '.'}/`, usual: folder === usual }
}

type Outcome = {
  readonly state: 'unchanged' | 'written' | 'stale'
  readonly paths: readonly string[]
  readonly bytes: number
  readonly diff: string
}

type Work = {
  readonly job: Job
  readonly config: ConfigFile
  readonly target: Target
  readonly plan: Plan
  readonly sources: readonly Source[]
}

/** Leaves the output as it should be, or says how it differs. */
async function settle({ job, config, target, plan, sources }: Work, env: Env): Promise<Outcome> {
  const options = emitOptions(job, config, target)
  const place = stampPlace(target.folder, env)
  const stamp = readStamp(place)
  const from = fingerprint({
    planHash: plan.hash,
    sources: sources.map(({ text }) => sha256(text)),
    options: { ...options, source: options.source.path },
  })
  if (stamp?.from === from && isIntact(target.folder, stamp))
    return { state: 'unchanged', paths: [...stamp.files.keys()], bytes: 0, diff: '' }
  const { emit } = await import('../compiler/emit/emit.js')
  const files = await emit(plan, options)
  const obsolete = obsoleteFiles(target.folder, files)
  const made = { paths: files.map((file) => file.path), bytes: files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0) }
  if (job.flags.check === true) {
    const diff = diffOf(target.folder, files, obsolete)
    return { ...made, state: diff === '' ? 'unchanged' : 'stale', diff }
  }
  writeOutput(target.folder, files, obsolete)
  writeStamp(place, from, files)
  return { ...made, state: 'written', diff: '' }
}

/** The header names paths as seen from the project's root: the same wherever this runs. */
function emitOptions(job: Job, config: ConfigFile, target: Target): EmitOptions {
  const { emit: format } = job.formats
  const openaiErrors = job.flags.openaiErrors === true
  const runtime = readRuntime(job.flags.runtime)
  const base = projectRoot(dirname(config.absolute))
  const shown = (path: string) => relative(base, path).split(sep).join('/') || '.'
  const words = [
    'npx llmgen generate --config',
    shown(config.absolute),
    ...(target.usual ? [] : ['--out', shown(target.folder)]),
    ...(format === 'js' ? ['--emit js'] : []),
    ...(openaiErrors ? ['--openai-errors'] : []),
    ...(runtime === 'fetch' ? ['--runtime fetch'] : []),
  ]
  return { format, openaiErrors, runtime, source: { path: shown(config.absolute), text: config.text }, command: words.join(' ') }
}

/** Nearest folder above with a package.json; else the folder itself. */
function projectRoot(folder: string): string {
  for (let at = folder; dirname(at) !== at; at = dirname(at)) if (existsSync(join(at, 'package.json'))) return at
  return folder
}

function diffOf(folder: string, files: readonly OutputFile[], obsolete: readonly string[]): string {
  const changed = files.map(({ path, text }) => shortDiff(path, readIfThere(join(folder, path)), text))
  return [...changed, ...obsolete.map((path) => shortDiff(path, '', undefined))].join('')
}

type Told = {
  readonly config: ConfigFile
  readonly plan: Plan
  readonly target: Target
  readonly outcome: Outcome
  readonly ms: number
}

/** Two lines: what was compiled; where it went and how long it took. */
function tell(job: Job, { config, plan, target, outcome, ms }: Told, terminal: Terminal): void {
  if (outcome.state === 'stale') {
    terminal.out(outcome.diff)
    terminal.err(
      `llmgen: ${target.shown} is stale: it is not what ${config.path} compiles to; run: ${emitOptions(job, config, target).command}\n`,
    )
    return
  }
  if (job.flags.silent === true) return
  const files = `${outcome.paths.length} file${outcome.paths.length === 1 ? '' : 's'}`
  const what =
    outcome.state === 'unchanged'
      ? `${target.shown} is up to date (${files})`
      : `${target.shown} written (${files}, ${(outcome.bytes / 1000).toFixed(1)} kB)`
  terminal.out(`${config.path}: ${describePlan(plan)}\n${what} in ${(ms / 1000).toFixed(2)} s\n`)
}
