/** Names by mode: groups, aliases, wildcards. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names and patterns hold what templates look like
import { describe, expect, test } from 'vitest'
import {
  chatUnion,
  modelTables,
  otherMembers,
  otherTables,
  tableBody,
  unionType,
  wildcardMembers,
} from '../../../src/compiler/emit/model-tables.js'
import { buildPlan, type PlanInput } from '../../support/plan.js'

const names = (input: PlanInput) => modelTables(buildPlan(input)).names.map(({ name, mode, lacks }) => ({ name, mode, lacks }))

test('aliases take the mode and the gaps of their group, hidden ones too', () => {
  const input: PlanInput = {
    deployments: [
      { group: 'embed', model: 'openai/text-embedding-3-small', mode: 'embedding' },
      { group: 'guard', model: 'groq/llama-guard' },
      { group: 'openai/*', model: 'openai/*' },
    ],
    capabilities: { guard: { tools: 'no', reasoning: 'no' } },
    aliases: [
      { name: 'vectors', group: 'embed', hidden: false },
      { name: 'safe', group: 'guard', hidden: true },
      { name: 'by-wildcard', group: 'openai/gpt-4o', hidden: false },
      { name: 'lost', group: 'nowhere', hidden: false },
      { name: 'guard', group: 'guard', hidden: false },
    ],
  }
  expect(names(input)).toEqual([
    { name: 'embed', mode: 'embedding', lacks: [] },
    { name: 'guard', mode: 'chat', lacks: ['tools', 'reasoning'] },
    { name: 'vectors', mode: 'embedding', lacks: [] },
    { name: 'safe', mode: 'chat', lacks: ['tools', 'reasoning'] },
    { name: 'by-wildcard', mode: 'chat', lacks: [] },
  ])
})

test('a member carries its doc comment and the features it lacks', () => {
  const tables = modelTables(
    buildPlan({ deployments: [{ group: "it's", model: 'groq/x' }], capabilities: { "it's": { tools: 'no', vision: 'no' } } }),
  )
  expect(tableBody(tables.names, 'chat', '  ')).toBe(
    [
      '  /**',
      '   * Deployment: `groq/x`.',
      '   * Context window: unknown.',
      '   * Price: unknown (no price is known).',
      '   * Known to lack: tool calling, image input.',
      '   */',
      "  readonly 'it\\'s': 'tools' | 'vision'",
    ].join('\n'),
  )
})

describe('unions', () => {
  const rows: readonly { readonly pattern: string; readonly want: string }[] = [
    { pattern: 'openai/*', want: 'keyof ChatModels | (`openai/${string}` & {})' },
    { pattern: '*', want: 'keyof ChatModels | (string & {})' },
    { pattern: '*meta.llama3*', want: 'keyof ChatModels | (`${string}meta.llama3${string}` & {})' },
    { pattern: "a`${b}\\'*", want: "keyof ChatModels | (`a\\`\\${b}\\\\'${string}` & {})" },
  ]
  test.each(rows)('$pattern', ({ pattern, want }) => {
    const tables = modelTables(buildPlan({ deployments: [{ group: pattern, model: 'openai/*' }] }))
    expect(unionType(tables, 'chat', 'ChatModels')).toBe(want)
  })

  test('a wildcard of one mode is in no other', () => {
    const tables = modelTables(buildPlan({ deployments: [{ group: 'emb/*', model: 'openai/*', mode: 'embedding' }] }))
    expect(unionType(tables, 'chat', 'ChatModels')).toBe('keyof ChatModels')
    expect(unionType(tables, 'embedding', 'EmbeddingModels')).toBe('keyof EmbeddingModels | (`emb/${string}` & {})')
  })
})

test('a pattern lacks only what every more specific pattern lacks too', () => {
  const tables = modelTables(
    buildPlan({
      deployments: [
        { group: 'groq/*', model: 'groq/*' },
        { group: '*', model: 'openai/*' },
      ],
      capabilities: { '*': { tools: 'no', vision: 'no' }, 'groq/*': { tools: 'no', reasoning: 'no' } },
    }),
  )
  expect(tables.wildcards.map(({ name, lacks }) => ({ name, lacks }))).toEqual([
    { name: 'groq/*', lacks: ['tools', 'reasoning'] },
    { name: '*', lacks: ['tools'] },
  ])
})

test('each further mode in use has an interface and a union', () => {
  const tables = modelTables(buildPlan({ deployments: [{ group: 'dall-e', model: 'openai/dall-e-3', mode: 'image_generation' }] }))
  expect(otherTables(tables)).toBe(
    [
      '',
      '/** Models for `llm.images.generate` and `llm.images.edit`. */',
      'export interface ImageModels {',
      '  /**',
      '   * Deployment: `openai/dall-e-3`.',
      '   * Context window: unknown.',
      '   * Price: unknown (no price is known).',
      '   */',
      "  readonly 'dall-e': never",
      '}',
      '/** Any model of the mode image. */',
      'export type ImageModel = keyof ImageModels',
    ].join('\n'),
  )
})

test('patterns of a further mode have a table too, and responses models hold chats', () => {
  const tables = modelTables(
    buildPlan({
      deployments: [
        { group: 'voice/*', model: 'openai/*', mode: 'audio_speech' },
        { group: 'deep', model: 'openai/o3-pro', mode: 'responses' },
      ],
    }),
  )
  const text = otherTables(tables)
  expect(text).toContain('/** Models of the mode speech named with `*`, which stands for any text. */\nexport interface SpeechWildcards {')
  expect(text).toContain('export type SpeechModel = keyof SpeechModels | (`voice/${string}` & {})')
  expect(otherMembers(tables, '  ')).toBe('  readonly responses: ResponsesModels\n  readonly speech: SpeechModels')
  expect(wildcardMembers(tables)).toBe(
    '{ readonly chat: ChatWildcards; readonly embedding: EmbeddingWildcards; readonly speech: SpeechWildcards }',
  )
  expect(chatUnion(tables)).toBe('keyof ChatModels | ResponsesModel')
})
