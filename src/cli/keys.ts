/** `llmgen keys …`: virtual keys of a running gateway, and the hash of a key. */
import { hashKey, keyPrefix, toHash } from '../gateway/auth/key-text.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { type Answer, type GatewayLink, type LinkFlags, linkTo } from './gateway-link.js'
import { keyTable } from './keys-table.js'
import type { Terminal } from './terminal.js'

export type KeysFlags = LinkFlags & {
  readonly json?: boolean
  readonly silent?: boolean
  readonly alias?: string
  readonly user?: string
  readonly team?: string
}

export type NewKeyFlags = KeysFlags & {
  readonly organization?: string
  readonly budget?: string
  readonly models?: string
  readonly tags?: string
  readonly routes?: string
  readonly maxBudget?: string
  readonly budgetDuration?: string
  readonly duration?: string
  readonly tpm?: string
  readonly rpm?: string
  readonly maxParallel?: string
  readonly metadata?: string
}

/** Most that the gateway gives at a time. */
const pageSize = 100

/** Every key that the filters leave, as a table or as JSON. */
export async function listKeys(flags: KeysFlags, terminal: Terminal): Promise<ExitCode> {
  const rows = await allKeys(linkTo(flags, terminal), flags)
  if (flags.json === true) terminal.out(`${JSON.stringify(rows, undefined, 2)}\n`)
  else {
    if (rows.length > 0) for (const line of keyTable(rows)) terminal.out(`${line}\n`)
    if (flags.silent !== true) terminal.err(`${rows.length} key${rows.length === 1 ? '' : 's'}\n`)
  }
  return exitCode.clean
}

async function allKeys(link: GatewayLink, { alias, user, team }: KeysFlags): Promise<readonly Answer[]> {
  const rows: Answer[] = []
  for (let page = 1; ; page++) {
    const answer = await link.get('/key/list', {
      page: String(page),
      size: String(pageSize),
      return_full_object: 'true',
      include_team_keys: 'true',
      sort_by: 'created_at',
      key_alias: alias,
      user_id: user,
      team_id: team,
    })
    const found = Array.isArray(answer.keys) ? answer.keys.filter((row) => typeof row === 'object' && row !== null) : []
    rows.push(...found)
    if (found.length === 0 || page >= Number(answer.total_pages ?? 0)) return rows
  }
}

/** Makes a key. stdout has the key and nothing else, so that a script can take it; it is shown this once. */
export async function createKey(flags: NewKeyFlags, terminal: Terminal): Promise<ExitCode> {
  const body = newKeyBody(flags)
  const answer = await linkTo(flags, terminal).post('/key/generate', body)
  if (flags.json === true) terminal.out(`${JSON.stringify(answer, undefined, 2)}\n`)
  else {
    terminal.out(`${String(answer.key)}\n`)
    if (flags.silent !== true)
      terminal.err(`made ${String(answer.key_alias ?? answer.key_name)}, hash ${String(answer.token)}; the key is not shown again\n`)
  }
  return exitCode.clean
}

function newKeyBody(flags: NewKeyFlags): object {
  const words = (text: string | undefined) =>
    text
      ?.split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
  const given = {
    key_alias: flags.alias,
    user_id: flags.user,
    team_id: flags.team,
    organization_id: flags.organization,
    budget_id: flags.budget,
    models: words(flags.models),
    tags: words(flags.tags),
    allowed_routes: words(flags.routes),
    max_budget: number('--max-budget', flags.maxBudget),
    budget_duration: flags.budgetDuration,
    duration: flags.duration,
    tpm_limit: number('--tpm', flags.tpm),
    rpm_limit: number('--rpm', flags.rpm),
    max_parallel_requests: number('--max-parallel', flags.maxParallel),
    metadata: object('--metadata', flags.metadata),
  }
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}

function number(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text)
  throw new Stop(exitCode.misuse, `${option} needs a number from 0 up, not "${text}"`)
}

