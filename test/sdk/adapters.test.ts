/** Every format of the catalogue has its import here. */
import { expect, test } from 'vitest'
import { adapterFormats } from '../../src/catalog/formats.js'
import { adapterLoaders } from '../../src/sdk/adapters.js'

test('the formats are those of the catalogue', () => {
  expect([...adapterLoaders.keys()].sort()).toEqual([...adapterFormats].sort())
})

test('each import brings the adapter of its format', async () => {
  const loaded = await Promise.all([...adapterLoaders].map(async ([format, load]) => [format, (await load())?.format]))
  expect(loaded.filter(([format, found]) => format !== found)).toEqual([])
})
