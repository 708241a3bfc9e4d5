/** The package as users get it: packed, unpacked into an empty project, and used there. */
import { execFile } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
let project: string
let files: readonly string[]

type Result = { readonly code: number; readonly out: string; readonly err: string }

function run(file: string, args: readonly string[], cwd: string): Promise<Result> {
  const env = {
    PATH: process.env.PATH,
    HOME: project ?? tmpdir(),
    npm_config_cache: process.env.npm_config_cache ?? join(project ?? tmpdir(), '.npm'),
  }
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : 1, out, err }),
    )
  })
}

function manifestOf(name: string): { readonly dependencies?: { readonly [name: string]: string } } {
  return JSON.parse(readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'))
}

/** Dependencies with theirs, as an install without development packages would bring them. */
function closure(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    Object.keys(manifestOf(name).dependencies ?? {}).forEach(add)
  }
  names.forEach(add)
  return found
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'llmgen-package-'))
  // `npm test` has just built; alone, this test builds by the `prepare` script
  const scripts = process.env.LLMGEN_BUILT === undefined ? [] : ['--ignore-scripts']
  const packed = await run('npm', ['pack', '--json', '--pack-destination', project, ...scripts], root)
  const [tarball] = JSON.parse(packed.out.slice(packed.out.indexOf('[\n')))
  files = tarball.files.map((file: { readonly path: string }) => file.path)
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, '.bin'), { recursive: true })
  await run('tar', ['-xzf', join(project, tarball.filename), '-C', modules], project)
  cpSync(join(modules, 'package'), join(modules, 'llmgen'), { recursive: true })
  rmSync(join(modules, 'package'), { recursive: true })
  const manifest = JSON.parse(readFileSync(join(modules, 'llmgen/package.json'), 'utf8'))
  // of the optional packages the one whose errors the demo's client uses
  for (const name of closure([...Object.keys(manifest.dependencies), 'openai'])) {
    mkdirSync(dirname(join(modules, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(modules, name))
  }
  symlinkSync('../llmgen/dist/bin/llmgen.js', join(modules, '.bin/llmgen'))
  chmodSync(join(modules, 'llmgen/dist/bin/llmgen.js'), 0o755)
  writeFileSync(join(project, 'package.json'), '{ "name": "user", "type": "module", "private": true }\n')
  cpSync(join(root, 'test/examples/litellm_config.yaml'), join(project, 'litellm_config.yaml'))
}, 120_000)

afterAll(() => rmSync(project, { recursive: true, force: true }))

test('it holds what is needed and nothing else', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/bin/llmgen.js',
      'dist/runtime/index.js',
      'dist/runtime/fetch.js',
      'dist/sdk/index.js',
      'dist/testing/index.js',
      'dist/providers/openai.js',
      'dist/providers/anthropic.js',
      'dist/facades/openai-errors.js',
      'generated/config-validator.js',
      'generated/config.d.ts',
      'generated/known-models.d.ts',
      'schema/litellm-config.schema.json',
      'templates/index.ts',
    ]),
  )
  const outside = /^(dist|schema|templates|generated\/(config|known)[.-][a-z.-]+)(\/|$)|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/
  expect(files.filter((path) => !outside.test(path) || /\.test\.|maintenance/.test(path))).toEqual([])
})

test('every entry imports', async () => {
  const entries = [
    'llmgen',
    'llmgen/runtime',
    'llmgen/runtime/fetch',
    'llmgen/sdk',
    'llmgen/providers/openai',
    'llmgen/providers/anthropic',
    'llmgen/testing',
    'llmgen/openai-errors',
  ]
  const script = `
    for (const entry of ${JSON.stringify(entries)}) console.log(entry, Object.keys(await import(entry)).length > 0)
    for (const file of ['schema.json', 'package.json']) console.log(file, typeof (await import('llmgen/' + file, { with: { type: 'json' } })).default)
  `
  const { out, err } = await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], project)
  expect(err).toBe('')
  expect(out.trim().split('\n')).toEqual([...entries.map((entry) => `${entry} true`), 'schema.json object', 'package.json object'])
})

test('npx llmgen compiles a config, and the validator needs no ajv', async () => {
  expect(readdirSync(join(project, 'node_modules'))).not.toContain('ajv')
  const compiled = await run('npx', ['--no-install', 'llmgen', '--report', 'line'], project)
  expect({ code: compiled.code, out: compiled.out.replace(/\d+ files?, [\d.]+ kB\) in [\d.]+ s/, 'F) in S') }).toEqual({
    code: 0,
    out: 'litellm_config.yaml: 4 model names, 5 deployments, latency-based-routing\ngenerated/ written (F) in S\n',
  })
  writeFileSync(join(project, 'wrong.yaml'), 'model_list:\n  - model_name: 7\n')
  const wrong = await run('npx', ['--no-install', 'llmgen', 'check', 'wrong.yaml', '--report', 'line'], project)
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('wrong.yaml:2:') })
})

test('a client made in a project runs there', async () => {
  const made = await run('npx', ['--no-install', 'llmgen', '--format', 'js', '--out', 'client'], project)
  expect(made.code).toBe(0)
  const script = `
    import { createLlm } from './client/index.js'
    import { createMockProvider, mockTransport } from 'llmgen/testing'
    const mock = await createMockProvider()
    const llm = createLlm({ env: { OPENAI_API_KEY: 'a', AZURE_API_KEY: 'b', ANTHROPIC_API_KEY: 'c' }, transport: mockTransport(mock) })
    const reply = await llm.chat.completions.create({ model: 'claude-sonnet', messages: [{ role: 'user', content: 'hi' }] })
    console.log(reply.choices[0].message.content)
    await llm.close()
    await mock.close()
  `
  const { out, err } = await run(process.execPath, ['--input-type=module', '-e', script], project)
  expect([out, err]).toEqual(['claude-sonnet-4-20250514 heard: hi\n', ''])
})

test('a program without a compile step runs there', async () => {
  const script = `
    import { completion, configure } from 'llmgen/sdk'
    import { createMockProvider, mockTransport } from 'llmgen/testing'
    const mock = await createMockProvider()
    configure({ transport: mockTransport(mock), env: { GEMINI_API_KEY: 'a' } })
    const reply = await completion({ model: 'gemini/gemini-2.5-flash', messages: [{ role: 'user', content: 'hi' }] })
    console.log(reply.choices[0].message.content)
    await completion({ model: 'antropic/claude-sonnet-4-5', messages: [] }).catch((error) => console.log(error.name, error.status))
    await mock.close()
  `
  const { out, err } = await run(process.execPath, ['--input-type=module', '-e', script], project)
  expect([out, err]).toEqual(['gemini-2.5-flash heard: hi\nBadRequestError 400\n', ''])
})
