import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { foundKeys, starterConfig } from '../../src/cli/init.js'
import { runCli } from '../../src/cli/program.js'
import { starters } from '../../src/cli/starter-models.js'
import { compile } from '../../src/compiler/compile.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

test('it writes an entry for each key of the environment and .env, and no value of a key', async () => {
  const place = folder({
    '.env': 'ANTHROPIC_API_KEY=secret-b\nGROQ_API_KEY=\n',
    'node_modules/llmgen/schema/litellm-config.schema.json': '{}',
  })
  const terminal = fakeTerminal({ cwd: place.path, env: { OPENAI_API_KEY: 'secret-a' } })
  expect(await runCli(['init'], terminal)).toBe(0)
  const text = place.read('litellm_config.yaml')
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=./node_modules/llmgen/schema/litellm-config.schema.json')
  expect(text).not.toContain('secret')
  expect(parse(text)).toEqual({
    model_list: [
      { model_name: 'gpt-4o', litellm_params: { model: 'openai/gpt-4o', api_key: 'os.environ/OPENAI_API_KEY' } },
      {
        model_name: 'claude-sonnet',
        litellm_params: { model: 'anthropic/claude-sonnet-4-20250514', api_key: 'os.environ/ANTHROPIC_API_KEY' },
      },
    ],
    router_settings: { num_retries: 2, timeout: 60, fallbacks: [{ 'gpt-4o': ['claude-sonnet'] }] },
  })
  expect(terminal.output()).toBe(
    "litellm_config.yaml written, for OPENAI_API_KEY, ANTHROPIC_API_KEY\nnext: llmgen, then import { llm } from './generated/index.js'\n",
  )
})

test('without a key it writes an example and says so', async () => {
  const place = folder()
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['init', '--yes', '--out', 'a/b.yaml'], terminal)).toBe(0)
  expect(terminal.output()).toContain('a/b.yaml written, no *_API_KEY found')
  expect(parse(place.read('a/b.yaml')).model_list).toHaveLength(2)
})

test('a config that is there stays unless --force is given', async () => {
  const place = folder({ 'litellm_config.yaml': 'mine' })
  const terminal = fakeTerminal({ cwd: place.path })
  expect(await runCli(['init'], terminal)).toBe(2)
  expect(terminal.complaints()).toBe('llmgen: litellm_config.yaml is there already; --force overwrites it, --out FILE writes elsewhere\n')
  expect(place.read('litellm_config.yaml')).toBe('mine')
  expect(await runCli(['init', '--force', '--silent'], terminal)).toBe(0)
  expect(place.read('litellm_config.yaml')).toContain('model_list:')
  expect(terminal.output()).toBe('')
})

test('what it writes for every provider compiles without errors', async () => {
  const { diagnostics } = await compile({ source: starterConfig(starters, './s.json'), path: 'c.yaml', emit: false })
  expect(diagnostics.filter((each) => each.severity === 'error')).toEqual([])
})

test('empty variables do not count', () => {
  expect(foundKeys({ OPENAI_API_KEY: '', XAI_API_KEY: 'x' }).map((each) => each.name)).toEqual(['grok-4'])
})
