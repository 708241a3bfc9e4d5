import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { guessProvider } from '../../src/catalog/guess-provider.js'
import { findModel } from '../../src/catalog/models.js'
import { findProvider } from '../../src/catalog/providers.js'
import type { ModelRow } from '../../src/catalog/rows.js'

/** Recordings and configs outside the package; without them the few below stand in. */
const corpus = process.env.LLMGEN_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus')
const isThere = existsSync(corpus)

describe('models of real configs', () => {
  const names = isThere ? namesInConfigs() : ['openai/gpt-4o', 'azure/gpt-4o-prod', 'anthropic/claude-sonnet-4-20250514', 'ollama/llama3']
  const rows = names.map((name) => ({ name, row: rowOf(name) }))

  test("have a known mode, but for names that are the user's own", () => {
    const unknown = rows.filter(({ row }) => row === undefined).map(({ name }) => name)
    expect(
      unknown.filter((name) => !/<|prod$|^openai\/\/model$|^openai\/(?:opus|sonnet)$|^(?:gpt-oss:20b|llama3\.1:latest)$/.test(name)),
    ).toEqual([])
  })

  test('have a price where the provider prices by model', () => {
    const priced = rows.filter(({ row }) => row?.price !== undefined)
    expect(priced.length / rows.length).toBeGreaterThan(isThere ? 0.83 : 0.7)
  })
})

describe('models that recorded exchanges name', () => {
  /** Misspelled on purpose, gone, or never priced by the token. */
  const unpriced: { readonly [provider: string]: readonly string[] } = {
    openai: ['gpt-5.2-proo', 'nonexistent'],
    anthropic: ['claude-sonet-4-5'],
    groq: ['compound-beta'],
    mistral: ['zai-glm-5-2'],
    cerebras: ['qwen-3-coder-480b'],
  }

  test.each(['openai', 'anthropic', 'azure', 'groq', 'mistral', 'deepseek', 'xai', 'openrouter', 'perplexity', 'cerebras'])(
    '%s: all but the listed have a price',
    (provider) => {
      const models = isThere ? modelsInExchanges(provider) : [...(unpriced[provider] ?? [])]
      expect(models.filter((model) => findModel(provider, model)?.price === undefined)).toEqual(unpriced[provider] ?? [])
    },
  )
})

function rowOf(name: string): ModelRow | undefined {
  const slash = name.indexOf('/')
  const prefix = name.slice(0, Math.max(0, slash))
  if (findProvider(prefix) !== undefined) return findModel(prefix, name.slice(slash + 1))
  const provider = guessProvider(name)
  return provider === undefined ? undefined : findModel(provider, name)
}

function namesInConfigs(): readonly string[] {
  const folder = join(corpus, 'configs')
  const names = readdirSync(folder).flatMap((file) => {
    const config = parse(readFileSync(join(folder, file), 'utf8'), { merge: true, uniqueKeys: false })
    return (config?.model_list ?? []).map((entry: { litellm_params?: { model?: unknown } }) => entry?.litellm_params?.model)
  })
  const isName = (name: unknown): name is string => typeof name === 'string' && !name.startsWith('os.environ/') && !name.includes('*')
  return [...new Set(names.filter(isName))].sort()
}

function modelsInExchanges(provider: string): readonly string[] {
  const folder = join(corpus, 'exchanges', provider)
  const models = readdirSync(folder).flatMap((file) => {
    const { model, response_body: body } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    return [model, body?.model]
  })
  return [...new Set(models.filter((model) => typeof model === 'string'))].sort()
}
