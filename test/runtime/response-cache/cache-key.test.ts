import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RequestOptions } from '../../../src/runtime/client-types.js'
import { cacheKey } from '../../../src/runtime/response-cache/cache-key.js'
import { at, runOf } from '../harness.js'

const plan = { deployments: [at(0, 'a'), at(1, 'b'), at(2, 'x/*')] }

/** The key of a chat with `more` in its body. */
const keyOf = (more: object, settings?: RequestOptions, model = 'a') => cacheKey(runOf(plan, { model, ...more }, {}, settings), undefined)

/** Members that steer the call or name it, and are no part of the key. */
const apart = ['model', 'messages', 'metadata', 'litellm_metadata', 'tags', 'stream', 'stream_options']
const name = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `p_${text}`)
const params = fc.dictionary(
  name,
  fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null),
  { maxKeys: 6 },
)

/** The same value with the members of every map in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

describe('the key', () => {
  test('does not depend on the order of members', async () => {
    await fc.assert(
      fc.asyncProperty(params, async (given) => {
        expect(await keyOf(Object(reversed(given)))).toBe(await keyOf(given))
      }),
    )
  })

  test('changes with every parameter, in whatever depth', async () => {
    await fc.assert(
      fc.asyncProperty(params, params, async (one, other) => {
        const isSame = isDeepStrictEqual(JSON.parse(JSON.stringify(one)), JSON.parse(JSON.stringify(other)))
        expect((await keyOf(one)) === (await keyOf(other))).toBe(isSame)
      }),
    )
  })

  test('changes with the order of a list', async () => {
    expect(await keyOf({ stop: ['a', 'b'] })).not.toBe(await keyOf({ stop: ['b', 'a'] }))
  })

  test.each(apart.slice(2))('does not change with %s', async (member) => {
    expect(await keyOf({ [member]: { x: 1 } })).toBe(await keyOf({}))
  })

  test('does not change with what is undefined or null', async () => {
    expect(await keyOf({ temperature: undefined, top_p: null })).toBe(await keyOf({}))
  })

  test('changes with what is null further down, which is a value there', async () => {
    expect(await keyOf({ tools: [{ strict: null }] })).not.toBe(await keyOf({ tools: [{}] }))
  })

  test.each<[string, object, RequestOptions | undefined, string]>([
    ['another group', {}, undefined, 'b'],
    ['a name that a wildcard catches', {}, undefined, 'x/1'],
    ['another such name', {}, undefined, 'x/2'],
    ['drop_params', { drop_params: true }, undefined, 'a'],
    ['a header of the body', { extra_headers: { 'x-key': '1' } }, undefined, 'a'],
    ['another header', {}, { headers: { 'x-key': '2' } }, 'a'],
    ['a namespace of the caller', {}, { cacheNamespace: 't' }, 'a'],
    ['another namespace of the caller', {}, { cacheNamespace: 'u' }, 'a'],
    ['a member named __proto__', JSON.parse('{"logit_bias":{"__proto__":1}}') as object, undefined, 'a'],
    ['the end user', { user: 'u' }, undefined, 'a'],
  ])('is another one for %s', async (what, more, settings, model) => {
    const all = await Promise.all([
      keyOf({}),
      keyOf({}, undefined, 'b'),
      keyOf({}, undefined, 'x/1'),
      keyOf({}, undefined, 'x/2'),
      keyOf({ drop_params: true }),
      keyOf({ extra_headers: { 'x-key': '1' } }),
      keyOf({}, { headers: { 'x-key': '2' } }),
      keyOf({}, { cacheNamespace: 't' }),
      keyOf({}, { cacheNamespace: 'u' }),
      keyOf(JSON.parse('{"logit_bias":{"__proto__":1}}') as object),
      keyOf({ user: 'u' }),
    ])
    expect(new Set(all).size).toBe(all.length)
    expect(all.slice(1), what).toContain(await keyOf(more, settings, model))
  })

  test('is another one for a deployment that is called by its id, and for a region that is asked for', async () => {
    const all = await Promise.all([
      keyOf({}),
      keyOf({}, undefined, 'd0'),
      keyOf({}, undefined, 'd1'),
      keyOf({ allowed_model_region: 'eu' }),
    ])
    expect(new Set(all).size).toBe(all.length)
  })

  test.each([
    { name: 'counts tags where the config routes by them', routing: { tags: 'any' } as const, isSame: false },
    { name: 'does not count them where it does not', routing: {}, isSame: true },
  ])('$name', async ({ routing, isSame }) => {
    const of = (body: object) => cacheKey(runOf({ ...plan, routing }, { model: 'a', ...body }), undefined)
    const paid = await of({ tags: ['paid', 'eu'] })
    expect(paid === (await of({ tags: ['free'] }))).toBe(isSame)
    expect(paid === (await of({}))).toBe(isSame)
    expect(await of({ metadata: { tags: ['eu', 'paid'] } })).toBe(paid)
  })

  test('is LiteLLM-like: a SHA-256 in hex, behind its namespace', async () => {
    expect(await cacheKey(runOf(plan, { model: 'a' }), 'team')).toMatch(/^team:[0-9a-f]{64}$/)
  })

  test('of a body that is no JSON is none', async () => {
    const circular: { self?: unknown } = {}
    circular.self = circular
    expect(await keyOf({ tools: circular })).toBeUndefined()
    expect(await keyOf({ seed: 1n })).toBeUndefined()
  })
})
