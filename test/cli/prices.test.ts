/** `llmgen prices`: LiteLLM's map becomes the project's prices, and what it changes is shown. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder, smallConfig } from './folder.js'

const map = readFileSync(new URL('../fixtures/litellm-map.json', import.meta.url), 'utf8')
const config = smallConfig.replace('gpt-4o-mini', 'gpt-4o')

test('import writes a line a model, and check and generate count with it', async () => {
  const place = folder({ 'map.json': map, 'litellm_config.yaml': config })
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['prices', 'import', 'map.json'], terminal)).toBe(0)
  expect(terminal.output()).toContain('6 models from map.json written to llmgen.prices.json; 1 are of providers that no config can name')
  expect(terminal.complaints()).toContain('odd-price was left out: input_cost_per_token is not a number of dollars')
  const lines = place.read('llmgen.prices.json').trim().split('\n')
  expect(lines).toHaveLength(8)
  expect(lines.find((line) => line.includes('"gpt-4o"'))).not.toContain('supports_pdf_input')
  expect(await runCli(['generate'], fakeTerminal({ cwd: place.path }))).toBe(0)
  expect(place.read('generated/plan.ts')).toContain('input: 3000000')
})

test('import says what has changed since the last one', async () => {
  const place = folder({
    'map.json': map,
    'new.json': map.replace('3e-06, "output_cost_per_token": 1.2e-05', '4e-06, "output_cost_per_token": 1.2e-05'),
  })
  expect(await runCli(['prices', 'import', 'map.json', '--silent'], fakeTerminal({ cwd: place.path }))).toBe(0)
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['prices', 'import', 'new.json'], terminal)).toBe(0)
  expect(terminal.output()).toContain('1 rate of 1 model differ since the last import')
})

test('--prices names a map for one run, and LiteLLM’s own file will do', async () => {
  const place = folder({ 'map.json': map, 'litellm_config.yaml': config })
  expect(await runCli(['generate', '--prices', 'map.json'], fakeTerminal({ cwd: place.path }))).toBe(0)
  expect(place.read('generated/plan.ts')).toContain('input: 3000000')
  expect(await runCli(['generate'], fakeTerminal({ cwd: place.path }))).toBe(0)
  expect(place.read('generated/plan.ts')).toContain('input: 2500000')
})

test('diff shows each rate that differs, and fails the run where it is asked to', async () => {
  const place = folder({ 'map.json': map })
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['prices', 'diff', 'map.json', '--exit-code'], terminal)).toBe(1)
  expect(terminal.output()).toMatch(/openai\/gpt-4o +input +\$2\.5 → \$3 per million tokens\n/)
  expect(terminal.output()).toMatch(/stability\.sd9 +perImage +unknown → \$0\.04 per image\n/)
  const same = fakeTerminal({ cwd: place.path })
  expect(await runCli(['prices', 'diff', 'map.json', 'map.json', '--exit-code'], same)).toBe(0)
  expect(same.output()).toBe('0 rates of 0 models differ from map.json to map.json\n')
  const json = fakeTerminal({ cwd: place.path })
  expect(await runCli(['prices', 'diff', 'map.json', '--json'], json)).toBe(0)
  expect(JSON.parse(json.output())).toContainEqual({ model: 'openai/gpt-4o', rate: 'input', unit: 'million tokens', before: 2.5, after: 3 })
})

test.each([
  ['a file that is not there', ['prices', 'import', 'gone.json'], 3, 'cannot read gone.json'],
  ['a file that is not JSON', ['prices', 'import', 'bad.json'], 1, 'bad.json is not JSON'],
  ['a file without models', ['prices', 'import', 'empty.json'], 1, 'empty.json holds no model'],
  ['no file to compare', ['prices', 'diff'], 2, 'there is no llmgen.prices.json here'],
])('%s is said', async (_name, args, code, message) => {
  const place = folder({ 'bad.json': '{', 'empty.json': '{}' })
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(args, terminal)).toBe(code)
  expect(terminal.complaints()).toContain(message)
})
