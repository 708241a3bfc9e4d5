/** The README's own programs, run as they stand there against the mock provider. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openaiErrors } from '../../src/facades/openai-errors.js'
import { configure } from '../../src/sdk/index.js'
import { currentSettings } from '../../src/sdk/settings.js'
import { createMockProvider, mockTransport } from '../../src/testing/index.js'
import { reset } from './reset.js'

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const section = /\n## Without a compile step\n([\s\S]*?)\n## /.exec(readFileSync(at('README.md'), 'utf8'))?.[1] ?? ''
const programs = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')

const mock = await createMockProvider()
const folder = mkdtempSync(join(tmpdir(), 'llmgen-readme-'))
const printed: string[] = []

beforeEach(() => {
  reset()
  printed.length = 0
  mock.forget()
  vi.spyOn(console, 'log').mockImplementation(
    (...words: unknown[]) => void printed.push(words.map((word) => JSON.stringify(word)).join(' ')),
  )
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  const env = {
    OPENAI_API_KEY: 'sk-1234567890ab',
    ANTHROPIC_API_KEY: 'sk-ant-12345678',
    GEMINI_API_KEY: 'AIza-12345678',
    AZURE_API_KEY: 'az-12345678',
  }
  configure({ transport: mockTransport(mock), env, sleep: async () => {} })
})
afterEach(() => {
  vi.restoreAllMocks()
  reset()
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await mock.close()
})

/** Writes a program where its imports lead to the sources, and runs it. */
async function run(program: string): Promise<void> {
  const sources = { sdk: 'src/sdk/index.ts', 'openai-errors': 'src/facades/openai-errors.ts' }
  const text = program.replace(/'llmgen\/([a-z-]+)'/g, (_, name: keyof typeof sources) => JSON.stringify(at(sources[name])))
  const path = join(folder, `program-${programs.indexOf(program)}.ts`)
  writeFileSync(path, text)
  await import(pathToFileURL(path).href)
}

const hosts = () => mock.requests.map(({ host }) => host)

test('there are six', () => {
  expect(programs).toHaveLength(6)
})

test('a completion', async () => {
  await run(programs[0] ?? '')
  expect(printed).toEqual([expect.stringMatching(/^"claude-sonnet-4-5 heard: Why is the sky blue\?" 0\.0\d+$/)])
})

test('a fallback', async () => {
  mock.script({ 'gpt-4o': { status: 500 } })
  await run(programs[2] ?? '')
  expect(printed).toEqual(['"anthropic" ["anthropic/claude-sonnet-4-5"]'])
  expect(hosts()).toEqual(['api.openai.com', 'api.openai.com', 'api.anthropic.com'])
})

test('a stream', async () => {
  mock.script({ 'gpt-4o': { text: 'blue' } })
  await run(programs[1] ?? '')
  expect(printed.join('')).toBe('blue')
})

test('an embedding', async () => {
  await run(programs[3] ?? '')
  expect(printed).toEqual([expect.stringMatching(/^2 [1-9]\d*$/)])
})

test('settings', async () => {
  await run(programs[4] ?? '')
  expect(currentSettings().settings).toMatchObject({ errors: openaiErrors, drop_params: true, num_retries: 3, timeout: 60 })
})

test('a Router', async () => {
  await run(programs[5] ?? '')
  expect(printed).toEqual([expect.stringMatching(/^"[^"]+" "gpt-4o" 0\.0\d+$/)])
  expect(['eu.openai.azure.com', 'api.openai.com']).toContain(hosts()[0])
})