function object(option: string, text: string | undefined): object | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  } catch {
    // said below, for what is JSON and no object too
  }
  throw new Stop(exitCode.misuse, `${option} needs a JSON object such as '{"cost_centre":"R&D"}'`)
}

/** Everything that is known of a key. */
export async function keyInfo(key: string | undefined, flags: KeysFlags, terminal: Terminal): Promise<ExitCode> {
  const link = linkTo(flags, terminal)
  const answer = await link.get('/key/info', { key: await meantKey(link, key, flags, terminal) })
  const info = typeof answer.info === 'object' && answer.info !== null ? answer.info : {}
  if (flags.json === true) terminal.out(`${JSON.stringify(answer, undefined, 2)}\n`)
  else
    for (const [name, value] of Object.entries({ key: answer.key, ...info }))
      if (!isEmpty(value)) terminal.out(`${name}: ${shown(value)}\n`)
  return exitCode.clean
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0)
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const keyActs = {
  block: { path: '/key/block', body: (key: string) => ({ key }), done: 'blocked' },
  unblock: { path: '/key/unblock', body: (key: string) => ({ key }), done: 'unblocked' },
  delete: { path: '/key/delete', body: (key: string) => ({ keys: [key] }), done: 'deleted' },
} as const

/** Blocks, unblocks or deletes a key; every instance knows within a second. */
export async function actOnKey(
  act: keyof typeof keyActs,
  key: string | undefined,
  flags: KeysFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const link = linkTo(flags, terminal)
  const hash = await meantKey(link, key, flags, terminal)
  const { path, body, done } = keyActs[act]
  const answer = await link.post(path, body(hash))
  if (flags.json === true) terminal.out(`${JSON.stringify(answer, undefined, 2)}\n`)
  else if (flags.silent !== true) terminal.err(`${done} ${flags.alias === undefined ? hash : `"${flags.alias}"`}\n`)
  return exitCode.clean
}

/** The hash of the key that is meant: by itself, by a key on stdin (`-`), or by `--alias`. Stops with exit 2 for none, or for two. */
async function meantKey(link: GatewayLink, key: string | undefined, flags: KeysFlags, terminal: Terminal): Promise<string> {
  const { alias } = flags
  // the key never goes into an address, which proxies write down
  if (key !== undefined && alias === undefined) return toHash(key === '-' ? await readKey(terminal) : key)
  if (key !== undefined || alias === undefined)
    throw new Stop(exitCode.misuse, 'name one key: by its hash, by --alias NAME, or by - with the key itself on stdin')
  const token = (await allKeys(link, flags)).find((row) => row.key_alias === alias)?.token
  if (typeof token !== 'string') throw new Stop(exitCode.problems, `no key has the alias "${alias}"`)
  return token
}

export type HashFlags = LinkFlags & { readonly env?: string }

/** The SHA-256 by which a config declares a key: of the key on stdin, or in a variable. Asks nobody. */
export async function keyHash({ env: name }: HashFlags, terminal: Terminal): Promise<ExitCode> {
  const key = name === undefined ? await readKey(terminal) : terminal.env[name]
  if (key === undefined || key === '') throw new Stop(exitCode.misuse, `the environment variable "${name}" is not set`)
  if (!key.startsWith(keyPrefix)) throw new Stop(exitCode.problems, `keys begin with "${keyPrefix}": this one would be refused`)
  terminal.out(`${hashKey(key)}\n`)
  return exitCode.clean
}

/** The line end that \`echo\` adds is no part of a key. */
async function readKey(terminal: Terminal): Promise<string> {
  const key = (await terminal.input?.())?.replace(/\r?\n$/, '') ?? ''
  if (key === '') throw new Stop(exitCode.misuse, 'there is no key on stdin: pipe it in, as in `printf %s "$KEY" | llmgen keys hash`')
  return key
}
