/** `llmgen init`: a first config from the keys that are there. */
import { existsSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { readIfThere } from './read-file.js'
import { type Starter, starters } from './starter-models.js'
import type { Terminal } from './terminal.js'
import { writeOutput } from './write-output.js'

export type InitFlags = { readonly cwd?: string; readonly out?: string; readonly force?: boolean; readonly silent?: boolean }

/** Never asks: it writes what it found and says what it did. Key values are not read, only whether they are set. */
export async function init(flags: InitFlags, terminal: Terminal): Promise<ExitCode> {
  const cwd = resolve(terminal.cwd, flags.cwd ?? '')
  const path = flags.out ?? 'litellm_config.yaml'
  const target = resolve(cwd, path)
  if (flags.force !== true && existsSync(target)) {
    throw new Stop(exitCode.misuse, `${path} is there already; --force overwrites it, --out FILE writes elsewhere`)
  }
  const found = foundKeys({ ...parseEnv(readIfThere(join(cwd, '.env')) ?? ''), ...terminal.env })
  writeOutput(dirname(target), [{ path: basename(target), text: starterConfig(found, schemaReference(dirname(target))) }])
  if (flags.silent !== true) terminal.out(summary(path, found))
  return exitCode.clean
}

/** Providers whose key is set, not empty. */
export function foundKeys(env: { readonly [name: string]: string | undefined }): readonly Starter[] {
  return starters.filter((starter) => (env[starter.variable] ?? '') !== '')
}

function summary(path: string, found: readonly Starter[]): string {
  const keys =
    found.length === 0
      ? 'no *_API_KEY found: it uses OPENAI_API_KEY and ANTHROPIC_API_KEY'
      : `for ${found.map((each) => each.variable).join(', ')}`
  return `${path} written, ${keys}\nnext: llmgen, then import { llm } from './generated/index.js'\n`
}

/** Path of the schema as the editor finds it from the config's folder. */
function schemaReference(folder: string): string {
  const inPackage = 'node_modules/llmgen/schema/litellm-config.schema.json'
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, inPackage)))
      return `./${relative(folder, join(at, inPackage)).replaceAll('\\', '/')}`.replace(/^\.\/\.\.\//, '../')
    if (dirname(at) === at) return `./${inPackage}`
  }
}

/** The config as text, with comments that say what each part is for. */
export function starterConfig(found: readonly Starter[], schemaPath: string): string {
  const used = found.length > 0 ? found : starters.slice(0, 2)
  const [first, ...others] = used
  const chain = others.map((each) => each.name).join(', ')
  const fallbacks =
    first === undefined || chain === ''
      ? []
      : ['  # When a model fails, these are tried in order.', '  fallbacks:', `    - ${first.name}: [${chain}]`]
  return [
    `# yaml-language-server: $schema=${schemaPath}`,
    '# Compiled by llmgen into a typed client. Run `npx llmgen` after a change.',
    '',
    '# model_name is what your code calls. Several entries with one name share its load.',
    'model_list:',
    ...used.flatMap(entry),
    'router_settings:',
    '  # Tries after the first one, within a model name.',
    '  num_retries: 2',
    '  # Seconds for one try.',
    '  timeout: 60',
    ...fallbacks,
    '',
  ].join('\n')
}

function entry({ name, model, provider, variable, params = {} }: Starter): readonly string[] {
  return [
    `  # ${provider}`,
    `  - model_name: ${name}`,
    '    litellm_params:',
    `      model: ${model}`,
    ...Object.entries(params).map(([key, value]) => `      ${key}: ${value}`),
    `      api_key: os.environ/${variable}`,
    '',
  ]
}
