/** Checks before a call: context window, region, parameters. */
import { describe, expect, test } from 'vitest'
import type { Capabilities } from '../../../src/plan/plan.js'
import { openai } from '../../../src/providers/openai.js'
import { ruleOf } from '../../../src/runtime/class-rules.js'
import { preCallChecks } from '../../../src/runtime/features/pre-call-checks.js'
import { openBreaker } from '../../../src/runtime/health/breaker-opening.js'
import { ContextWindowExceededError } from '../../../src/runtime/index.js'
import { pickDeployment } from '../../../src/runtime/pick.js'
import { openedBy } from '../../../src/runtime/state.js'
import { chain, type DeploymentInput, unknownCapabilities } from '../../support/plan.js'
import { callOn, hindrances, refusalOf, world } from '../eligibility.js'
import { at, errorOf, harness, ok } from '../harness.js'

const said = (count: number) => [{ role: 'user', content: 'word '.repeat(count) }]
const lacks = (...names: readonly (keyof Capabilities)[]): Partial<DeploymentInput> => ({
  capabilities: { ...unknownCapabilities, ...Object.fromEntries(names.map((name) => [name, 'no'])) },
})

function call(deployments: readonly DeploymentInput[], body: object, endpoint: 'chat' | 'tokens' | 'responses' = 'chat') {
  const { engine } = world({ deployments }, [preCallChecks])
  return callOn(engine, endpoint, { messages: said(1), ...body })
}

describe('the context window', () => {
  const deployments = [
    at(0, 'a', { contextWindow: 500 }),
    at(1, 'a', { contextWindow: 1_000 }),
    at(2, 'a', { contextWindow: 8_000 }),
    at(3, 'a'),
  ]

  test('keeps a long prompt from deployments that are too small, and puts it after others where it may not fit', () => {
    const run = call(deployments, { messages: said(1_000) })
    expect([hindrances(run), pickDeployment(run)]).toEqual([['context-window', 'tight-window', undefined, undefined], 2])
  })

  test('a prompt that may fit is sent where nothing better is left', () => {
    expect(pickDeployment(call(deployments.slice(0, 2), { messages: said(1_000) }))).toBe(1)
  })

  test('all too small is a context error that says how much too small, and goes to the context chain', () => {
    const failure = refusalOf(call(deployments.slice(0, 1), { messages: said(1_000), max_tokens: 200 }))
    const { kind, status, code, param, message } = failure
    expect([kind, status, code, param]).toEqual(['context-window', 400, 'context_length_exceeded', 'messages'])
    expect(message).toBe(
      'the prompt fits no deployment of "a": "d0" holds 500 tokens, and the call needs about 1,264. Shorten it, lower max_tokens, or name a model with a larger window in context_window_fallbacks.',
    )
    expect(ruleOf(failure)).toMatchObject({ fallback: 'context-window', health: 'none', another: false })
  })

  test('one that fits but rests makes it a 429: waiting helps', () => {
    const run = call(deployments.slice(0, 3), { messages: said(3_000) })
    openBreaker(run.engine.state, 2, 1_000, 4_000, openedBy.limit)
    const { status, code, retryAfterMs } = refusalOf(run)
    expect([status, code, retryAfterMs]).toEqual([429, 'no_deployment_available', 3_000])
  })

  test('is no matter for counting tokens, nor for a deployment called by its id', () => {
    const small = [at(0, 'a', { contextWindow: 10 })]
    expect([
      pickDeployment(call(small, { messages: said(1_000) }, 'tokens')),
      pickDeployment(call(small, { messages: said(1_000), model: 'd0' })),
    ]).toEqual([0, 0])
  })
})

describe('the region', () => {
  const deployments = [
    at(0, 'a', { region: 'us-east-1' }),
    at(1, 'a', { region: { env: 'REGION' } }),
    at(2, 'a'),
    at(3, 'a', { region: { env: 'NOT_SET' } }),
  ]
  const allowed = (region: unknown) => {
    const { engine } = world({ deployments }, [preCallChecks], { env: { REGION: 'eu-west-1' } })
    return callOn(engine, 'chat', { messages: said(1), allowed_model_region: region })
  }

  test('that a request allows is the only one asked, and one that is not known is not it', () => {
    expect([hindrances(allowed('EU-west-1')), hindrances(allowed(undefined))]).toEqual([
      ['region', undefined, 'region', 'region'],
      [undefined, undefined, undefined, undefined],
    ])
  })

  test('that nobody is in is a 400 for which another group may be asked', () => {
    const failure = refusalOf(allowed('mars'))
    const { kind, status, code, param, message } = failure
    expect([kind, status, code, param]).toEqual(['bad-request', 400, 'no_deployment_in_region', 'allowed_model_region'])
    expect(message).toBe(
      'no deployment of "a" is in the region that the request allows: "d0" is in us-east-1; "d1" is in eu-west-1; "d2" is in no region that the config names; "d3" is in no region that the config names. Allow another region, or set region_name of a deployment in the config.',
    )
    expect(ruleOf(failure)).toMatchObject({ fallback: 'general', health: 'none', another: false })
  })
})

