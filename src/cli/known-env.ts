/** The environment a config is compiled against, where the user wants it known. */
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { readText } from './read-file.js'
import type { Terminal } from './terminal.js'

export type Env = { readonly [name: string]: string | undefined }

/**
 * With `--env-file` the file's variables under the process's own, as `node --env-file` has it; with `--env` the
 * process's; with neither undefined: then a variable that is not set here may well be set where the client runs.
 */
export function knownEnv(cwd: string, flags: { readonly env?: boolean; readonly envFile?: string }, terminal: Terminal): Env | undefined {
  if (flags.envFile !== undefined) return { ...parseEnv(readText(resolve(cwd, flags.envFile), flags.envFile)), ...terminal.env }
  return flags.env === true ? terminal.env : undefined
}
