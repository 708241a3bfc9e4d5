/** `llmgen schema`: the config's JSON schema, for editors. */
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type ExitCode, exitCode } from './exit.js'
import type { Terminal } from './terminal.js'
import { writeOutput } from './write-output.js'

/** Where the schema stands in this package, in `src` as in `dist`. */
export const schemaUrl: URL = new URL('../../schema/litellm-config.schema.json', import.meta.url)

export async function schema(
  flags: { readonly cwd?: string; readonly out?: string; readonly silent?: boolean },
  terminal: Terminal,
): Promise<ExitCode> {
  const text = readFileSync(schemaUrl, 'utf8')
  if (flags.out === undefined) {
    terminal.out(text)
    return exitCode.clean
  }
  const path = resolve(terminal.cwd, flags.cwd ?? '', flags.out)
  writeOutput(dirname(path), [{ path: basename(path), text }])
  if (flags.silent !== true)
    terminal.out(`schema written to ${flags.out}\nname it in the first line of the config: # yaml-language-server: $schema=${flags.out}\n`)
  return exitCode.clean
}
