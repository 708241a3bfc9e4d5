import { expect, test, vi } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { Endpoint, Endpoints } from '../../../src/providers/adapter.js'
import { createRun } from '../../../src/runtime/create-run.js'
import { CostEstimates } from '../../../src/runtime/features/cost-estimates.js'
import type { Run } from '../../../src/runtime/run.js'
import { needsOf } from '../../../src/runtime/tokens/needs.js'
import type { DeploymentInput } from '../../support/plan.js'
import { at, engineOf, messages } from '../harness.js'

const prices = [
  { model: 'gpt-4o', family: 'openai', input: 2_000_000, output: 8_000_000 },
  { model: 'reader', family: 'openai', input: 1_000_000 },
  { model: 'painter', family: 'openai', perImage: 40_000_000_000 },
  { model: 'speaker', family: 'openai', perCharacter: 15_000_000 },
  { model: 'free', family: 'openai', input: 0, output: 0 },
  { model: 'tiny', family: 'openai', input: 1, output: 1 },
  { model: 'listener', family: 'openai', perSecond: 100_000_000 },
]
const row = (index: number) => ({ price: { by: 'row', row: index } }) as const

function runOf<E extends Endpoint>(endpoint: E, body: Endpoints[E]['request'], more: Partial<DeploymentInput>): Run {
  const engine = engineOf({ deployments: [at(0, 'a', more)], prices })
  const run = createRun(engine, endpoint, body, undefined, false)
  if (isFault(run)) throw new Error(run.failure.message)
  return run
}
const chat = { model: 'a', messages, max_tokens: 100 }

test('of a chat: its prompt and what the answer may take', () => {
  const run = runOf('chat', chat, row(0))
  const { promptTokens } = needsOf(run)
  expect(promptTokens).toBeGreaterThan(0)
  expect(new CostEstimates().of(run, 0)).toBe(Math.ceil(promptTokens) * 2_000 + 100 * 8_000)
})

test('by the family where the reply is to name the model', () => {
  const run = runOf('chat', chat, { price: { by: 'reply', family: 'openai' } })
  expect(new CostEstimates().of(run, 0)).toBeGreaterThanOrEqual(800_000)
})

test.each([
  {
    name: 'embeddings read only',
    run: () => runOf('embeddings', { model: 'a', input: 'hello there' }, { ...row(1), mode: 'embedding' }),
    least: 1_000,
  },
  {
    name: 'images by the piece',
    run: () => runOf('images', { model: 'a', prompt: 'a cat', n: 3 }, { ...row(2), mode: 'image_generation' }),
    least: 120_000_000,
  },
  {
    name: 'speech by the character',
    run: () => runOf('speech', { model: 'a', input: 'hello', voice: 'alloy' }, { ...row(3), mode: 'audio_speech' }),
    least: 75_000,
  },
  { name: 'less than a nano-dollar is one', run: () => runOf('chat', chat, row(5)), least: 1 },
])('$name', ({ run, least }) => {
  expect(new CostEstimates().of(run(), 0)).toBeGreaterThanOrEqual(least)
})

const spoken = { ...row(6), mode: 'audio_transcription' } as const
const heard = { model: 'a', file: { bytes: new Uint8Array(1), name: 'a.mp3', type: 'audio/mpeg' } }

test('0 for what is free; the least there is for what has no price, which is told once', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const estimates = new CostEstimates()
  expect(estimates.of(runOf('chat', chat, row(4)), 0)).toBe(0)
  expect(warn).not.toHaveBeenCalled()
  expect([estimates.of(runOf('chat', chat, {}), 0), estimates.of(runOf('chat', chat, {}), 0)]).toEqual([1, 1])
  expect(warn.mock.calls).toEqual([[expect.stringContaining('no price is known for it'), 'LlmgenWarning']])
  warn.mockRestore()
})

test('the least there is for what is billed by a length that only the provider learns, without a word', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  expect(new CostEstimates().of(runOf('transcriptions', heard, spoken), 0)).toBe(1)
  expect(warn).not.toHaveBeenCalled()
  warn.mockRestore()
})
