/** The models that editors complete are models that can be called. */
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../src/compiler/config.js'
import { resolve } from '../../src/compiler/resolve.js'
import { knownModels } from '../../src/maintenance/known-models.js'
import { toMapNode } from '../../src/sdk/to-node.js'

const text = knownModels()
const [providers = '', ...lists] = text.split(/\n(?=export type KnownProvider| {2}[a-z]+:$)/m).slice(1)
const namesOf = (part: string) => [...part.matchAll(/\| '([^']+)'/g)].map((match) => match[1] ?? '')
const kinds = new Map(lists.map((part) => [part.slice(0, part.indexOf(':')).trim(), namesOf(part)]))

test('every kind has models, and every list each name once', () => {
  expect([...kinds.keys()]).toEqual(['chat', 'completion', 'embedding', 'image', 'transcription', 'speech', 'moderation', 'rerank'])
  expect([...kinds].filter(([, names]) => names.length === 0 || new Set(names).size < names.length)).toEqual([])
})

test('every name leads to a provider of the list', () => {
  const known = new Set(namesOf(providers))
  const names = [...kinds.values()].flat()
  const model_list = names.map((model) => ({ model_name: model, litellm_params: { model } }))
  const { models } = resolve(readConfig(toMapNode({ model_list })), undefined)
  expect(models.length).toBe(names.length)
  expect(
    models.filter(({ route }) => route.kind !== 'known' || !known.has(route.provider.name)).map(({ entry }) => entry.name.value),
  ).toEqual([])
})

describe('among them', () => {
  const rows = [
    {
      kind: 'chat',
      has: ['gpt-4o', 'openai/gpt-4o', 'claude-sonnet-4-5', 'gemini/gemini-2.5-flash', 'command-r-plus'],
      lacks: ['mistral-large-latest', 'openai/claude-sonnet-4-5'],
    },
    { kind: 'embedding', has: ['text-embedding-3-small', 'voyage/voyage-3'], lacks: ['gpt-4o'] },
    { kind: 'rerank', has: ['cohere/rerank-v3.5'], lacks: ['cohere/command-r-plus'] },
  ]
  test.each(rows)('$kind', ({ kind, has, lacks }) => {
    const names = kinds.get(kind)
    expect([has.filter((name) => !names?.includes(name)), lacks.filter((name) => names?.includes(name))]).toEqual([[], []])
  })
  test('no row that prices a size, a region or a contract', () => {
    expect([...kinds.values()].flat().filter((name) => /\*|\d-x-\d|commitment|\/(?:eu|us)\//.test(name))).toEqual([])
  })
})
