/** `llmgen providers`: the list, a selection of it, and all about one. */
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { folder } from './folder.js'

async function run(args: readonly string[], env: { readonly [name: string]: string } = {}) {
  const terminal = fakeTerminal({ cwd: folder().path, env })
  const code = await runCli(['providers', ...args], terminal)
  return { code, output: terminal.output(), complaints: terminal.complaints() }
}

test('the list marks the providers whose key is set, and counts', async () => {
  const { code, output } = await run([], { GROQ_API_KEY: 'x' })
  expect(code).toBe(0)
  expect(output).toMatch(/^\+ groq +Groq: chat /m)
  expect(output).toMatch(/^ {2}openai +OpenAI: chat embeddings /m)
  expect(output).toMatch(/\n\d+ prefixes, \d+ for chat; \+ has its key in the environment\n$/)
})

test('one provider is shown with its variables, never their values', async () => {
  const { output } = await run(['groq'], { GROQ_API_KEY: 'gsk_value' })
  expect(output).toContain('key from       GROQ_API_KEY (set)')
  expect(output).not.toContain('gsk_value')
})

test('--endpoint selects, --json and --markdown change the form', async () => {
  const { output } = await run(['--endpoint', 'rerank', '--json'])
  const listed: { prefix: string; endpoints: string[] }[] = JSON.parse(output)
  expect(listed.map(({ prefix }) => prefix)).toContain('cohere')
  expect(listed.every(({ endpoints }) => endpoints.includes('rerank'))).toBe(true)
  expect((await run(['--markdown'])).output).toContain('| prefix | provider |')
})

test.each([
  [['opnai'], 'no provider has the prefix "opnai"; did you mean "openai"?'],
  [['--endpoint', 'embedding'], '--endpoint does not know "embedding"'],
])('%j is refused with the nearest right one', async (args, message) => {
  const { code, complaints } = await run(args)
  expect(code).toBe(2)
  expect(complaints).toContain(message)
})
