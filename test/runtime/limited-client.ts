/** A client with limits over hosts that hold their answers until a test lets them go. Time stands still until it is moved. */
import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'
import { type Transport, TransportFault } from '../../src/protocol/http.js'
import { anthropic } from '../../src/providers/anthropic.js'
import { openai } from '../../src/providers/openai.js'
import type { Client } from '../../src/runtime/client-shape.js'
import type { ClientOptions } from '../../src/runtime/client-types.js'
import type { RouterEvent } from '../../src/runtime/events.js'
import type { Feature } from '../../src/runtime/feature.js'
import { budgets } from '../../src/runtime/features/budgets.js'
import { limits } from '../../src/runtime/features/limits.js'
import { providerLimits } from '../../src/runtime/features/provider-limits.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { fakeClock } from '../../src/testing/fake-clock.js'
import type { FakeAnswer } from '../support/fake-transport.js'
import { buildPlan, type PlanInput } from '../support/plan.js'
import { type Models, ok } from './harness.js'

/** A request that a host has not answered. */
export type Held = {
  readonly host: string
  readonly body: { readonly messages?: readonly { readonly content: string }[] }
  answer(given?: FakeAnswer): Promise<void>
}

/** `at` is the first reading of the clock. `holds` false: hosts answer at once with what `answer` says. */
export function limitedClient(
  input: PlanInput,
  options: Partial<ClientOptions> & { readonly answer?: (host: string) => FakeAnswer; readonly features?: readonly Feature[] } = {},
) {
  const clock = fakeClock(1_700_000_000_000)
  const held: Held[] = []
  const hosts: string[] = []
  const events: RouterEvent[] = []
  const { answer, features = [limits, budgets, providerLimits], ...more } = options
  const whole: Transport['whole'] = async (request, _, signal) => {
    const { host } = new URL(request.url)
    hosts.push(host)
    const given = answer?.(host) ?? (await hold(held, host, request.body, signal))
    if (given.fault !== undefined) throw new TransportFault(given.fault, `fake ${given.fault}`)
    const text = given.text ?? JSON.stringify(given.json)
    return { status: given.status ?? 200, headers: given.headers ?? {}, text: () => text, bytes: () => new TextEncoder().encode(text) }
  }
  const stream: Transport['stream'] = async (request, timers, signal) => {
    const { host } = new URL(request.url)
    hosts.push(host)
    const given = answer?.(host) ?? (await hold(held, host, request.body, signal))
    const pieces = [...(given.pieces ?? [])]
    const read = async () => {
      await setImmediate()
      if (signal?.aborted) throw new TransportFault('aborted', 'fake abort')
      const piece = pieces.shift()
      if (typeof piece === 'object') throw new TransportFault(piece.fault, `fake ${piece.fault}`)
      return piece === undefined ? undefined : new TextEncoder().encode(piece)
    }
    const rest = async () => whole(request, timers, signal)
    return { status: given.status ?? 200, headers: given.headers ?? {}, read, rest, cancel: () => undefined }
  }
  const parts = { plan: buildPlan(input), adapters: { openai, anthropic }, strategies: { 'simple-shuffle': simpleShuffle }, features }
  const client: Client<Models> = createClient<Models>(parts, {
    env: {},
    now: clock.now,
    random: () => 0,
    sleep: clock.sleep,
    transport: { whole, stream, close: async () => undefined },
    onEvent: (event) => events.push(event),
    ...more,
  })
  /** Asks for a chat with this content. */
  const ask = (content: string, body: object = {}, settings: object = {}) =>
    client.chat.completions.create({ model: 'a', messages: [{ role: 'user', content }], ...body } as never, settings as never)
  const types = () => events.map(({ type }) => type)
  return { client, clock, held, hosts, events, ask, types }
}

function hold(held: Held[], host: string, body: unknown, signal: Parameters<Transport['whole']>[2]): Promise<FakeAnswer> {
  return new Promise((resolve, reject) => {
    const entry: Held = {
      host,
      body: JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array)),
      answer: async (given = ok()) => {
        held.splice(held.indexOf(entry), 1)
        resolve(given)
        await settled()
      },
    }
    held.push(entry)
    signal?.addEventListener('abort', () => {
      if (held.includes(entry)) held.splice(held.indexOf(entry), 1)
      reject(new TransportFault('aborted', 'fake abort'))
    })
  })
}

/** Lets everything run that does not wait for time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await vi.dynamicImportSettled()
    await setImmediate()
  }
}
