/** The gateway's app over a database, with keys for each role. */
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { createCallerCache } from '../../../src/gateway/auth/caller-cache.js'
import { createVirtualKeyCheck } from '../../../src/gateway/auth/virtual-key-check.js'
import type { Route } from '../../../src/gateway/route.js'
import type { Changed } from '../../../src/gateway/row-memory.js'
import type { AdminStore } from '../../../src/gateway/store/admin-store.js'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { findCaller } from '../../../src/gateway/store/find-caller.js'
import type { GatewayStore } from '../../../src/gateway/store/gateway-store.js'
import { appOver, masterKey, setUp, yaml } from '../gateway-support.js'

export type AdminApp = Awaited<ReturnType<typeof openAdmin>>

/** Ends with the test, but for the database. */
export async function openAdmin(connection: Connection, more: { readonly config?: string; readonly routes?: readonly Route[] } = {}) {
  const { gateway } = await setUp({ listens: false, yaml: yaml + (more.config ?? '') })
  const { serving } = gateway
  const told: Changed[] = []
  // milliseconds since 1970, by which the routes go
  const clock = { now: Date.UTC(2026, 1, 14, 12) }
  const callers = createCallerCache(
    (token) => findCaller(connection.db, token, new Date(clock.now)),
    () => clock.now,
  )
  const listeners = new Set<(change: Changed) => void>()
  const opened: AdminStore = {
    connection,
    tell: async (change) => {
      told.push(change)
      callers.forget(change)
      for (const hear of listeners) hear(change)
    },
  }
  const store: GatewayStore = {
    kind: connection.kind,
    state: 'open',
    open: async () => opened,
    callers,
    record: () => undefined,
    spend: { waiting: 0, failedWrites: 0, offDisk: 0, isFull: false, flush: async () => undefined },
    onChange: (hear) => {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    close: async () => undefined,
  }
  const keyCheck = createVirtualKeyCheck({ masterKey, callers, now: () => clock.now, admitsUnknown: false })
  // the engine is a record of functions: only its clock is another one
  const engine = { ...serving.engine, now: () => clock.now }
  const app = await appOver({ ...serving, store, engine, keyCheck }, more.routes ?? objectRoutes)
  onTestFinished(() => app.close())
  return { told, clock, ...callsOf(app) }
}

function callsOf(app: FastifyInstance) {
  const ask = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body: unknown, key = masterKey, headers: object = {}) => {
    const answer = await app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    })
    const json = answer.json()
    const { type, param } = json?.error ?? {}
    // status, type and param of a refusal
    const error = answer.statusCode < 400 ? undefined : [answer.statusCode, type, param]
    return { status: answer.statusCode, body: json, error, headers: answer.headers }
  }
  return {
    ask,
    /** The answer as it is, for suites that time it. */
    raw: async (method: 'GET' | 'POST', url: string, body?: unknown) => {
      const headers = { authorization: `Bearer ${masterKey}` }
      const answer = await app.inject({ method, url, headers, ...(body !== undefined && { payload: JSON.stringify(body) }) })
      return { status: answer.statusCode, bytes: answer.rawPayload.length }
    },
    post: (path: string, body: unknown, key?: string, headers?: object) => ask('POST', path, body, key, headers),
    get: (path: string, key?: string) => ask('GET', path, undefined, key),
  }
}
