/** Ports of a sign-in over a script: what was asked, in order, and what files and variables there are. */
import type { HttpRequest } from '../../src/protocol/http.js'
import type { Target, TokenPorts } from '../../src/providers/adapter.js'
import { fault } from '../../src/providers/shared/failure.js'
import { nodeCrypto } from '../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from './codec.js'

export type Answer =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: { readonly [name: string]: string } }
  | 'nobody'

export type World = {
  /** Answers by the start of the URL, with the method in front where it is not POST. */
  readonly answers?: { readonly [start: string]: Answer }
  readonly files?: { readonly [path: string]: string }
  readonly env?: { readonly [name: string]: string }
  readonly peers?: { readonly [name: string]: unknown }
}

export type Asked = {
  readonly method: string
  readonly url: string
  readonly headers: { readonly [name: string]: string }
  readonly form: object
}

export function tokenPorts({ answers = {}, files = {}, env = {}, peers = {} }: World, target: Target = testTarget()) {
  const requests: HttpRequest[] = []
  const waits: (number | undefined)[] = []
  const ports: TokenPorts = {
    crypto: nodeCrypto,
    now: testNow,
    env: (name) => env[name],
    readFile: async (path) => {
      const text = files[path]
      if (text === undefined) throw new Error(`ENOENT: no such file ${path}`)
      return text
    },
    importPeer: async (name) => peers[name],
    send: async (request, waitMs) => {
      requests.push(request)
      waits.push(waitMs)
      const line = request.method === 'POST' ? request.url : `${request.method} ${request.url}`
      const start = Object.keys(answers).find((each) => line.startsWith(each))
      const answer = start === undefined ? 'nobody' : answers[start]
      if (answer === undefined || answer === 'nobody') return fault(target, { kind: 'connection', message: `nobody answers ${line}` })
      return httpReply(answer.body ?? '', answer.headers, answer.status ?? 200)
    },
  }
  return { ports, requests, waits, asked: () => requests.map(asked) }
}

/** A request with its form read; a body of JSON as it is. */
export function asked({ method, url, headers, body }: HttpRequest): Asked {
  const text = String(body ?? '')
  const form: object = text.startsWith('{') ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text))
  return { method, url, headers, form }
}
