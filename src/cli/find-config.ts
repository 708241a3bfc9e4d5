/** Finds and reads the config a command is about. */
import { resolve } from 'node:path'
import { codeOf, exitCode, Stop } from './exit.js'
import { readText } from './read-file.js'

/** Names tried, in this order, where none is given. */
export const configNames = ['litellm_config.yaml', 'config.yaml', 'proxy_config.yaml'] as const

/** `path` is as the user wrote it, relative to `cwd`; diagnostics show it so. */
export type ConfigFile = { readonly path: string; readonly absolute: string; readonly text: string }

/** Stops with exit 2 where no config is named and none is found, with 3 where one cannot be read. */
export function findConfig(cwd: string, named: string | undefined): ConfigFile {
  if (named !== undefined) return readConfig(cwd, named)
  for (const path of configNames) {
    try {
      return readConfig(cwd, path)
    } catch (cause) {
      if (!(cause instanceof Stop) || codeOf(cause.cause) !== 'ENOENT') throw cause
    }
  }
  throw new Stop(
    exitCode.misuse,
    `no config found: there is no ${configNames.join(', no ')} in ${cwd}\nName one with --config FILE, or write a first one with: llmgen init`,
  )
}

function readConfig(cwd: string, path: string): ConfigFile {
  const absolute = resolve(cwd, path)
  return { path, absolute, text: readText(absolute, path) }
}
