/** What `npm run generate` writes: fresh, the same each time, and loadable where nothing is installed. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { configValidator } from '../../src/maintenance/config-validator.js'
import { staleOutputs, steps } from '../../src/maintenance/generate.js'

const repository = fileURLToPath(new URL('../../', import.meta.url))
/** Those that read nothing but the schema. */
const schemaSteps = steps.filter((step) => step.name.startsWith('config '))
const folder = mkdtempSync(join(tmpdir(), 'llmgen-generate-'))

function schema() {
  return JSON.parse(readFileSync(join(repository, 'schema/litellm-config.schema.json'), 'utf8'))
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('generated/ is what the steps make now', async () => {
  expect(await staleOutputs()).toEqual([])
})

test('the same schema gives the same bytes', async () => {
  const [first, second] = await Promise.all(['first', 'second'].map(() => configValidator(schema())))
  expect(first).toBe(second)
})

test('a changed schema makes the outputs stale', async () => {
  const root = join(folder, 'changed')
  for (const name of ['schema', 'generated']) mkdirSync(join(root, name), { recursive: true })
  const changed = schema()
  changed.properties.brand_new = { ...changed.properties.include, 'x-llmgen': 'compile' }
  writeFileSync(join(root, 'schema/litellm-config.schema.json'), JSON.stringify(changed))
  for (const path of ['generated/config.d.ts', 'generated/config-validator.js', 'generated/config-validator.d.ts']) {
    copyFileSync(join(repository, path), join(root, path))
  }
  const stale = await staleOutputs(root, schemaSteps)
  expect(stale).toEqual(expect.arrayContaining(['generated/config.d.ts', 'generated/config-validator.js']))
  expect(stale).not.toContain('generated/config-validator.d.ts')
})

describe('the validator, in plain Node where nothing is installed', () => {
  const script = `
    import { keys, validate } from './config-validator.js'
    const good = validate({ model_list: [{ model_name: 'a', litellm_params: { model: 'openai/a', rpm: 'os.environ/RPM' } }] })
    const bad = validate({ model_list: [{ litellm_params: { model: 1 } }], router_settings: { num_retries: 'x', nonsense: 1 } })
    const errors = validate.errors.map((error) => [error.instancePath, error.keyword])
    console.log(JSON.stringify({ good, bad, errors, class: keys.keys.router_settings.keys.num_retries.class }))
  `

  test('loads and finds all errors', () => {
    copyFileSync(join(repository, 'generated/config-validator.js'), join(folder, 'config-validator.js'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'run.js'), script)
    const output = execFileSync(process.execPath, ['run.js'], { cwd: folder, encoding: 'utf8' })
    const result = JSON.parse(output)
    expect(result).toMatchObject({ good: true, bad: false, class: 'compile' })
    expect(result.errors.toSorted()).toEqual([
      ['/model_list/0', 'required'],
      ['/model_list/0/litellm_params/model', 'type'],
      ['/router_settings', 'additionalProperties'],
      ['/router_settings/num_retries', 'pattern'],
    ])
  })

  test('has no import and no require', () => {
    const code = readFileSync(join(repository, 'generated/config-validator.js'), 'utf8')
    expect(code).not.toMatch(/\brequire\s*\(|\bimport\b\s*[\s{*"'(]/)
  })
})
