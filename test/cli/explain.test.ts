import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

const example = readFileSync(new URL('../examples/litellm_config.yaml', import.meta.url), 'utf8')
const keys = { AZURE_API_KEY: 'x', OPENAI_API_KEY: 'x', ANTHROPIC_API_KEY: 'x', GEMINI_API_KEY: 'x' }

async function explain(config: string, args: readonly string[], given: Partial<Parameters<typeof fakeTerminal>[0]> = {}) {
  const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': config }).path, env: keys, ...given })
  const code = await runCli(['explain', ...args], terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}
const asData = async (config: string, args: readonly string[]) => {
  const { code, out, err } = await explain(config, [...args, '--json'])
  expect([code, err]).toEqual([0, ''])
  return JSON.parse(out)
}

/** A model of the config, on a host of our own. */
const model = (name: string, upstream: string, more = '') => `  - model_name: ${name}
    litellm_params: { model: openai/${upstream}, api_key: none, api_base: "http://127.0.0.1:1"${more === '' ? '' : `, ${more}`} }
`
const pair = `model_list:
${model('fast', 'gpt-4o', 'weight: 3')}    model_info: { id: one }
${model('fast', 'gpt-4o-mini', 'weight: 1')}    model_info: { id: two }
${model('big', 'gpt-4.1')}    model_info: { id: big }
${model('wild/*', '*')}    model_info: { id: wild }
router_settings:
  num_retries: 1
  cooldown_time: 30
  model_group_alias: { quick: fast }
  fallbacks: [{ fast: [big] }]
  context_window_fallbacks: [{ fast: ["wild/gpt-4.1"] }]
  content_policy_fallbacks: [{ fast: [big] }]
`

test('the example config, as a person reads it', async () => {
  const { code, out, err } = await explain(example, ['gpt-4o', '--fail', '1=503'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatchInlineSnapshot(`
    "gpt-4o is a model name with 2 deployments
      strategy latency-based-routing, seed 1; a prompt of 1,000 tokens, an answer of 250

    Candidates
      #  id             model              rpm  share  $ per 1M in/out                             context  may serve
      0  c6281721d06d…  azure/gpt-4o-prod  900   50 %  unknown: by the model that the reply names  128,000  yes
      1  3c631830a612…  openai/gpt-4o      500   50 %  2.5/10                                      128,000  yes

    Walk
            0 s  attempt 1: openai/gpt-4o [3c631830a612…] for "gpt-4o": latency-based-routing picks 1 of 2
                 timeouts: connect 10 s, total 6000 s
                 unavailable (503) after 0.1 s, $0
                 retries for this: 3, from num_retries of the router
          0.1 s  attempt 2: azure/gpt-4o-prod [c6281721d06d…] for "gpt-4o": the only choice
                 timeouts: connect 10 s, total 6000 s
                 answers after 1 s, cost unknown

    End: answered by [c6281721d06d…] of "gpt-4o" after 2 attempts, 1.1 s, cost unknown: no price is known for "gpt-4o-prod", the model that the reply names

    note: assumed: an answer takes 1000 ms, a refusal 100 ms, and nothing was measured before
    "
  `)
})

describe('names', () => {
  test.each([
    { name: 'fast', want: { as: 'group', group: 'fast' } },
    { name: 'quick', want: { as: 'alias', group: 'fast' } },
    { name: 'two', want: { as: 'deployment', group: 'fast' } },
    { name: 'wild/gpt-4o', want: { as: 'wildcard', group: 'wild/*', captures: ['gpt-4o'] } },
  ])('$name is $want.as', async ({ name, want }) => {
    expect((await asData(pair, [name])).resolved).toEqual(want)
  })

  test('one that stands for nothing is misuse, with the nearest', async () => {
    expect(await explain(pair, ['fats'])).toEqual({
      code: 2,
      out: '',
      err: 'llmgen: "fats" is no model name, alias, deployment id or name that a wildcard catches; did you mean "fast"?\n',
    })
  })

  test('neither a name nor a trace is misuse', async () => {
    expect((await explain(pair, [])).err).toBe('llmgen: explain needs a model name, or --trace FILE; llmgen explain --help has examples\n')
  })

  test('a config with errors is exit 1 and says which', async () => {
    const { code, out, err } = await explain(`${pair}  routing_strategy: fastest\n`, ['fast'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('fastest')
  })
})

describe('candidates', () => {
  test('shares follow the weights', async () => {
    const { candidates } = await asData(pair, ['fast'])
    expect(candidates.map(({ id, share, weight }: { id: string; share: number; weight: number }) => ({ id, share, weight }))).toEqual([
      { id: 'one', share: 0.75, weight: 3 },
      { id: 'two', share: 0.25, weight: 1 },
    ])
  })

  test('those of a higher order get nothing and say so', async () => {
    const ordered = pair.replace('weight: 3', 'order: 2').replace('weight: 1', 'order: 1')
    const { candidates } = await asData(ordered, ['fast'])
    expect(candidates.map(({ share, hindrance }: { share: number; hindrance?: string }) => [share, hindrance])).toEqual([
      [0, 'order'],
      [1, undefined],
    ])
  })

  test('tags decide who may serve', async () => {
    const tagged = pair.replace('weight: 3', 'tags: [paid]').replace('weight: 1', 'tags: [free]')
    const config = tagged.replace('num_retries: 1', 'num_retries: 1\n  enable_tag_filtering: true')
    const { candidates, walk } = await asData(config, ['fast', '--tags', 'free'])
    expect(candidates.map(({ share, hindrance }: { share: number; hindrance?: string }) => [share, hindrance])).toEqual([
      [0, 'tags'],
      [1, undefined],
    ])
    expect(walk[0]).toMatchObject({ do: 'attempt', deployment: 'two' })
  })

  test('a prompt beyond the context window is a hindrance where calls are checked before', async () => {
    const config = pair.replace('num_retries: 1', 'num_retries: 1\n  enable_pre_call_checks: true')
    const { candidates } = await asData(config, ['fast', '--tokens', '500000,100'])
    expect(candidates.map(({ hindrance }: { hindrance?: string }) => hindrance)).toEqual(['context-window', 'context-window'])
  })
})

type StepData = { readonly do: string; readonly [name: string]: unknown }
const short = ({ walk }: { readonly walk: readonly StepData[] }) =>
  walk.map((step) =>
    step.do === 'attempt' ? `${step.deployment} ${step.outcome}` : step.do === 'fallback' ? `→ ${step.to} by ${step.chain}` : step.do,
  )

describe('the walk', () => {
  test('an outage of one goes to the other at once, and its number of retries is told with its source', async () => {
    const data = await asData(pair, ['fast', '--fail', 'one=503', '--seed', '3'])
    expect(short(data)).toEqual(['one unavailable', 'two ok'])
    expect(data.walk[0]).toMatchObject({
      nth: 1,
      status: 503,
      ms: 100,
      costUsd: 0,
      timeouts: { connect: 10_000, total: 6_000_000 },
      retries: { allowed: 1, from: 'num_retries of the router' },
    })
    expect(data.end).toMatchObject({ outcome: 'answered', deployment: 'two', attempts: 2, ms: 1_100 })
  })

  test('a rate limit opens a cooldown, and the chain follows when all are limited', async () => {
    const data = await asData(pair, ['fast', '--fail', 'fast=429'])
    expect(short(data).filter((step) => step !== 'wait')).toContain('→ big by fallbacks of "fast"')
    expect(data.walk.filter((step: StepData) => step.do === 'cooldown').length).toBeGreaterThan(0)
    expect(data.end).toMatchObject({ outcome: 'answered', group: 'big' })
  })

  test.each([
    { fault: 'context', chain: '→ wild/gpt-4.1 by context_window_fallbacks of "fast"' },
    { fault: 'content', chain: '→ big by content_policy_fallbacks of "fast"' },
  ])('$fault leaves the group by its own chain', async ({ fault, chain }) => {
    expect(short(await asData(pair, ['fast', '--fail', `fast=${fault}`]))[1]).toBe(chain)
  })

  test('a timeout takes the time that is allowed', async () => {
    const data = await asData(pair.replace('num_retries: 1', 'num_retries: 1\n  timeout: 20'), [
      'big',
      '--fail',
      'big=timeout',
      '--fail',
      'big=ok',
    ])
    expect(short(data)).toEqual(['big timeout', 'wait', 'big ok'])
    expect(data.walk[0]).toMatchObject({ ms: 20_000, timeouts: { total: 20_000 } })
  })

  test('where everything fails, the end is the error that a caller gets', async () => {
    const { code, out } = await explain(pair, ['fast', '--fail', 'fast=500', '--fail', 'big=401', '--json'])
    expect([code, JSON.parse(out).end]).toEqual([
      0,
      expect.objectContaining({ outcome: 'failed', error: 'AuthenticationError', status: 401 }),
    ])
  })

  test('a policy by class is told as the source', async () => {
    const config = pair.replace('num_retries: 1', 'num_retries: 1\n  retry_policy: { RateLimitErrorRetries: 0 }')
    const [step] = (await asData(config, ['fast', '--fail', 'fast=429'])).walk
    expect(step.retries).toEqual({ allowed: 0, from: 'RateLimitErrorRetries of retry_policy' })
  })

  test('a stream has the timers of a stream', async () => {
    const [step] = (await asData(pair, ['big', '--stream'])).walk
    expect(step).toMatchObject({ outcome: 'ok', timeouts: { connect: 10_000, idle: 600_000, total: 6_000_000 } })
  })

  test('the cost is that of the tokens asked for', async () => {
    const { end, tokens } = await asData(pair, ['fast', '--seed', '3', '--tokens', '1000000,1000000'])
    expect([tokens, end.costUsd]).toEqual([{ prompt: 1_000_000, output: 1_000_000 }, 12.5])
  })

  test('the same seed walks the same way', async () => {
    const walks = await Promise.all(
      ['5', '5', ...Array.from({ length: 20 }, (_, at) => String(at))].map(
        async (seed) => short(await asData(pair, ['fast', '--seed', seed]))[0],
      ),
    )
    expect(walks[0]).toBe(walks[1])
    expect(new Set(walks).size).toBe(2)
  })
})

test('a walk without an end is given up, with what it repeats', async () => {
  const config = pair.replace('num_retries: 1', 'num_retries: 1000000\n  disable_cooldowns: true')
  const { code, out, err } = await explain(config, ['fast', '--fail', 'fast=500'])
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(
    /^llmgen: the call does not end: it takes ever more steps\. It was given up after 2\d{3} steps, and the last are (attempt \d+ at \[(one|two)\]: internal, ){5}attempt \d+ at \[(one|two)\]: (internal|under way)\. Look at num_retries/,
  )
})

test('a limit that nothing gives back ends in an answer, not in a wait without an end', async () => {
  const config = pair.replace('weight: 3', 'max_parallel_requests: 1, rpm: 1').replace('weight: 1', 'max_parallel_requests: 1, rpm: 1')
  const data = await asData(config, ['fast', '--fail', 'fast=429', '--fail', 'fast=ok'])
  expect(data.end).toMatchObject({ outcome: 'answered' })
})

test('keys that are not set are notes, and the plan is shown as if they were', async () => {
  const { code, out } = await explain(example, ['claude-sonnet', '--json'], { env: {} })
  const { notes, end } = JSON.parse(out)
  expect([code, end.outcome]).toEqual([0, 'answered'])
  expect(notes[0]).toMatch(/^keyless: deployment 2: .*ANTHROPIC_API_KEY/)
})

test('no value of a key is ever shown', async () => {
  const env = { ...keys, OPENAI_API_KEY: 'sk-very-secret-0123456789' }
  const { out } = await explain(example, ['gpt-4o', '--json'], { env })
  expect(out).not.toContain('very-secret')
})

test.each([
  { args: ['fast', '--fail', '9=429'], says: '--fail names "9", which is no deployment' },
  { args: ['fast', '--fail', 'bgi=429'], says: 'did you mean "big"?' },
  { args: ['fast', '--fail', 'big=timeuot'], says: 'did you mean "timeout"?' },
  { args: ['fast', '--fail', '429'], says: '--fail needs a deployment and what it does' },
  { args: ['fast', '--fail', 'big=200'], says: 'it takes a status from 300 to 599' },
  { args: ['fast', '--seed', 'x'], says: '--seed needs a whole number' },
  { args: ['fast', '--tokens', '1,2,3'], says: '--tokens takes those of the prompt and those of the answer' },
])('$args is misuse', async ({ args, says }) => {
  const { code, out, err } = await explain(pair, args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(says)
})

test('colours only where the terminal has them', async () => {
  expect((await explain(pair, ['fast'], { colour: true })).out).toContain('\u001b[1m')
  expect((await explain(pair, ['fast'])).out).not.toContain('\u001b')
})

const corpus = fileURLToPath(new URL('../../../shared/corpus/configs/', import.meta.url))
const configs = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.yaml')) : []

test('every name of every config at hand is explained, whatever fails', async () => {
  const wrong: string[] = []
  for (const file of configs) {
    const config = readFileSync(`${corpus}${file}`, 'utf8')
    const more = ['--allow-unknown', '--allow-literal-secrets']
    const terminal = fakeTerminal({ cwd: folder({ 'litellm_config.yaml': config }).path })
    const graphed = await runCli(['graph', '--format', 'json', ...more], terminal)
    if (graphed !== 0) continue
    const graph: { readonly nodes: readonly { readonly kind: string; readonly label: string }[] } = JSON.parse(terminal.output())
    for (const { label } of graph.nodes.filter(({ kind }) => kind === 'group' || kind === 'alias').slice(0, 5))
      for (const faults of [[], ['--fail', '0=429'], ['--fail', '0=timeout', '--stream']]) {
        const { code, out, err } = await explain(config, [label, ...faults, ...more, '--json'])
        if (code !== 0 || !Array.isArray(JSON.parse(out).walk)) wrong.push(`${file} ${label}: ${code} ${err}`)
      }
  }
  expect(wrong).toEqual([])
}, 60_000)