describe('parameters', () => {
  const schema = { type: 'json_schema', json_schema: { name: 's' } }
  const tools = [{ type: 'function', function: { name: 'f' } }]
  const picture = [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }] }]
  const cases: readonly { name: string; lack: keyof Capabilities; body: object; endpoint?: 'responses' }[] = [
    { name: 'tools', lack: 'tools', body: { tools } },
    { name: 'images', lack: 'vision', body: { messages: picture } },
    { name: 'a JSON schema', lack: 'jsonSchema', body: { response_format: schema } },
    { name: 'an effort of reasoning', lack: 'reasoning', body: { reasoning_effort: 'low' } },
    { name: 'a JSON schema of a response', lack: 'jsonSchema', body: { input: 'a', text: { format: schema } }, endpoint: 'responses' },
    { name: 'an effort of a response', lack: 'reasoning', body: { input: 'a', reasoning: { effort: 'high' } }, endpoint: 'responses' },
  ]

  test.each(cases)('$name: not for a deployment that is known to have none', ({ lack, body, endpoint }) => {
    const mode = endpoint === undefined ? 'chat' : 'responses'
    const run = call([at(0, 'a', { mode, ...lacks(lack) }), at(1, 'a', { mode })], body, endpoint)
    expect(hindrances(run)).toEqual(['parameters', undefined])
  })

  test('nothing that is asked for is nothing that lacks', () => {
    const body = { tools: [], response_format: { type: 'json_object' }, reasoning_effort: 'none' }
    expect(hindrances(call([at(0, 'a', lacks('tools', 'vision', 'jsonSchema', 'reasoning'))], body))).toEqual([undefined])
  })

  test('under drop_params they are left out instead, but for images', () => {
    const without = at(0, 'a', lacks('tools', 'vision', 'jsonSchema', 'reasoning'))
    const asked = { tools, response_format: schema, reasoning_effort: 'low' }
    expect([
      hindrances(call([without], { ...asked, drop_params: true })),
      hindrances(call([{ ...without, dropParams: true }], asked)),
      hindrances(call([{ ...without, dropParams: true }], { ...asked, drop_params: false })),
      hindrances(call([without], { messages: picture, drop_params: true })),
    ]).toEqual([[undefined], [undefined], ['parameters'], ['parameters']])
  })

  test('that nobody takes are a 400 that names them', () => {
    const failure = refusalOf(
      call([at(0, 'a', lacks('tools', 'reasoning')), at(1, 'a', lacks('tools'))], { tools, reasoning_effort: 'low' }),
    )
    const { kind, status, code, message } = failure
    expect([kind, status, code]).toEqual(['unsupported-params', 400, 'no_deployment_for_parameters'])
    expect(message).toBe(
      'no deployment of "a" takes what the request asks for: "d0" takes no tools, reasoning_effort; "d1" takes no tools. Leave it out, set drop_params, ask another model, or correct model_info if a model does take it.',
    )
    expect(ruleOf(failure)).toMatchObject({ fallback: 'general', health: 'none' })
  })
})

test('a deployment is asked once for a call and group', () => {
  const run = call([at(0, 'a', { contextWindow: 500 })], { messages: said(1_000) })
  const found = [hindrances(run), hindrances(run)]
  run.prepared = { ...run.prepared, request: { ...run.prepared.request, messages: [] } }
  expect([...found, hindrances(run)]).toEqual([['context-window'], ['context-window'], ['context-window']])
})

test('a prompt that fits nobody of a group goes to its context chain without a request having been sent', async () => {
  const plan = {
    deployments: [at(0, 'a', { contextWindow: 500 }), at(1, 'b'), at(2, 'c')],
    chains: { general: [chain('a', 'c')], contextWindow: [chain('a', 'b')] },
  }
  const { client, hosts } = harness(plan, { d1: ok(), d2: ok() }, {}, { openai }, [preCallChecks])
  const long = [{ role: 'user' as const, content: 'word '.repeat(1_000) }]
  const { meta } = await client.completion({ model: 'a', messages: long })
  const error = await errorOf(client.completion({ model: 'a', messages: long, fallbacks: [] }))
  expect([hosts, meta.fallbacks, meta.attempts.length]).toEqual([['d1'], ['b'], 1])
  expect([error instanceof ContextWindowExceededError, error.status, error.attempts]).toEqual([true, 400, []])
})
