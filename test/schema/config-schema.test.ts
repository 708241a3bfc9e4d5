/** The schema itself: valid, complete for people, and within what the tools that read it can translate. */
import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { followRef, isSchema, mapSchema, parts, type Schema } from '../../src/maintenance/schema-walk.js'

const schema: Schema = JSON.parse(readFileSync(new URL('../../schema/litellm-config.schema.json', import.meta.url), 'utf8'))

type Key = { readonly path: string; readonly required: boolean; readonly key: Schema }

/** Every key at every level, with its path. */
function* allKeys(level: Schema, path: string): Generator<Key> {
  const required = Array.isArray(level.required) ? level.required : []
  for (const [name, given] of [...parts(level, 'properties'), ...parts(level, 'patternProperties')]) {
    const key = followRef(given, schema)
    yield { path: `${path}/${name}`, required: required.includes(name), key }
    yield* allKeys(key, `${path}/${name}`)
    if (isSchema(key.items)) yield* allKeys(followRef(key.items, schema), `${path}/${name}/*`)
    if (isSchema(key.additionalProperties)) yield* allKeys(followRef(key.additionalProperties, schema), `${path}/${name}/*`)
  }
}

const keys = [...allKeys(schema, '')]
const vocabulary = ['x-llmgen', 'x-llmgen-use', 'x-llmgen-hint', 'x-llmgen-warn', 'x-llmgen-severity', 'x-llmgen-rule', 'doNotSuggest']

function strict(): Ajv2020 {
  return new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: true, validateFormats: false }).addVocabulary(vocabulary)
}

test('it is valid draft 2020-12 in strict mode', () => {
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema')
  expect(() => strict().compile(schema)).not.toThrow()
})

test('it has the keys of all sections', () => {
  expect(keys.length).toBeGreaterThan(800)
})

test('every key has title, description, examples and class', () => {
  const bare = keys.filter(
    ({ key }) => typeof key.title !== 'string' || typeof key.description !== 'string' || !Array.isArray(key.examples),
  )
  expect(bare.map(({ path }) => path)).toEqual([])
  const unclassed = keys.filter(({ key }) => !['compile', 'runtime', 'gateway', 'accept'].includes(String(key['x-llmgen'])))
  expect(unclassed.map(({ path }) => path)).toEqual([])
})

test('every key that may be left out has a default, and a required one has none', () => {
  const named = keys.filter(({ path, required, key }) => !path.includes('^') && required === Object.hasOwn(key, 'default'))
  expect(named.map(({ path }) => path)).toEqual([])
})

describe('defaults and examples', () => {
  test('fit the key that they stand at', () => {
    const wrong: string[] = []
    const ajv = strict()
    for (const { path, key } of keys) {
      const fits = ajv.compile(JSON.stringify(key).includes('"$ref"') ? { ...key, $defs: schema.$defs } : key)
      const values = [...(Object.hasOwn(key, 'default') ? [key.default] : []), ...(Array.isArray(key.examples) ? key.examples : [])]
      for (const value of values) if (!fits(value)) wrong.push(`${path}: ${JSON.stringify(value)}`)
    }
    expect(wrong).toEqual([])
  })
})

test('it uses no keyword that the type generator mistranslates', () => {
  const used = new Set<string>()
  mapSchema(schema, (part) => {
    for (const keyword of Object.keys(part)) used.add(keyword)
    return part
  })
  expect(['prefixItems', 'unevaluatedProperties', 'allOf', 'anyOf', 'oneOf', 'if', 'not'].filter((keyword) => used.has(keyword))).toEqual(
    [],
  )
})

test('litellm_params and model_info are open, the sections are closed', () => {
  const open = keys.filter(({ key }) => key.additionalProperties === true).map(({ path }) => path)
  expect(open).toEqual(expect.arrayContaining(['/model_list/*/litellm_params', '/model_list/*/model_info']))
  const closed = keys.filter(({ key }) => key.additionalProperties === false).map(({ path }) => path)
  expect(closed).toEqual(
    expect.arrayContaining(['/router_settings', '/litellm_settings', '/general_settings', '/litellm_settings/cache_params']),
  )
  expect(schema.additionalProperties).toBe(false)
})

test('a key that belongs elsewhere names a key that is there', () => {
  const names = new Set(keys.map(({ path }) => path.replace('/model_list/*/', '/').slice(1).replaceAll('/', '.')))
  const lost = keys.flatMap(({ path, key }) => {
    const use = key['x-llmgen-use']
    return typeof use === 'string' && !names.has(use) ? [`${path} → ${use}`] : []
  })
  expect(lost).toEqual([])
})

test('numbers and booleans may be references to the environment', () => {
  const withoutText = keys.filter(({ key }) => {
    const types: readonly unknown[] = Array.isArray(key.type) ? key.type : [key.type]
    return types.some((type) => type === 'boolean' || type === 'number' || type === 'integer') && !types.includes('string')
  })
  expect(withoutText.map(({ path }) => path)).toEqual([])
})
