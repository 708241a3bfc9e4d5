/** Every format that is said to have an adapter has one, under the name that a generated client imports. */
import { expect, test } from 'vitest'
import { adapterFormats } from '../../src/catalog/formats.js'
import { findProvider, providerNames } from '../../src/catalog/providers.js'

test.each(adapterFormats)('%s is exported by its file', async (format) => {
  const file: { readonly [name: string]: unknown } = await import(`../../src/providers/${format}.ts`)
  expect(file[format]).toMatchObject({ format })
})

test('every format with an adapter is some provider’s', () => {
  const used = new Set(providerNames().map((name) => findProvider(name)?.format))
  expect(adapterFormats.filter((format) => !used.has(format))).toEqual([])
})
