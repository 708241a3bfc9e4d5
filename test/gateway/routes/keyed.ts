/** A gateway whose caller has a key for some models only. */
import type { CallObserver } from '../../../src/gateway/call-record.js'
import type { Identity } from '../../../src/gateway/identity.js'
import { routes } from '../../../src/gateway/routes.js'
import { appOver, type SetupOptions, setUp } from '../gateway-support.js'

const customer: Identity = { kind: 'key', role: 'internal_user', keyHash: 'x', models: undefined, userId: undefined, teamId: undefined }

/** Answers every request as if it came from this caller. */
export async function appFor(caller: Partial<Identity>, options: SetupOptions, observers: readonly CallObserver[] = []) {
  const { gateway, mock } = await setUp({ listens: false, ...options })
  const identity = { ...customer, ...caller }
  const app = await appOver({ ...gateway.serving, keyCheck: () => identity }, routes, observers)
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
