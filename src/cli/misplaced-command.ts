/** A misspelt command arrives as the name of a config, since `generate` is the default: say so instead of "no such file". */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { closest } from '../compiler/suggest.js'
import { exitCode, Stop } from './exit.js'

export const commandNames = [
  'generate',
  'check',
  'explain',
  'graph',
  'schema',
  'init',
  'mock',
  'serve',
  'prices',
  'providers',
  'db',
  'spend',
  'keys',
  'help',
] as const

export function refuseCommandName(cwd: string, named: string | undefined): void {
  if (named === undefined || /[./\\]/.test(named) || existsSync(resolve(cwd, named))) return
  const near = closest(named, commandNames)
  const exact = (commandNames as readonly string[]).includes(named)
  if (exact) throw new Stop(exitCode.misuse, `the command comes first: llmgen ${named} [options]`)
  const hint = near === undefined ? `commands are ${commandNames.join(', ')}` : `did you mean "${near}"?`
  throw new Stop(exitCode.misuse, `"${named}" is neither a command nor a config file; ${hint}`)
}
