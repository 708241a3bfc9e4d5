/** Routers over hosts that answer from a script; no time passes but by `sleep`. */
import type { HttpRequest } from '../../src/protocol/http.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import { Router, type RouterArguments } from '../../src/sdk/index.js'
import { fails, messages, ok, type Script } from '../runtime/harness.js'
import { type FakeAnswer, fakeTransport } from '../support/fake-transport.js'

export { fails, messages, ok }

export const key = 'sk-proj-abcdefghijk1234'

/** A deployment at a host of its own name, with `id` as both. */
export function at(model_name: string, id: string, params: object = {}, info: object = {}) {
  return {
    model_name,
    litellm_params: { model: 'openai/gpt-4o', api_base: `http://${id}/v1`, api_key: key, ...params },
    model_info: { id, ...info },
  }
}

type Arguments = Omit<RouterArguments<string, string>, 'transport' | 'now'>

/** A Router whose deployments answer as `script` says; those it does not name answer well. */
export function routed(given: Arguments, script: Script = {}) {
  const clock = { time: 1_000_000 }
  const sleeps: number[] = []
  const events: RouterEvent[] = []
  const hosts: string[] = []
  const counts = new Map<string, number>()
  const transport = fakeTransport(async (request: HttpRequest): Promise<FakeAnswer> => {
    const { host } = new URL(request.url)
    hosts.push(host)
    const found = script[host] ?? ok(`from ${host}`)
    if (typeof found === 'function') return found(request)
    const list: readonly FakeAnswer[] = [found].flat()
    const nth = counts.get(host) ?? 0
    counts.set(host, nth + 1)
    return list[Math.min(nth, list.length - 1)] ?? {}
  })
  const router = new Router({
    env: {},
    random: () => 0,
    onEvent: (event) => events.push(event),
    now: () => clock.time,
    transport,
    sleep: async (ms) => {
      sleeps.push(ms)
      clock.time += ms
    },
    ...given,
  })
  const ask = (model: string, more: object = {}) => router.completion({ model, messages, ...more })
  return { router, ask, transport, clock, sleeps, events, hosts }
}

/** The body of a request. */
export function bodyOf(request: HttpRequest | undefined): { readonly [member: string]: unknown } {
  return JSON.parse(String(request?.body))
}
