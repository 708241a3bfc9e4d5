import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { compile } from '../../src/index.js'
import type { Plan } from '../../src/plan/plan.js'
import { openai } from '../../src/providers/openai.js'
import { createClient } from '../../src/runtime/node-client.js'
import { loadRareParts, recordTrace } from '../../src/runtime/trace/trace-record.js'
import { loadRoutingParts } from '../../src/sdk/routing-parts.js'
import { fails, type Models, messages, ok } from '../runtime/harness.js'
import { fakeTransport } from '../support/fake-transport.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

const config = `model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/SOME_KEY, api_base: "http://one/v1", weight: 3 }
    model_info: { id: one }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, api_key: os.environ/SOME_KEY, api_base: "http://two/v1", weight: 1 }
    model_info: { id: two }
  - model_name: b
    litellm_params: { model: openai/gpt-4.1, api_key: os.environ/SOME_KEY, api_base: "http://three/v1" }
    model_info: { id: three }
  - model_name: b
    litellm_params: { model: openai/gpt-4.1, api_key: os.environ/OTHER_KEY, api_base: "http://four/v1" }
    model_info: { id: four }
router_settings: { num_retries: os.environ/RETRIES, fallbacks: [{ a: [b] }], cooldown_time: 20 }
`
const env = { SOME_KEY: 'sk-do-not-write-this', RETRIES: '1' }

async function planOf(source: string): Promise<Plan> {
  const { plan } = await compile({ source, path: 'litellm_config.yaml', emit: false })
  if (plan === undefined) throw new Error('the config has errors')
  return plan
}

/** A trace by the clock of this machine, of calls one after another: every third request is refused. */
async function record(count: number): Promise<string> {
  const plan = await planOf(config)
  await loadRareParts()
  let text = ''
  const transport = fakeTransport((_request, nth) =>
    nth % 3 === 1 ? fails(503) : nth % 5 === 4 ? fails(400, { code: 'context_length_exceeded' }) : ok(),
  )
  const parts = { plan, adapters: { openai }, ...(await loadRoutingParts(plan)) }
  const trace = recordTrace({ seed: 11, write: (line) => (text += line) })
  const client = createClient<Models>(parts, { env, transport, trace, sleep: async () => {} })
  for (let nth = 0; nth < count; nth++)
    await client.chat.completions.create({ model: nth % 4 === 3 ? 'b' : 'a', messages }).catch(() => undefined)
  return text
}

async function explain(text: string, source = config, args: readonly string[] = []) {
  const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': source, 'calls.jsonl': text }).path })
  const code = await runCli(['explain', '--trace', 'calls.jsonl', ...args], terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}

test('a recorded trace replays to the same decisions, without keys and environment', async () => {
  const text = await record(30)
  const { code, out, err } = await explain(text)
  expect({ code, out, err }).toEqual({ code: 0, out: expect.stringMatching(/^30 calls, \d+ decisions: all the same\n$/), err: '' })
})

test('a trace holds neither keys nor prompts nor answers', async () => {
  const text = await record(3)
  for (const secret of ['sk-do-not', messages[0]?.content, 'hello']) expect(text).not.toContain(`"${secret}`)
  expect(text).not.toContain('do-not-write')
  expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual({
    trace: 1,
    planVersion: 1,
    plan: (await planOf(config)).hash,
    strategy: 'simple-shuffle',
    seed: 11,
    deployments: [
      { id: 'one', group: 'a', provider: 'openai', model: 'gpt-4o' },
      { id: 'two', group: 'a', provider: 'openai', model: 'gpt-4o-mini' },
      { id: 'three', group: 'b', provider: 'openai', model: 'gpt-4.1' },
      { id: 'four', group: 'b', provider: 'openai', model: 'gpt-4.1', unready: 'missing_api_key' },
    ],
    variables: { RETRIES: '1' },
    shared: false,
  })
})

test('another config: the first decision that it changes, with both sides', async () => {
  const { code, out } = await explain(
    await record(30),
    config.replace('weight: 3', 'weight: 1').replace('weight: 1 }\n    model_info: { id: two', 'weight: 9 }\n    model_info: { id: two'),
  )
  expect(code).toBe(1)
  expect(out).toMatch(/^30 calls, \d+ decisions: the first difference is at calls\.jsonl:\d+\n/)
  expect(out).toMatch(
    /\n {2}recorded: \d+ attempt call=\d+ group=a deploymentId=one .*\n {2}replayed: \d+ attempt call=\d+ group=a deploymentId=two /,
  )
  expect(out).toContain('note: the config is another than the recorded one: this is where it decides otherwise\n')
})

test('another config that decides alike says so', async () => {
  const { code, out } = await explain(await record(5), config.replace('api_base: "http://one/v1"', 'api_base: "http://elsewhere/v1"'))
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^5 calls, \d+ decisions: all the same, though the config is another than the recorded one\n$/),
  ])
})

test('a decision that was changed by hand is found', async () => {
  const text = (await record(10)).replace('"type":"attempt","call":4', '"type":"attempt","retry":7,"call":4')
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.includes('"type":"attempt"') && line.includes('"call":6'))
  lines[at] = lines[at]?.replace('"eligible":', '"eligible":9') ?? ''
  const { code, out } = await explain(lines.join('\n'), config, ['--json'])
  expect([code, JSON.parse(out)]).toMatchObject([1, { same: false, samePlan: true, calls: 10, difference: { line: at + 1 } }])
})

test('a model that the config has no more is a difference', async () => {
  const { code, out } = await explain(await record(4), config.replaceAll('model_name: b', 'model_name: c').replace('a: [b]', 'a: [c]'))
  expect(code).toBe(1)
  expect(out).toMatch(/replayed: /)
})

test('a trace whose last line was cut off is read as far as it goes', async () => {
  const text = await record(10)
  expect((await explain(text.slice(0, -20))).code).toBe(0)
})

test.each([
  { text: '', says: 'calls.jsonl is no trace: its first line is not the header that recordTrace writes' },
  { text: '{"trace":2}\n', says: 'calls.jsonl is a trace of version 2, and this llmgen reads version 1' },
  { text: '{"trace":1,"deployments":[],"variables":{}}\n{"is":"event"}\n{}\n', says: 'calls.jsonl:2: this is no line of a trace' },
])('$says', async ({ text, says }) => {
  expect(await explain(text)).toEqual({ code: 2, out: '', err: `llmgen: ${says}\n` })
})

test('a model name beside a trace is misuse', async () => {
  expect((await explain('', config, ['a'])).err).toBe('llmgen: explain takes a model name or --trace, not both: "a" and calls.jsonl\n')
})
