/** `llmgen check`: all problems of the config, and nothing written. */
import { compileConfig, describePlan, jsonReport, passes, readConfigOf, readJob } from './compile-config.js'
import { type ExitCode, exitCode } from './exit.js'
import type { RawFlags } from './flags.js'
import { refuseCommandName } from './misplaced-command.js'
import { countDiagnostics, describeCounts } from './report.js'
import type { Terminal } from './terminal.js'

export async function check(flags: RawFlags, named: string | undefined, terminal: Terminal): Promise<ExitCode> {
  const job = readJob('check', flags, named, terminal)
  refuseCommandName(job.cwd, named)
  const config = readConfigOf(job)
  const compiled = await compileConfig(job, config)
  const ok = passes(job, compiled, terminal)
  if (job.formats.report === 'json') terminal.out(await jsonReport(config, compiled, { ok }))
  else if (flags.silent !== true) {
    const plan = compiled.plan === undefined ? '' : `${describePlan(compiled.plan)}; `
    terminal.out(`${config.path}: ${plan}${describeCounts(countDiagnostics(compiled.diagnostics))}\n`)
  }
  return ok ? exitCode.clean : exitCode.problems
}
