/** Configs of every kind: read with what they include, and followed however their files change. */
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ConfigReader } from '../../src/gateway/config-reader.js'
import { type ConfigSource, describeErrors, filesOf, lookAt, readConfig } from '../../src/gateway/config-source.js'

const yaml = (name: string, more = '') =>
  `${more}model_list:\n  - { model_name: ${name}, litellm_params: { model: openai/gpt-4o, api_key: os.environ/K } }\n`

function folder(files: { readonly [name: string]: string }): string {
  const path = mkdtempSync(join(tmpdir(), 'llmgen-config-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text)
  return path
}

const names = (source: ConfigSource, env = {}) => readConfig(source, env).lowered?.plan.groups.map(({ name }) => name)

describe('reading', () => {
  test('a file with what it includes, found from its folder', () => {
    const cwd = folder({ 'main.yaml': 'include: [models.yaml]\n', 'models.yaml': yaml('included') })
    const read = readConfig({ path: 'main.yaml', cwd }, {})
    expect(read.lowered?.plan.groups.map(({ name }) => name)).toEqual(['included'])
    expect([...filesOf({ path: 'main.yaml', cwd }, read.sources).keys()]).toEqual([join(cwd, 'main.yaml'), join(cwd, 'models.yaml')])
  })

  test('text may include files, too; the text itself is none', () => {
    const cwd = folder({ 'models.yaml': yaml('included') })
    const source = { source: 'include: [models.yaml]\n', cwd }
    const read = readConfig(source, {})
    expect([names(source), [...filesOf(source, read.sources).keys()]]).toEqual([['included'], [join(cwd, 'models.yaml')]])
  })

  test('an object is read as the YAML that it would be', () => {
    const params = { model: 'os.environ/MODEL', api_key: 'os.environ/K' }
    const source = { source: { model_list: [{ model_name: 'yes: "no" # \u2028', litellm_params: params }] } }
    expect(names(source, { MODEL: 'openai/gpt-4o' })).toEqual(['yes: "no" # \u2028'])
  })

  test('a Plan is taken as it is', () => {
    const { lowered } = readConfig({ source: yaml('one') }, {})
    if (lowered === undefined) throw new Error('the config has errors')
    expect(readConfig({ plan: lowered.plan }, {})).toEqual({
      lowered: { plan: lowered.plan, secrets: new Map() },
      diagnostics: [],
      sources: [],
    })
  })

  test('keys that a newer LiteLLM may have are warnings; errors name their file', () => {
    const read = readConfig({ source: `${yaml('one')}router_settings: { num_retrys: 3 }\n` }, {})
    expect([read.lowered !== undefined, read.diagnostics.map(({ severity }) => severity)]).toEqual([
      true,
      expect.arrayContaining(['warning']),
    ])
    const cwd = folder({ 'main.yaml': 'include: [models.yaml]\n', 'models.yaml': 'model_list: 4\n' })
    expect(describeErrors(readConfig({ path: 'main.yaml', cwd }, {}))).toMatch(/^models\.yaml: /m)
  })

  test('a file that is not there is gone; one that cannot be read says why', () => {
    const cwd = folder({ 'a.yaml': 'a' })
    mkdirSync(join(cwd, 'folder.yaml'))
    symlinkSync('b.yaml', join(cwd, 'b.yaml'))
    expect(['a.yaml', 'none.yaml', 'folder.yaml', 'b.yaml'].map((name) => lookAt(join(cwd, name)))).toEqual([
      'a',
      undefined,
      undefined,
      expect.stringContaining('ELOOP'),
    ])
  })
})

describe('following', () => {
  function following(path: string, cwd: string, lookEveryMs = 5_000) {
    const reader = new ConfigReader({ config: { path, cwd }, env: {}, lookEveryMs })
    onTestFinished(() => reader.close())
    reader.read()
    let changes = 0
    reader.follow(() => {
      changes++
    })
    return { reader, changes: () => changes }
  }
  const seen = (changes: () => number, count: number) => expect.poll(changes, { timeout: 8_000 }).toBe(count)

  test('written, replaced, removed and made anew: each change is told once', async () => {
    const cwd = folder({ 'main.yaml': yaml('one') })
    const { changes } = following('main.yaml', cwd)
    const path = join(cwd, 'main.yaml')
    writeFileSync(path, yaml('two'))
    await seen(changes, 1)
    writeFileSync(`${path}.tmp`, yaml('three'))
    renameSync(`${path}.tmp`, path)
    await seen(changes, 2)
    rmSync(path)
    writeFileSync(join(cwd, 'other.yaml'), 'something else')
    writeFileSync(path, yaml('four'))
    await seen(changes, 3)
  })

  test('what it includes is followed, also from another folder', async () => {
    const other = folder({ 'models.yaml': yaml('one') })
    const cwd = folder({ 'main.yaml': `include: [${join(other, 'models.yaml')}]\n` })
    const { changes } = following('main.yaml', cwd)
    writeFileSync(join(other, 'models.yaml'), yaml('two'))
    await seen(changes, 1)
  })

  test('a folder that is exchanged as a whole is noticed, if later', { timeout: 15_000 }, async () => {
    const top = folder({})
    for (const name of ['one', 'two']) {
      mkdirSync(join(top, name))
      writeFileSync(join(top, name, 'main.yaml'), yaml(name))
    }
    symlinkSync('one', join(top, 'now'))
    const { changes } = following('main.yaml', join(top, 'now'), 200)
    symlinkSync('two', join(top, 'next'))
    renameSync(join(top, 'next'), join(top, 'now'))
    await seen(changes, 1)
  })

  test('a file that nobody may read any more is told once, and ends nothing', async () => {
    const cwd = folder({ 'main.yaml': yaml('one') })
    const { changes, reader } = following('main.yaml', cwd)
    const path = join(cwd, 'main.yaml')
    rmSync(path)
    symlinkSync('main.yaml', path)
    await seen(changes, 1)
    expect(() => reader.read()).toThrow(/ELOOP/)
    chmodSync(cwd, 0o700)
    writeFileSync(join(cwd, 'beside.yaml'), 'x')
    rmSync(path)
    writeFileSync(path, yaml('two'))
    await seen(changes, 2)
  })
})
