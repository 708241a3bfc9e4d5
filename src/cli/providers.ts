/** `llmgen providers`: the table of providers, or all about one. */
import { type ListedProvider, listProviders, providersPage } from '../catalog/provider-list.js'
import { closest } from '../compiler/suggest.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import type { Terminal } from './terminal.js'

export type ProvidersFlags = { readonly json?: boolean; readonly markdown?: boolean; readonly endpoint?: string }

export function providers(name: string | undefined, flags: ProvidersFlags, terminal: Terminal): ExitCode {
  const all = listProviders()
  const found = flags.endpoint === undefined ? all : withEndpoint(all, flags.endpoint)
  if (name !== undefined) {
    const one = all.find(({ prefix }) => prefix === name)
    if (one === undefined) throw unknown(name, all)
    terminal.out(flags.json === true ? `${JSON.stringify(one, undefined, 2)}\n` : details(one, terminal))
  } else if (flags.json === true) terminal.out(`${JSON.stringify(found, undefined, 2)}\n`)
  else if (flags.markdown === true) terminal.out(providersPage(found))
  else terminal.out(table(found, terminal))
  return exitCode.clean
}

function withEndpoint(all: readonly ListedProvider[], endpoint: string): readonly ListedProvider[] {
  const known = [...new Set(all.flatMap(({ endpoints }) => endpoints))].sort()
  if (known.includes(endpoint)) return all.filter(({ endpoints }) => endpoints.includes(endpoint))
  const near = closest(endpoint, known)
  throw new Stop(
    exitCode.misuse,
    `--endpoint does not know "${endpoint}"; it takes ${known.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`,
  )
}

function unknown(name: string, all: readonly ListedProvider[]): Stop {
  const near = closest(
    name,
    all.map(({ prefix }) => prefix),
  )
  return new Stop(
    exitCode.misuse,
    `no provider has the prefix "${name}"${near === undefined ? '; llmgen providers lists them all' : `; did you mean "${near}"?`}`,
  )
}

/** A line a provider; a plus sign stands where its key is in the environment. */
function table(found: readonly ListedProvider[], terminal: Terminal): string {
  const width = Math.max(0, ...found.map(({ prefix }) => prefix.length))
  const lines = found.map((one) => {
    const what = one.retired !== undefined ? `closed ${one.retired}` : one.endpoints.length === 0 ? 'no adapter' : one.endpoints.join(' ')
    return `${isSet(one, terminal) ? '+' : ' '} ${one.prefix.padEnd(width)}  ${one.name}: ${what}`
  })
  const chats = found.filter(({ endpoints, retired }) => endpoints.includes('chat') && retired === undefined).length
  return `${lines.join('\n')}\n${found.length} prefixes, ${chats} for chat; + has its key in the environment\n`
}

function isSet({ keyVariables, settings }: ListedProvider, { env }: Terminal): boolean {
  return [...keyVariables, ...Object.values(settings).flat()].some((name) => (env[name] ?? '') !== '')
}

function details(one: ListedProvider, { env }: Terminal): string {
  const state = (name: string) => `${name}${(env[name] ?? '') === '' ? '' : ' (set)'}`
  const rows: readonly (readonly [string, string])[] = [
    ['prefix', `${one.prefix}/…`],
    ['endpoints', one.endpoints.join(', ') || 'none: this version has no adapter'],
    ['wire format', one.format],
    ['base URL', one.baseUrl ?? 'api_base of the config'],
    ['base URL from', one.baseUrlVariables.map(state).join(', ')],
    ['key from', one.keyVariables.map(state).join(', ')],
    ...Object.entries(one.settings).map(([name, variables]) => [name, variables.map(state).join(', ') || 'the config'] as const),
    ['closed', one.retired ?? ''],
  ]
  const shown = rows.filter(([, text]) => text !== '')
  const width = Math.max(...shown.map(([label]) => label.length))
  return `${one.name}\n${shown.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`).join('\n')}\n`
}
