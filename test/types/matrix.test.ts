/**
 * The generated client compiles for users of older compilers and of either module resolution, with library checks on and
 * with neither Node nor DOM types: so nothing that a client reaches may name undici, a Node module or a browser type.
 */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownCompiler, repoPath, runTsc } from './run-tsc.js'

const run = promisify(execFile)
const matrix = repoPath('test/types')

const compilers = [
  { version: '5.4', compiler: join(matrix, 'node_modules/typescript-5.4/bin/tsc') },
  { version: '5.9', compiler: join(matrix, 'node_modules/typescript-5.9/bin/tsc') },
  { version: '6', compiler: join(matrix, 'node_modules/typescript-6/bin/tsc') },
  { version: '7', compiler: ownCompiler },
] as const
const resolutions = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const
const strictness = {
  strict: {},
  'strict with exact optional properties and unchecked indexes': { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
} as const

/** A user's program over both forms of the example client. */
const program = `
import { llm, createLlm, plan, type ChatModel, type ChatModelWith, type ChatRequest } from './client/index.js'
import { llm as fromJs } from './client-js/index.js'

export async function ask(model: ChatModel, messages: ChatRequest['messages']): Promise<string | null> {
  const reply = await llm.chat.completions.create({ model, messages, fallbacks: ['claude-sonnet'] }, { timeout: 5_000 })
  const { data, response } = await fromJs.completion({ model: 'gpt-4o', messages, num_retries: 1 }).withResponse()
  const stream = await createLlm({ env: {} }).completion({ model: 'claude-sonnet', messages, stream: true })
  let text = reply.meta.provider + String(response.status) + plan.hash
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  const tools: ChatModelWith<'tools'> = 'gpt-4o'
  return (data.choices[0]?.message.content ?? text) + tools
}
// @ts-expect-error a misspelled model
llm.completion({ model: 'gpt-4', messages: [] })
`

/** The same without a generated client. */
const sdkProgram = `
import { ApiError, completion, configure, embedding, type Model } from 'llmgen/sdk'

export async function ask(model: Model, key: string | undefined): Promise<string> {
  const reply = await completion({ model, messages: [{ role: 'user', content: 'a' }], api_key: key, fallbacks: ['groq/x'] })
  const stream = await completion({ model: 'anthropic/claude-sonnet-4-5', messages: [], stream: true }, { timeout: 5_000 })
  let text = reply.meta.provider
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  const { data } = await embedding({ model: 'text-embedding-3-small', input: text }).catch((error) => {
    throw ApiError.is(error) ? error.llm_provider : error
  })
  return String(data.length)
}
configure({ num_retries: 1, errors: undefined })
// @ts-expect-error a prefix that does not exist
completion({ model: 'antropic/claude', messages: [] })
`

let folder = ''

beforeAll(async () => {
  await installCompilers()
  folder = await mkdtemp(join(tmpdir(), 'llmgen-matrix-'))
  const installed = join(folder, 'node_modules/llmgen')
  await mkdir(installed, { recursive: true })
  await cp(repoPath('package.json'), join(installed, 'package.json'))
  await cp(repoPath('generated/known-models.d.ts'), join(installed, 'generated/known-models.d.ts'))
  const built = await runTsc(['-p', repoPath('src'), '--outDir', join(installed, 'dist'), '--sourceMap', 'false'])
  if (built.length > 0) throw new Error(`src does not build:\n${built.join('\n')}`)
  await cp(repoPath('generated/example'), join(folder, 'client'), { recursive: true })
  await writeJavaScriptClient(join(folder, 'client-js'))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }\n')
  await writeFile(join(folder, 'main.ts'), program)
  await writeFile(join(folder, 'sdk.ts'), sdkProgram)
}, 120_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

/** Older compilers have a package of their own, so that they do not take over the project's `tsc`. */
async function installCompilers(): Promise<void> {
  if (await areInstalled()) return
  try {
    await run('npm', ['ci', '--prefer-offline', '--fetch-retries=1', '--no-audit', '--no-fund'], {
      cwd: matrix,
      shell: process.platform === 'win32',
    })
  } catch (cause) {
    throw new Error('cannot install the older TypeScript compilers: run `npm ci` in test/types where the package registry can be reached', {
      cause,
    })
  }
}

async function areInstalled(): Promise<boolean> {
  const lock: { packages: { [path: string]: { version?: string } } } = JSON.parse(await readFile(join(matrix, 'package-lock.json'), 'utf8'))
  for (const [path, { version }] of Object.entries(lock.packages)) {
    if (path === '') continue
    const manifest = await readFile(join(matrix, path, 'package.json'), 'utf8').catch(() => '{}') // not installed: no version
    if (JSON.parse(manifest).version !== version) return false
  }
  return true
}

async function writeJavaScriptClient(target: string): Promise<void> {
  const { compile } = await import('../../src/compiler/compile.js')
  const path = 'test/examples/litellm_config.yaml'
  const { files } = await compile({ source: await readFile(repoPath(path), 'utf8'), path, options: { format: 'js' } })
  await mkdir(target, { recursive: true })
  for (const file of files) await writeFile(join(target, file.path), file.text)
}

async function writeProject(name: string, options: object): Promise<string> {
  const path = join(folder, `tsconfig.${name}.json`)
  const compilerOptions = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022'], types: [], skipLibCheck: false, ...options }
  await writeFile(path, JSON.stringify({ compilerOptions, files: ['main.ts', 'sdk.ts'] }))
  return path
}

describe.each(compilers)('TypeScript $version', ({ version, compiler }) => {
  const rows = Object.entries(resolutions).flatMap(([resolution, modules]) =>
    Object.entries(strictness).map(([checks, options]) => ({ resolution, checks, options: { ...modules, ...options } })),
  )
  const compiles = async ({ resolution, checks, options }: (typeof rows)[number]) => {
    const project = await writeProject(`${version}-${resolution}-${checks.length}`, options)
    expect(await runTsc(['-p', project], compiler)).toEqual([])
  }
  test.each(rows)('$resolution, $checks', compiles, 120_000)
})

test('the versions are what their names say', async () => {
  for (const { version, compiler } of compilers)
    expect((await runTsc(['--version'], compiler))[0]).toMatch(new RegExp(`^Version ${version.replace('.', '\\.')}`))
})

test('a client reaches no declaration outside the package and the language', async () => {
  const project = await writeProject('reach', resolutions.nodenext)
  const listed = await runTsc(['-p', project, '--listFilesOnly'])
  const files = listed.filter((file) => !/\/lib\.[\w.]+\.d\.ts$/.test(file)).map((file) => resolve(folder, file))
  expect(files.filter((file) => !file.includes('/llmgen-matrix-'))).toEqual([])
  const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })))
  const named = /['"](?:node:[^'"]+|undici)['"]|<reference types=|\bNodeJS\b|\bBuffer\b/
  expect(texts.filter(({ text }) => named.test(text)).map(({ file }) => file)).toEqual([])
  expect(files.length).toBeGreaterThan(10)
})
