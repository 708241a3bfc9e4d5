import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { TransportFault } from '../../../src/protocol/http.js'
import { runCall } from '../../../src/runtime/attempt-loop.js'
import { createRun } from '../../../src/runtime/create-run.js'
import { openings } from '../../../src/runtime/streams/open-streams.js'
import { needsOf } from '../../../src/runtime/tokens/needs.js'
import { rehearsedPlan } from '../../../src/runtime/trace/trace-plan.js'
import { type Answerer, createWorld, fixNeeds, toldStatus } from '../../../src/runtime/trace/trace-world.js'
import { attemptWhole } from '../../../src/runtime/whole-attempt.js'
import { buildPlan, chain } from '../../support/plan.js'
import { strategies } from '../../support/strategies.js'
import { at, messages } from '../harness.js'

const plan = buildPlan({
  deployments: [at(0, 'a', { model: 'openai/one' }), at(1, 'b', { model: 'anthropic/two' })],
  chains: { general: [chain('a', 'b')] },
  routing: { numRetries: 0 },
})

/** A call in a world whose deployments answer as `answer` says. */
function open(answer: Answerer, streaming = false) {
  const world = createWorld({
    plan: rehearsedPlan(plan, () => undefined),
    strategies,
    answer,
    options: { env: {}, now: () => 1_000, random: () => 0, sleep: async () => {} },
  })
  const run = createRun(world, 'chat', { model: 'a', messages }, undefined, streaming)
  if (isFault(run)) throw new Error(run.failure.message)
  return run
}
const whole = (run: ReturnType<typeof open>) => runCall(run, { attempt: attemptWhole, releasedBy: 'loop' })
const ended = ({ attempts }: ReturnType<typeof open>) => attempts.map(({ group, outcome, status }) => [group, outcome, status])

test('an answer has the tokens that were told, and is asked with the upstream model and its timers', async () => {
  const asked: unknown[] = []
  const run = open(async ({ index, model, timers, streaming }, part) => {
    asked.push({ index, model, streaming, part, total: timers.totalMs })
    return { status: 200, usage: { prompt_tokens: 7, completion_tokens: 3 } }
  })
  const { reply } = await whole(run)
  expect(reply).toMatchObject({ model: 'one', usage: { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 } })
  expect(asked).toEqual([{ index: 0, model: 'one', streaming: false, part: 'whole', total: 6_000_000 }])
})

test('a failure is taken as it is told, whatever the provider of the config would make of it', async () => {
  const run = open(async ({ index }) =>
    index === 0 ? { failure: { kind: 'context-window', code: 'context_length_exceeded', status: 0 } } : { status: 200, usage: undefined },
  )
  await whole(run)
  expect(ended(run)).toEqual([
    ['a', 'context-window', 0],
    ['b', 'ok', 200],
  ])
})

test('an error status alone is the class that the status has', async () => {
  expect(toldStatus(429)).toEqual({ failure: { kind: 'rate-limit', code: null, status: 429 } })
  const run = open(async () => toldStatus(503))
  await expect(whole(run)).rejects.toMatchObject({ status: 503 })
  expect(ended(run)).toEqual([
    ['a', 'unavailable', 503],
    ['b', 'unavailable', 503],
  ])
})

test('a rejection is a fault of transport', async () => {
  const run = open(async () => Promise.reject(new TransportFault('refused', 'no one listens')))
  await expect(whole(run)).rejects.toMatchObject({ name: 'APIConnectionError' })
  expect(ended(run).map(([, , status]) => status)).toEqual([0, 0])
})

test('a stream asks for its first content and for its end', async () => {
  const parts: string[] = []
  const run = open(async (_asked, part) => {
    parts.push(part)
    return { status: 200, usage: { prompt_tokens: 1, completion_tokens: 2 } }
  }, true)
  const stream = await openings.chat(run)
  expect(parts).toEqual(['first'])
  expect(await stream.final()).toMatchObject({ choices: [{ message: { content: '-' } }] })
  expect(parts).toEqual(['first', 'end'])
})

test('a stream that fails before its first content goes on elsewhere, one that fails after it does not', async () => {
  const early = open(async ({ index }) => (index === 0 ? toldStatus(500) : { status: 200, usage: undefined }), true)
  await (await openings.chat(early)).final()
  expect(ended(early).map(([group, outcome]) => `${group} ${outcome}`)).toEqual(['a internal', 'b ok'])
  const late = open(async (_asked, part) => (part === 'end' ? toldStatus(500) : { status: 200, usage: undefined }), true)
  await expect((await openings.chat(late)).final()).rejects.toMatchObject({ status: 500 })
  expect(ended(late).map(([group, outcome]) => `${group} ${outcome}`)).toEqual(['a internal'])
})

test('needs that are fixed stay so in every group', async () => {
  const run = open(async ({ index }) => (index === 0 ? toldStatus(500) : { status: 200, usage: undefined }))
  fixNeeds(run, { promptTokens: 4_321, tags: ['x'] })
  await whole(run)
  expect(run.current.group.name).toBe('b')
  expect(needsOf(run)).toMatchObject({ promptTokens: 4_321, tags: ['x'] })
})
