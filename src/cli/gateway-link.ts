/** Asks a running gateway as its administrator. */
import { resolve } from 'node:path'
import { codeOf, exitCode, Stop } from './exit.js'
import { knownEnv } from './known-env.js'
import type { Terminal } from './terminal.js'

export type LinkFlags = { readonly cwd?: string; readonly url?: string; readonly envFile?: string }

export type GatewayLink = {
  get(path: string, query?: { readonly [name: string]: string | undefined }): Promise<Answer>
  post(path: string, body: object): Promise<Answer>
}
/** The members of an answer. */
export type Answer = { readonly [name: string]: unknown }

const defaultUrl = 'http://127.0.0.1:4000'
/** Longest time for one answer, milliseconds. */
const answerMs = 30_000

/** The gateway at `--url`. Stops with exit 2 without a master key or with what is no URL. */
export function linkTo(flags: LinkFlags, terminal: Terminal): GatewayLink {
  const env = knownEnv(resolve(terminal.cwd, flags.cwd ?? ''), flags, terminal) ?? terminal.env
  const base = flags.url ?? defaultUrl
  checkUrl(base)
  const key = env.LITELLM_MASTER_KEY
  if (key === undefined || key === '')
    throw new Stop(
      exitCode.misuse,
      'LITELLM_MASTER_KEY is not set: it is the key of the administrator; --env-file names a file that has it',
    )
  const ask = (method: 'GET' | 'POST', path: string, query: string, body?: object) =>
    request({ url: `${base.replace(/\/+$/, '')}${path}${query}`, shown: base, method, key, body })
  return {
    get: (path, query = {}) => ask('GET', path, queryOf(query)),
    post: (path, body) => ask('POST', path, '', body),
  }
}

/** The address may hold a password where it should not: it is not repeated then. */
function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && (url.username !== '' || url.password !== ''))
    throw new Stop(exitCode.misuse, '--url takes an address without a user and a password: the key is read from LITELLM_MASTER_KEY')
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new Stop(exitCode.misuse, `--url needs an address such as ${defaultUrl}, not "${text}"`)
}

function queryOf(query: { readonly [name: string]: string | undefined }): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]))
  return given.length === 0 ? '' : `?${given.join('&')}`
}

type Asked = {
  readonly url: string
  /** The address for people. */
  readonly shown: string
  readonly method: 'GET' | 'POST'
  readonly key: string
  readonly body: object | undefined
}

async function request({ url, shown, method, key, body }: Asked): Promise<Answer> {
  const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) }
  let answer: Response
  let text: string
  try {
    const signal = AbortSignal.timeout(answerMs)
    answer = await fetch(url, { method, headers, signal, redirect: 'manual', ...(body !== undefined && { body: JSON.stringify(body) }) })
    text = await answer.text()
  } catch (cause) {
    throw new Stop(
      exitCode.io,
      `no gateway answers at ${shown}: ${reasonOf(cause)}. Start one with \`llmgen serve\`, or name it with --url`,
      { cause },
    )
  }
  const parsed = parse(text)
  if (answer.ok && parsed !== undefined) return parsed
  throw new Stop(exitCode.problems, `the gateway at ${shown} answered ${answer.status}: ${messageOf(parsed)}`)
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const code = codeOf(inner)
  if (code === 'ECONNREFUSED') return 'the connection was refused'
  if (inner instanceof Error && inner.name === 'TimeoutError') return `nothing came within ${answerMs / 1_000} s`
  return inner instanceof Error && inner.message !== '' ? inner.message : code
}

function parse(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text)
    // the members of an object that was just parsed
    return typeof value === 'object' && value !== null ? (value as Answer) : undefined
  } catch {
    return undefined
  }
}

function messageOf(answer: Answer | undefined): string {
  const error = answer?.error
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : undefined
  return typeof message === 'string' ? message : 'no message of a gateway; is something else listening there?'
}
