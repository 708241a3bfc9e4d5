/** A function as a strategy of the engine: it sees who is eligible, and answers with an id. */
import { describe, expect, test } from 'vitest'
import { customStrategy, type RoutingChoice } from '../../src/sdk/custom-strategy.js'
import { engineOf } from '../runtime/harness.js'
import { buildPlan } from '../support/plan.js'

const input = {
  deployments: [
    { group: 'a', model: 'openai/gpt-4o', id: 'd0', apiKey: { placeholder: 'none' } },
    { group: 'a', model: 'groq/llama', id: 'd1', apiKey: { placeholder: 'none' }, weight: 3 },
    { group: 'a', model: 'openai/gpt-4o', id: 'd2', apiKey: { placeholder: 'none' } },
  ],
}

function pick(choose: (choice: RoutingChoice) => string, eligible: readonly number[]): number {
  const engine = engineOf(input)
  const group = engine.table.resolve('a')?.group
  if (group === undefined) throw new Error('no group')
  engine.state.inFlight[1] = 5
  const room = new Int32Array(3)
  room.set(eligible)
  return customStrategy(buildPlan(input), choose)(group, room, eligible.length, engine.state, () => 0.5, true)
}

describe('a function as a strategy', () => {
  test('sees the eligible, with what is known of them', () => {
    const seen: RoutingChoice[] = []
    const index = pick(
      (choice) => {
        seen.push(choice)
        return 'd1'
      },
      [1, 2],
    )
    expect(index).toBe(1)
    expect(seen).toEqual([
      {
        model: 'a',
        streaming: true,
        random: expect.any(Function),
        candidates: [
          { id: 'd1', provider: 'groq', model: 'llama', weight: 3, inFlight: 5 },
          { id: 'd2', provider: 'openai', model: 'gpt-4o', weight: 1, inFlight: 0 },
        ],
      },
    ])
  })

  test('may not choose one that is not eligible', () => {
    expect(() => pick(() => 'd0', [1, 2])).toThrow('routing_strategy returned "d0", which is none of its candidates for "a": "d1", "d2"')
  })
})
