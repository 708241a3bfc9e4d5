import { rmSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCli } from '../../src/cli/program.js'
import { fakeTerminal } from './fake-terminal.js'
import { type Folder, folder, smallConfig } from './folder.js'

const broken = smallConfig.replace('api_key:', 'api_kye:').concat('router_settings:\n  fallbacks: [{ small: [big] }]\n')

/** Runs `llmgen` in a project folder of its own; the project has node_modules, so the stamp stays inside. */
async function llmgen(place: Folder, ...args: readonly string[]) {
  const terminal = fakeTerminal({ cwd: place.path, env: { XDG_CACHE_HOME: join(place.path, 'cache') } })
  const code = await runCli(args, terminal)
  return { code, out: terminal.output(), err: terminal.complaints() }
}

const outputs = (place: Folder) => place.names().filter((name) => !/cache/.test(name))

test('with no arguments it finds the config and says in two lines what it did', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig, 'config.yaml': 'not this one' })
  const { code, out, err } = await llmgen(place)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(
    /^litellm_config\.yaml: 1 model name, 1 deployment, simple-shuffle\ngenerated\/ written \(3 files, \d+\.\d kB\) in 0\.\d\d s\n$/,
  )
  expect(outputs(place)).toEqual(['config.yaml', 'generated/index.ts', 'generated/models.ts', 'generated/plan.ts', 'litellm_config.yaml'])
})

test.each([
  [['config.yaml', 'proxy_config.yaml'], 'config.yaml'],
  [['proxy_config.yaml'], 'proxy_config.yaml'],
])('of %j it takes %s', async (names, want) => {
  const place = folder(Object.fromEntries(names.map((name) => [name, smallConfig])))
  expect((await llmgen(place, 'check')).out).toBe(`${want}: 1 model name, 1 deployment, simple-shuffle; no problems\n`)
})

test('the output stands beside the config, or where --out says; the header names paths from the project root', async () => {
  const place = folder({ 'package.json': '{}', 'conf/prod.yaml': smallConfig })
  await llmgen(place, 'conf/prod.yaml')
  await llmgen(place, '--config', 'conf/prod.yaml', '--out', 'src/llm', '--openai-errors')
  expect(outputs(place).filter((name) => name.endsWith('index.ts'))).toEqual(['conf/generated/index.ts', 'src/llm/index.ts'])
  expect(place.read('conf/generated/index.ts')).toMatch(
    /^.*\n\/\/ Source: conf\/prod\.yaml \(sha256 [0-9a-f]{64}\)\n\/\/ Regenerate: npx llmgen generate --config conf\/prod\.yaml\n/,
  )
  expect(place.read('src/llm/index.ts')).toMatch(
    /\n\/\/ Regenerate: npx llmgen generate --config conf\/prod\.yaml --out src\/llm --openai-errors\n/,
  )
})

test('the same config makes the same bytes from any folder', async () => {
  const place = folder({ 'package.json': '{}', 'conf/litellm_config.yaml': smallConfig })
  await llmgen(place, '--cwd', 'conf')
  const first = place.contents()
  await llmgen(place, '--config', join(place.path, 'conf/litellm_config.yaml'))
  expect(place.contents()).toEqual(first)
})

test('errors leave the old output untouched', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  await llmgen(place)
  const before = place.contents()
  place.write('litellm_config.yaml', broken)
  const { code, out, err } = await llmgen(place, '--report', 'line')
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toMatch(/^litellm_config\.yaml:\d+:\d+: error\[[a-z-]+\]: .*\n/m)
  expect(err).toContain('llmgen: nothing written, generated/ stays as it was\n')
  expect({ ...place.contents(), 'litellm_config.yaml': '' }).toEqual({ ...before, 'litellm_config.yaml': '' })
})

test('an unchanged config writes nothing and says so', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig, 'node_modules/x': '' })
  await llmgen(place)
  const index = join(place.path, 'generated/index.ts')
  utimesSync(index, 1, 1)
  expect((await llmgen(place)).out).toMatch(/\ngenerated\/ is up to date \(3 files\) in /)
  expect(statSync(index).mtimeMs).toBe(1000)
  expect(place.names().filter((name) => name.includes('.cache/llmgen/'))).toHaveLength(1)
})

