/** Families written into a Plan say of a name what the catalogue says of it. */
import { describe, expect, test } from 'vitest'
import { modelFamilies } from '../../src/catalog/model-families.js'
import { findModel, modelNames, priceFamilies } from '../../src/catalog/models.js'
import { findFamily } from '../../src/plan/model-family.js'

const providers = ['openai', 'azure', 'azure_ai', 'gemini', 'vertex_ai', 'anthropic', 'bedrock', 'xai']

/** A listed name as the provider and its callers write it. */
function spelled(provider: string, name: string): readonly string[] {
  const dated = /\d{8}|20\d\d-\d\d/.test(name) ? [] : [`${name}-20260115`, `${name}-2026-01-15`, `${name}@20260115`]
  if (provider !== 'bedrock') return [name, name.toUpperCase(), ...dated]
  if (!/^[a-z0-9]+\./.test(name) || name.startsWith('global.')) return [name]
  return [name, `us.${name}`, `converse/eu.${name}`, `arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.${name}`]
}

describe.each(providers)('%s', (provider) => {
  const families = modelFamilies(provider)
  const names = [...new Set(priceFamilies(provider).flatMap(modelNames))].flatMap((name) => spelled(provider, name))

  test('every listed model and its usual spellings have the flags of the catalogue', () => {
    expect(names.length).toBeGreaterThan(20)
    const wrong = names.flatMap((name) => {
      const got = findFamily(families, name)?.flags ?? []
      const want = findModel(provider, name)?.flags ?? []
      return got.join() === want.join() ? [] : [{ name, got, want, by: findFamily(families, name)?.name }]
    })
    expect(wrong).toEqual([])
  })

  test.runIf(['anthropic', 'vertex_ai', 'azure_ai'].includes(provider))('Claude may write as much as the catalogue says', () => {
    const claude = names.filter((name) => /claude/i.test(name))
    const wrong = claude.flatMap((name) => {
      const got = findFamily(families, name)?.maxOutputTokens
      const want = findModel(provider, name)?.maxOutputTokens
      return got === want ? [] : [{ name, got, want, by: findFamily(families, name)?.name }]
    })
    expect(wrong).toEqual([])
  })
})

test.each([
  ['openai', 'gpt-7', ['openai-reasoning', 'no-sampling-unless-effort-none']],
  ['openai', 'ft:o4-mini-2025-04-16:org::abc', ['openai-reasoning']],
  ['openai', 'gpt-4o', undefined],
  ['openai', '__proto__', undefined],
  ['gemini', 'models/gemini-4-ultra', ['gemini-3']],
  ['bedrock', 'jp.anthropic.claude-opus-4-6-v1:0', ['adaptive-thinking', 'no-prefill', 'native-json-schema']],
])('%s %s, listed or not, has %o', (provider, model, want) => {
  expect(findFamily(modelFamilies(provider), model)?.flags).toEqual(want)
})

const versions = ['3', '3-5', '3.7', '4', '4-0', '4-1', '4.5', '4-6', '4.7', '4-9', '5', '5-1', '10', '10-2']
const lines = ['sonnet', 'opus', 'haiku']
const grid = versions.flatMap((version) => lines.flatMap((line) => [`claude-${line}-${version}`, `claude-${version}-${line}`]))

test.each([
  ...grid,
  'claude-v1',
  'claude-v2:1',
  'claude-2.1',
  'claude-instant-1.2',
  'claude-fable-5',
  'claude-mythos-preview',
  'claude-opus-latest',
])('%s, with a date or without, is what the catalogue takes it for', (name) => {
  for (const model of [name, `${name}-20260115`, `${name}@20260115`]) {
    const family = findFamily(modelFamilies('anthropic'), model)
    const row = findModel('anthropic', model)
    expect({ model, flags: family?.flags, maxOutputTokens: family?.maxOutputTokens }).toEqual({
      model,
      flags: row?.flags,
      maxOutputTokens: row?.maxOutputTokens,
    })
  }
})

test('a provider whose models are all called alike has no families', () => {
  expect(modelFamilies('groq')).toEqual([])
})
