/** A client over one deployment with limits, which it shares through a store. */
import type { Plan } from '../../src/plan/plan.js'
import type { StateStore } from '../../src/protocol/state-store.js'
import { openai } from '../../src/providers/openai.js'
import { limits } from '../../src/runtime/features/limits.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { type Models, messages, ok } from '../runtime/harness.js'
import { fakeTransport } from '../support/fake-transport.js'
import { buildPlan } from '../support/plan.js'

const plan = (rpm: number): Plan =>
  buildPlan({
    deployments: [{ group: 'a', model: 'openai/gpt-4o', id: 'd0', baseUrl: 'http://d0/v1', apiKey: { placeholder: 'none' }, rpm }],
    routing: { limits: 'enforce', numRetries: 0 },
  })

/** One call; rejects where the limit is reached. */
export function limitedClient(state: StateStore, rpm: number): () => Promise<unknown> {
  const client = createClient<Models>(
    { plan: plan(rpm), adapters: { openai }, strategies: { 'simple-shuffle': simpleShuffle }, features: [limits] },
    { env: {}, state, transport: fakeTransport(() => ok()) },
  )
  return () => client.chat.completions.create({ model: 'a', messages })
}
