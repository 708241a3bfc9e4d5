/** `llmgen generate`: config in, client out; and the same run again, and again, under `--watch`. */
import { dirname, join, relative, resolve } from 'node:path'
import type { Compiled } from '../compiler/compile.js'
import { compileConfig, describePlan, jsonReport, type Job, passes, readConfigOf, readJob } from './compile-config.js'
import { shortDiff } from './diff.js'
import { exitCode, type ExitCode, Stop } from './exit.js'
import type { ConfigFile } from './find-config.js'
import type { RawFlags } from './flags.js'
import { refuseCommandName } from './misplaced-command.js'
import { fingerprint, isIntact, obsoleteFiles, readIfThere, readStamp, sha256, stampFile } from './output-stamp.js'
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
  const analysed = await compileConfig(job, config, false)
  const sources = analysed.sources.map((source) => resolve(job.cwd, source.path))
  if (!passes(job, analysed, terminal)) {
    if (job.formats.report === 'json') terminal.out(await jsonReport(config, analysed, { ok: false, written: [] }))
    else terminal.err(`llmgen: nothing written, ${target.shown} stays as it was\n`)
    return { code: exitCode.problems, sources }
  }
  const outcome = await settle({ job, config, target, analysed })
  if (job.formats.report === 'json') terminal.out(await jsonReport(config, analysed, { ok: !outcome.stale, state: outcome.state, out: target.shown, files: outcome.paths }))
  else tell(job, { config, analysed, target, outcome, ms: terminal.now() - started }, terminal)
  return { code: outcome.stale ? exitCode.problems : exitCode.clean, sources }
}

type Target = { readonly folder: string; readonly shown: string }

function targetOf(job: Job, config: ConfigFile): Target {
  const folder = job.flags.out === undefined ? join(dirname(config.absolute), 'generated') : resolve(job.cwd, job.flags.out)
  return { folder, shown: `${relative(job.cwd, folder) || '.'}/` }
}

type Outcome = {
  readonly state: 'unchanged' | 'written' | 'stale'
  readonly stale: boolean
  readonly paths: readonly string[]
  readonly bytes: number
  readonly diff: string
}

type Work = { readonly job: Job; readonly config: ConfigFile; readonly target: Target; readonly analysed: Compiled }

/** Leaves the output as it should be, or says how it differs. */
async function settle({ job, config, target, analysed }: Work): Promise<Outcome> {
  const stamp = readStamp(target.folder)
  const from = fingerprint({
    planHash: analysed.plan?.hash ?? '',
    sources: analysed.sources.map(({ path, text }) => [path, sha256(text)]),
    options: { format: job.formats.emit, openaiErrors: job.flags.openaiErrors === true, out: job.flags.out ?? null },
  })
  if (stamp?.from === from && isIntact(target.folder, stamp)) {
    return { state: 'unchanged', stale: false, paths: [...stamp.files.keys()], bytes: 0, diff: '' }
  }
  const { files } = await compileConfig(job, config, true)
  const paths = files.map((file) => file.path)
  const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.text), 0)
  const obsolete = obsoleteFiles(target.folder, stamp, files)
  if (job.flags.check === true) {
    const diff = diffOf(target.folder, files, obsolete)
    return { state: diff === '' ? 'unchanged' : 'stale', stale: diff !== '', paths, bytes, diff }
  }
  writeOutput(target.folder, [...files, stampFile(from, files)], obsolete)
  return { state: 'written', stale: false, paths, bytes, diff: '' }
}

function diffOf(folder: string, files: readonly OutputFile[], obsolete: readonly string[]): string {
  const changed = files.map(({ path, text }) => shortDiff(path, readIfThere(join(folder, path)), text))
  return [...changed, ...obsolete.map((path) => shortDiff(path, '', undefined))].join('')
}

type Told = { readonly config: ConfigFile; readonly analysed: Compiled; readonly target: Target; readonly outcome: Outcome; readonly ms: number }

/** Two lines: what was compiled; where it went and how long it took. */
function tell(job: Job, { config, analysed, target, outcome, ms }: Told, terminal: Terminal): void {
  if (outcome.state === 'stale') {
    terminal.out(outcome.diff)
    terminal.err(`llmgen: ${target.shown} is stale: it is not what ${config.path} compiles to; run: llmgen generate${job.flags.out === undefined ? '' : ` --out ${job.flags.out}`}\n`)
    return
  }
  if (job.flags.silent === true || analysed.plan === undefined) return
  const files = `${outcome.paths.length} file${outcome.paths.length === 1 ? '' : 's'}`
  const what = outcome.state === 'unchanged' ? `${target.shown} is up to date (${files})` : `${target.shown} written (${files}, ${(outcome.bytes / 1000).toFixed(1)} kB)`
  terminal.out(`${config.path}: ${describePlan(analysed.plan)}\n${what} in ${(ms / 1000).toFixed(2)} s\n`)
}
