/** A client with a response cache over one scripted host a group, and a clock that stands still until a test moves it. */

import type { CacheSettings } from '../../../src/plan/routing.js'
import type { HttpRequest } from '../../../src/protocol/http.js'
import { anthropic } from '../../../src/providers/anthropic.js'
import { openai } from '../../../src/providers/openai.js'
import type { ClientOptions } from '../../../src/runtime/client-types.js'
import type { RouterEvent } from '../../../src/runtime/events.js'
import { responseCache } from '../../../src/runtime/features/response-cache.js'
import { createClient, simpleShuffle } from '../../../src/runtime/index.js'
import { fakeClock } from '../../../src/testing/fake-clock.js'
import { type FakeAnswer, fakeTransport } from '../../support/fake-transport.js'
import { buildPlan, type PlanInput } from '../../support/plan.js'
import { at, type Models } from '../harness.js'

export const kinds = [
  at(0, 'a'),
  at(1, 'b'),
  at(2, 'e', { mode: 'embedding', model: 'openai/text-embedding-3-small' }),
  at(3, 't', { mode: 'completion', model: 'openai/gpt-3.5-turbo-instruct' }),
  at(4, 'r', { mode: 'responses' }),
  at(5, 'w', { mode: 'audio_transcription', model: 'openai/whisper-1' }),
  at(6, 'k', { mode: 'rerank', model: 'openai/rerank' }),
  at(7, 's', { mode: 'audio_speech', model: 'openai/tts-1' }),
]

export type CachedInput = {
  readonly plan?: Partial<PlanInput>
  readonly cache?: Partial<CacheSettings>
  readonly options?: Partial<ClientOptions>
}

/** `answer` is asked for each request that reaches a host. */
export function cachedClient(
  answer: (request: HttpRequest, nth: number) => FakeAnswer | Promise<FakeAnswer>,
  { plan = {}, cache = {}, options = {} }: CachedInput = {},
) {
  const clock = fakeClock(1_000_000)
  const events: RouterEvent[] = []
  const transport = fakeTransport(answer)
  const { routing, ...rest } = plan
  const parts = {
    plan: buildPlan({
      deployments: kinds,
      ...rest,
      routing: { numRetries: 0, cache: { store: 'memory', byDefault: true, ...cache }, ...routing },
    }),
    adapters: { openai, anthropic },
    strategies: { 'simple-shuffle': simpleShuffle },
    features: [responseCache],
  }
  const client = createClient<Models>(parts, {
    env: {},
    now: clock.now,
    random: () => 0,
    sleep: clock.sleep,
    transport,
    onEvent: (event) => events.push(event),
    ...options,
  })
  const did = () => events.flatMap((event) => (event.type === 'cache' ? [event.outcome] : []))
  const calls = () => transport.requests.length
  return { client, transport, clock, events, did, calls }
}

/** A promise that a test settles. */
export function gate<T = void>() {
  let open: (value: T) => void = () => undefined
  const passed = new Promise<T>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

/** Vectors of one number a text: its length. */
export const vectors = (request: HttpRequest): FakeAnswer => {
  const { input } = JSON.parse(String(request.body)) as { input: string | string[] }
  const texts = Array.isArray(input) ? input : [input]
  const tokens = texts.length * 3 + 1
  return {
    json: {
      object: 'list',
      model: 'text-embedding-3-small',
      data: texts.map((text, index) => ({ object: 'embedding', index, embedding: [text.length] })),
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    },
  }
}
