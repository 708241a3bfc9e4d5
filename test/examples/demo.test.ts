import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

type Result = { readonly code: number; readonly out: string; readonly err: string }

function demo(args: readonly string[] = []): Promise<Result> {
  const { PATH, HOME, npm_config_cache } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'test/examples/demo.ts', ...args],
      { cwd: root, env: { PATH, HOME, npm_config_cache } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err }),
    )
  })
}

test('the demo runs without keys and shows what the client does', async () => {
  const { code, out, err } = await demo()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const section = (number: number) => out.split(/^\d {2}(?=[A-Z])/m)[number] ?? ''
  expect(section(1)).toMatch(
    /litellm_config\.yaml: 4 model names, 5 deployments, latency-based-routing\n {3}generated\/example\/ (is up to date|written) \(.*\) in \d\.\d\d s/,
  )
  expect(section(2)).toMatch(/azure\/gpt-4o-prod said it was gpt-4o-2024-11-20: \d+ \+ \d+ tokens, \$0\.000\d{3}/)
  expect(section(2)).toMatch(/openai\/gpt-4o said it was gpt-4o-2024-08-06: \d+ \+ \d+ tokens, \$0\.000\d{3}/)
  expect(section(2)).toMatch(/anthropic\/claude-sonnet-4-20250514 said it was \S+: \d+ \+ \d+ tokens, \$0\.000\d{3}/)
  expect(section(2)).toMatch(/gemini\/gemini-2\.5-flash said it was gemini-2\.5-flash: \d+ \+ \d+ tokens, \$0\.000\d{3}/)
  expect(section(3)).toMatch(/Rayleigh scattering\. Air scatters .* sky\.\n {3}first token after \d+ ms, \$0\.000\d{3}/)
  const counts = [...section(4).matchAll(/^ {3}(azure|openai) +█* (\d+)$/gm)].map(([, , count]) => Number(count))
  expect(counts).toHaveLength(4)
  const [azure = 0, openai = 0, slow = 0, fast = 0] = counts
  expect([azure + openai, slow + fast]).toEqual([12, 12])
  expect([azure > 0, openai > 0, slow < fast]).toEqual([true, true, true])
  expect(section(5)).toMatch(/claude-sonnet: Rayleigh scattering\..*\n {3}.*(azure 503|openai 500).* → anthropic ok, \$0\.000\d{3}/)
  expect(section(6)).toMatch(
    /gemini-flash: temperature\(\{"city":"Zürich"\}\)\n {3}claude-sonnet: It is 21 °C in Zürich\.\n {3}gemini 503 → anthropic ok, \$0\.000\d{3}/,
  )
  expect(section(6)).toMatch(/carries a signature, \d{2,} characters; Claude was sent call_[0-9a-f]{24}\n/)
  expect(section(7)).toMatch(/2 texts, 256 numbers each, 4 tokens, \$0\.0000\d{2}/)
  expect(section(8)).toMatch(/a wrong key +AuthenticationError {2}llm_provider=anthropic status=401\n/)
  expect(section(8)).toMatch(/too many requests +RateLimitError {2}llm_provider=anthropic status=429, retry after 2 s\n/)
  expect(section(8)).toMatch(/no answer in 100 ms +(APIConnectionTimeoutError|Timeout) {2}llm_provider=anthropic status=408\n/)
})

test('--live without keys says which it needs', async () => {
  const { code, out } = await demo(['--live'])
  expect([code, out]).toEqual([
    2,
    expect.stringContaining('--live needs one of OPENAI_API_KEY, AZURE_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY'),
  ])
})
