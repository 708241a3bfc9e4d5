/** Tag routing: who is meant by the tags of a request. */
import { describe, expect, test } from 'vitest'
import { openai } from '../../../src/providers/openai.js'
import { tagRouting } from '../../../src/runtime/features/tags.js'
import { openBreaker } from '../../../src/runtime/health/breaker-opening.js'
import { PermissionDeniedError } from '../../../src/runtime/index.js'
import { countHealthy, pickDeployment } from '../../../src/runtime/pick.js'
import { openedBy } from '../../../src/runtime/state.js'
import { chain } from '../../support/plan.js'
import { callOn, hindrances, refusalOf, world } from '../eligibility.js'
import { at, errorOf, harness, messages, ok } from '../harness.js'

const tagged = [at(0, 'a', { tags: ['free'] }), at(1, 'a', { tags: ['paid', 'eu'] }), at(2, 'a')]
const pooled = [...tagged, at(3, 'a', { tags: ['default', 'slow'] })]

/** The deployments that tags let in. */
function admitted(deployments: typeof tagged, match: 'any' | 'all', tags: readonly string[] | undefined, more: object = {}) {
  const { engine } = world({ deployments, routing: { tags: match } }, [tagRouting])
  const run = callOn(engine, 'chat', { messages: [], ...(tags !== undefined && { tags }), ...more })
  return hindrances(run).flatMap((hindrance, index) => (hindrance === undefined ? [index] : []))
}

describe('checklist 21: a request', () => {
  test.each<{
    readonly name: string
    readonly match?: 'any' | 'all'
    readonly tags?: readonly string[]
    readonly free: number[]
    readonly pool: number[]
  }>([
    { name: 'without tags: the pool, or all where there is none', free: [0, 1, 2], pool: [3] },
    { name: 'with an empty list likewise', tags: [], free: [0, 1, 2], pool: [3] },
    { name: 'with one tag: those that have it', tags: ['paid'], free: [1], pool: [1] },
    { name: 'with several: those with any of them', tags: ['paid', 'free'], free: [0, 1], pool: [0, 1] },
    { name: 'with several, all required: those with all', match: 'all', tags: ['paid', 'eu'], free: [1], pool: [1] },
    { name: 'with several, all required, that none has: the pool, else nobody', match: 'all', tags: ['paid', 'free'], free: [], pool: [3] },
    { name: 'with a tag that nobody has: the pool, else nobody', tags: ['other'], free: [], pool: [3] },
    { name: 'with the tag of the pool itself', tags: ['default'], free: [], pool: [3] },
  ])('$name', ({ match = 'any', tags, free, pool }) => {
    expect([admitted(tagged, match, tags), admitted(pooled, match, tags)]).toEqual([free, pool])
  })

  test('with tags in its metadata', () => {
    expect([
      admitted(tagged, 'any', undefined, { metadata: { tags: ['free'] } }),
      admitted(tagged, 'any', ['paid'], { metadata: { tags: ['free'] } }),
    ]).toEqual([[0], [0, 1]])
  })
})

test('a deployment called by its id is asked whatever its tags', () => {
  const { engine } = world({ deployments: tagged, routing: { tags: 'any' } }, [tagRouting])
  expect(pickDeployment(callOn(engine, 'chat', { messages: [], model: 'd2', tags: ['paid'] }))).toBe(2)
})

test('no such tag is a 403 that names the tags there are, with no retry', () => {
  const { engine } = world({ deployments: tagged, routing: { tags: 'any' } }, [tagRouting])
  const run = callOn(engine, 'chat', { messages: [], tags: ['other'] })
  const { kind, status, code, param, message, retryAfterMs } = refusalOf(run)
  expect([kind, status, code, param, retryAfterMs]).toEqual(['permission', 403, 'no_deployments_for_tags', 'tags', undefined])
  expect(message).toBe(
    'no deployment of "a" is for the tags of the request: "d0" has free; "d1" has paid, eu; "d2" has no tags. Ask with tags that one has, or tag a deployment of the config with them, or with "default".',
  )
  expect(countHealthy(run, -1)).toEqual({ healthy: 0, others: 0 })
})

test('a tagged deployment at rest is unavailable, not forbidden, and no other is asked in its place', () => {
  const { engine } = world({ deployments: tagged, routing: { tags: 'any' } }, [tagRouting])
  openBreaker(engine.state, 1, 1_000, 3_500, openedBy.limit)
  const run = callOn(engine, 'chat', { messages: [], tags: ['paid'] })
  const { kind, status, code, retryAfterMs, headers, message } = refusalOf(run)
  expect([kind, status, code, retryAfterMs, headers]).toEqual(['rate-limit', 429, 'no_deployment_available', 2_500, { 'retry-after': '3' }])
  expect(message).toBe(
    'no deployment of "a" is available: "d1" rests after a rate limit (3 s). Try again in 3 s, add a deployment, or add a fallback for this model.',
  )
})

test('a tagged deployment without a key is asked for its reason, not called forbidden', () => {
  const keyless = at(0, 'a', { tags: ['free'], apiKey: { env: 'NOT_SET' } })
  const { engine } = world({ deployments: [keyless, at(1, 'a', { tags: ['paid'] })], routing: { tags: 'any' } }, [tagRouting])
  const { kind, code } = refusalOf(callOn(engine, 'chat', { messages: [], tags: ['free'] }))
  expect([kind, code]).toEqual(['authentication', 'missing_api_key'])
})

test('a client asks those that are meant, sends no tags, and goes on to the chain where nobody is', async () => {
  const plan = {
    deployments: [...tagged, at(3, 'b', { tags: ['other'] })],
    routing: { tags: 'any' as const },
    chains: { general: [chain('a', 'b')] },
  }
  const hosts = { d0: ok(), d1: ok(), d2: ok(), d3: ok() }
  const { client, transport, hosts: asked } = harness(plan, hosts, {}, { openai }, [tagRouting])
  await client.completion({ model: 'a', messages, tags: ['eu'], metadata: { user: 'u' } })
  const { meta } = await client.completion({ model: 'a', messages, tags: ['other'] })
  const error = await errorOf(client.completion({ model: 'b', messages, tags: ['nobody'] }))
  expect(transport.requests.map(({ body }) => JSON.parse(String(body)))).toEqual([
    { model: 'gpt-4o', messages, metadata: { user: 'u' } },
    { model: 'gpt-4o', messages },
  ])
  expect([asked, meta.fallbacks, meta.attempts.length]).toEqual([['d1', 'd3'], ['b'], 1])
  expect([error instanceof PermissionDeniedError, error.status, error.code]).toEqual([true, 403, 'no_deployments_for_tags'])
})
