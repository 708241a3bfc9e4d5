/** An emitted client as a program uses it: it answers, and importing it does nothing. */
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import * as golden from '../../golden/features/generated/index.js'
import { repoPath } from '../../types/run-tsc.js'

const messages = [{ role: 'user' as const, content: 'hello' }]

test('the default client answers, also to the name of an alias', async () => {
  const reply = await golden.llm.chat.completions.create({ model: 'hidden-fast', messages, mock_response: 'hi' })
  expect(reply.choices[0]?.message.content).toBe('hi')
})

test('a model called __proto__ is a model like any other', async () => {
  const reply = await golden
    .createLlm({ env: { ANTHROPIC_API_KEY: 'x' } })
    .completion({ model: '__proto__', messages, mock_response: 'hi' })
  expect(reply.choices[0]?.message.content).toBe('hi')
})

test('a client made for another version of the Plan says to generate again', async () => {
  const { createClient, simpleShuffle } = await import('llmgen/runtime')
  const future: object = { ...golden.plan, planVersion: 99 }
  const plan = future as typeof golden.plan // a Plan that this version cannot have, as a later one would emit it
  expect(() => createClient({ plan, adapters: {}, strategies: { 'simple-shuffle': simpleShuffle } })).toThrow(
    /Plan version 99.*run llmgen again/,
  )
})

test('exports are the two clients and the Plan', () => {
  expect(Object.keys(golden).sort()).toEqual(['createLlm', 'llm', 'plan'])
})

test('a bundler drops a client that is imported and not used', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: "import { llm } from './index.ts'\nimport { plan } from './index.ts'\nconsole.log(plan.hash)",
      resolveDir: repoPath('test/golden/features/generated'),
    },
    bundle: true,
    write: false,
    format: 'esm',
    external: ['llmgen/*'],
  })
  const text = outputFiles[0]?.text ?? ''
  expect(text).toContain('console.log(plan.hash)')
  expect(text).not.toContain('lazyClient(')
})
