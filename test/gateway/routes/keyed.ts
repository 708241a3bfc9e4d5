/** A gateway whose caller has a key for some models only. */
import { createApp } from '../../../src/gateway/app.js'
import type { Identity } from '../../../src/gateway/identity.js'
import { silentLog } from '../../../src/gateway/log.js'
import type { GatewayView } from '../../../src/gateway/route.js'
import { routes } from '../../../src/gateway/routes.js'
import { ServingDesk } from '../../../src/gateway/serving-desk.js'
import { type SetupOptions, setUp } from '../gateway-support.js'

const customer: Identity = { kind: 'key', role: 'internal_user', keyHash: 'x', models: undefined, userId: undefined, teamId: undefined }

/** Answers every request as if it came from this caller. */
export async function appFor(caller: Partial<Identity>, options: SetupOptions) {
  const { gateway, mock } = await setUp({ listens: false, ...options })
  const identity = { ...customer, ...caller }
  const desk = new ServingDesk({ ...gateway.serving, keyCheck: () => identity, close: async () => undefined })
  const view: GatewayView = {
    routes,
    inFlight: () => 0,
    observers: [],
    metricsText: async () => '',
    lastReload: () => ({ ok: true }),
    reload: async () => ({ ok: true }),
  }
  const stopping = new AbortController().signal
  const app = await createApp({ desk, gateway: view, log: silentLog, loopDelay: () => 0, maxLoopDelayMs: 1, stopping })
  const get = async (url: string) => {
    const answer = await app.inject({ url })
    return { status: answer.statusCode, body: answer.json() }
  }
  const post = async (url: string, body: object) => {
    const answer = await app.inject({ method: 'POST', url, payload: JSON.stringify(body) })
    return { status: answer.statusCode, body: answer.json() }
  }
  return { app, mock, get, post }
}