const changes: readonly { readonly name: string; readonly change: (place: Folder) => void; readonly args?: readonly string[] }[] = [
  { name: 'the config', change: (place) => place.write('litellm_config.yaml', smallConfig.replaceAll('small', 'tiny')) },
  { name: 'a comment of the config', change: (place) => place.write('litellm_config.yaml', `# new\n${smallConfig}`) },
  { name: 'an edited output file', change: (place) => place.write('generated/plan.ts', `${place.read('generated/plan.ts')}// mine\n`) },
  { name: 'a deleted output file', change: (place) => rmSync(join(place.path, 'generated/models.ts')) },
  { name: 'an option', change: () => {}, args: ['--openai-errors'] },
  { name: 'another runtime', change: () => {}, args: ['--runtime', 'fetch'] },
  { name: 'the format', change: () => {}, args: ['--format', 'js'] },
]
test.each(changes)('$name makes it stale: --check shows a short diff and exits 1, generate repairs it', async ({ change, args = [] }) => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  await llmgen(place)
  expect(await llmgen(place, 'generate', '--check')).toMatchObject({ code: 0, err: '' })
  change(place)
  const before = place.contents()
  const { code, out, err } = await llmgen(place, 'generate', '--check', ...args)
  expect(code).toBe(1)
  expect(out).toMatch(/^(---|\+|-) (generated\/)?(index|models|plan)\./)
  expect(out.split('\n').length).toBeLessThan(60)
  expect(err).toContain('llmgen: generated/ is stale: it is not what litellm_config.yaml compiles to; run: npx llmgen generate')
  expect(place.contents()).toEqual(before)
  expect((await llmgen(place, ...args)).code).toBe(0)
  expect(await llmgen(place, 'generate', '--check', ...args)).toMatchObject({ code: 0, out: expect.stringContaining('is up to date') })
})

test('an included file counts as part of the config', async () => {
  const place = folder({ 'litellm_config.yaml': 'include:\n  - models.yaml\n', 'models.yaml': smallConfig })
  await llmgen(place)
  place.write('models.yaml', smallConfig.replaceAll('small', 'tiny'))
  expect((await llmgen(place, 'generate', '--check')).code).toBe(1)
})

test('--check without any output is stale, and a damaged stamp only costs time', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig, 'node_modules/x': '' })
  expect(await llmgen(place, 'generate', '--check')).toMatchObject({
    code: 1,
    out: '+ index.ts is missing\n+ models.ts is missing\n+ plan.ts is missing\n',
  })
  await llmgen(place)
  const stamp = place.names().find((name) => name.includes('.cache/llmgen/')) ?? ''
  for (const text of ['{ torn', 'null', '{"stamp":1,"from":"x"}', '{"stamp":1,"from":"x","files":{}}']) {
    place.write(stamp, text)
    expect((await llmgen(place, 'generate', '--check')).code).toBe(0)
  }
})

test('switching the format removes the files of the other one', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  await llmgen(place)
  place.write('generated/notes.ts', 'mine')
  await llmgen(place, '--format', 'js')
  expect(outputs(place)).toEqual([
    'generated/index.d.ts',
    'generated/index.js',
    'generated/models.d.ts',
    'generated/notes.ts',
    'generated/plan.d.ts',
    'generated/plan.js',
    'litellm_config.yaml',
  ])
})

test('a target that cannot be written is exit 3, one sentence, and no trace', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig, generated: 'a file' })
  const { code, out, err } = await llmgen(place)
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(/^llmgen: cannot create the folder .*generated: a part of the path is a file, not a folder \(ENOTDIR\)\n$/)
  expect(outputs(place)).toEqual(['generated', 'litellm_config.yaml'])
})

test('a folder in which nothing can be made is exit 3, for root too', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  const { code, out, err } = await llmgen(place, '--out', '/proc/llmgen')
  expect({ code, out }).toEqual({ code: 3, out: '' })
  expect(err).toMatch(/^llmgen: cannot create the folder \/proc\/llmgen: [^\n]+\n$/)
})

test('--format json is one document on stdout, with or without errors', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  const good = await llmgen(place, '--format', 'json')
  expect({ code: good.code, err: good.err, ...JSON.parse(good.out) }).toEqual({
    code: 0,
    err: '',
    config: 'litellm_config.yaml',
    ok: true,
    state: 'written',
    out: 'generated/',
    files: ['index.ts', 'models.ts', 'plan.ts'],
    errors: 0,
    warnings: 0,
    notes: 0,
    diagnostics: [],
  })
  place.write('litellm_config.yaml', broken)
  const bad = await llmgen(place, '--format', 'json')
  expect([bad.code, bad.err]).toEqual([1, ''])
  expect(JSON.parse(bad.out)).toMatchObject({
    ok: false,
    errors: expect.any(Number),
    diagnostics: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
  })
})

test('--silent prints nothing where all is well', async () => {
  const place = folder({ 'litellm_config.yaml': smallConfig })
  expect(await llmgen(place, '--silent')).toEqual({ code: 0, out: '', err: '' })
})
