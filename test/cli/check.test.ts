import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { type Folder, folder, smallConfig } from './folder.js'

async function check(place: Folder, args: readonly string[] = [], env: { readonly [name: string]: string } = {}) {
  const terminal = fakeTerminal({ cwd: place.path, env })
  const code = await runCli(['check', ...args], terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}
const config = (text: string) => folder({ 'litellm_config.yaml': text })
const withMasterKey = `${smallConfig}general_settings:\n  master_key: sk-1234567890\n`

test('a clean config is exit 0 and one line', async () => {
  const place = config(smallConfig)
  expect(await check(place)).toEqual({
    code: 0,
    out: 'litellm_config.yaml: 1 model name, 1 deployment, simple-shuffle; no problems\n',
    err: '',
  })
  expect(place.names()).toEqual(['litellm_config.yaml'])
})

test('all errors are shown at their places, in order', async () => {
  const place = config(`${smallConfig}router_settings:\n  routing_strategy: fastest\n  fallbacks: [{ small: [big] }]\n`)
  const { code, out, err } = await check(place)
  expect([code, out]).toEqual([1, expect.stringMatching(/^litellm_config\.yaml: .*2 errors/)])
  expect([...err.matchAll(/--> (\S+)/g)].map(([, at]) => at)).toEqual(['litellm_config.yaml:7:21', 'litellm_config.yaml:8:25'])
})

test.each([
  ['--report', 'line', /^litellm_config\.yaml:7:15: warning\[literal-secret\]: /],
  ['--format', 'github', /^::warning file=litellm_config\.yaml,line=7,endLine=7,col=15,/],
  ['--format', 'text', /^warning\[literal-secret\]: /],
])('%s %s', async (option, format, want) => {
  expect((await check(config(withMasterKey), [option, format])).err).toMatch(want)
})

test('GITHUB_ACTIONS makes annotations the default', async () => {
  expect((await check(config(withMasterKey), [], { GITHUB_ACTIONS: 'true' })).err).toMatch(/^::warning /)
})

test('--max-warnings decides whether warnings pass', async () => {
  expect((await check(config(withMasterKey))).code).toBe(0)
  expect((await check(config(withMasterKey), ['--max-warnings', '1'])).code).toBe(0)
  expect(await check(config(withMasterKey), ['--max-warnings', '0'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('llmgen: 1 warning, and --max-warnings allows 0\n'),
  })
})

test('--allow-literal-secrets and --allow-unknown turn errors into warnings', async () => {
  const secret = smallConfig.replace('os.environ/OPENAI_API_KEY', 'sk-proj-4f9aT1bC7dE2gH5iJ8kL0mN3')
  expect([(await check(config(secret))).code, (await check(config(secret), ['--allow-literal-secrets'])).code]).toEqual([1, 0])
  const unknown = `${smallConfig}router_setings:\n  num_retries: 1\n`
  expect([(await check(config(unknown))).code, (await check(config(unknown), ['--allow-unknown'])).code]).toEqual([1, 0])
})

test('variables count as unset only where the environment is known', async () => {
  const place = config(smallConfig)
  place.write('.env', 'OPENAI_API_KEY=x\n')
  const unset = expect.stringMatching(/OPENAI_API_KEY/)
  expect((await check(place)).err).toBe('')
  expect((await check(place, ['--env'])).err).toEqual(unset)
  expect((await check(place, ['--env'], { OPENAI_API_KEY: 'x' })).err).toBe('')
  expect((await check(place, ['--env-file', '.env'])).err).toBe('')
})

test('a model by reference needs a known environment', async () => {
  const place = config(smallConfig.replace('openai/gpt-4o-mini', 'os.environ/SMALL_MODEL'))
  expect((await check(place)).code).toBe(1)
  expect((await check(place, ['--env'], { SMALL_MODEL: 'openai/gpt-4o-mini', OPENAI_API_KEY: 'x' })).code).toBe(0)
})

test('--format json says everything in one document', async () => {
  const { code, out, err } = await check(config(withMasterKey), ['--format', 'json'])
  expect([code, err]).toEqual([0, ''])
  expect(JSON.parse(out)).toMatchObject({
    config: 'litellm_config.yaml',
    ok: true,
    errors: 0,
    warnings: 1,
    diagnostics: [{ severity: 'warning', rule: 'literal-secret', path: 'litellm_config.yaml', start: { line: 7, column: 15 } }],
  })
})

test('a folder that is not there is exit 3', async () => {
  const place = config(smallConfig)
  expect(await check(place, ['--cwd', 'nowhere'])).toEqual({
    code: 3,
    out: '',
    err: expect.stringMatching(/^llmgen: cannot work in .*nowhere: there is no such folder\n$/),
  })
})
