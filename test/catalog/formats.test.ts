/** Every format that is said to have an adapter has one, under the name that a generated client imports. */
import { expect, test } from 'vitest'
import { formatOf } from '../../src/catalog/format-of.js'
import { adapterFormats, formatEndpoints } from '../../src/catalog/formats.js'
import { findProvider, providerNames } from '../../src/catalog/providers.js'
import type { Adapter } from '../../src/providers/adapter.js'

test.each(adapterFormats)('%s is exported by its file, and serves the endpoints it is said to', async (format) => {
  const file: { readonly [name: string]: unknown } = await import(`../../src/providers/${format}.ts`)
  const name = format.replace(/[-_](\w)/g, (_dash, letter: string) => letter.toUpperCase())
  expect(file[name]).toMatchObject({ format })
  const { endpoints, later = {} } = file[name] as Adapter
  expect([...new Set([...Object.keys(endpoints), ...Object.keys(later)])].sort()).toEqual([...(formatEndpoints[format] ?? [])].sort())
})

/** Formats of single models, by a model that has each. */
const ofModels = [
  ['openai', 'responses/o1-pro', 'responses'],
  ['azure', 'responses/x', 'responses'],
  ['github_copilot', 'gpt-5-codex', 'responses'],
  ['azure_ai', 'claude-sonnet-4-5', 'chat'],
  ['vertex_ai', 'gemini-2.5-flash', 'chat'],
  ['vertex_ai', 'claude-sonnet-4-5@20250929', 'chat'],
  ['vertex_ai', 'meta/llama-4-scout-maas', 'chat'],
] as const

test('every format with an adapter is some provider’s, or some model’s', () => {
  const narrower = ofModels.map(([name, model, mode]) => {
    const provider = findProvider(name)
    return provider === undefined ? undefined : formatOf({ provider, model, mode, responses: model.startsWith('responses/') })
  })
  const used = new Set([...providerNames().map((name) => findProvider(name)?.format), ...narrower])
  expect(adapterFormats.filter((format) => !used.has(format))).toEqual([])
})
