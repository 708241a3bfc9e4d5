import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adapterFormats } from '../../src/catalog/formats.js'
import { findProvider, priceFamily, providerNames } from '../../src/catalog/providers.js'
import { openAiHosts } from '../../src/catalog/providers-hosts.js'
import { mainProviders } from '../../src/catalog/providers-main.js'
import { nativeProviders } from '../../src/catalog/providers-native.js'
import { ownServers } from '../../src/catalog/providers-servers.js'
import type { ProviderRow } from '../../src/catalog/rows.js'

const corpus = process.env.LLMGEN_CORPUS ?? join(import.meta.dirname, '../../../shared/corpus')
const list = join(corpus, '../reference/providers.tsv')

const row = (name: string): ProviderRow => {
  const found = findProvider(name)
  if (found === undefined) throw new Error(`no provider ${name}`)
  return found
}
const rows = providerNames().map(row)

describe('findProvider', () => {
  test.each<[string, Partial<ProviderRow>]>([
    ['openai', { format: 'openai', baseUrl: 'https://api.openai.com/v1', keyVariables: ['OPENAI_API_KEY'], auth: 'bearer' }],
    [
      'azure',
      { format: 'azure', baseUrlVariables: ['AZURE_API_BASE'], keyVariables: ['AZURE_OPENAI_API_KEY', 'AZURE_API_KEY'], auth: 'api-key' },
    ],
    ['anthropic', { format: 'anthropic', baseUrl: 'https://api.anthropic.com', auth: 'x-api-key' }],
    ['groq', { format: 'openai', baseUrl: 'https://api.groq.com/openai/v1', keyVariables: ['GROQ_API_KEY'] }],
    ['together_ai', { keyVariables: ['TOGETHER_API_KEY', 'TOGETHER_AI_API_KEY', 'TOGETHERAI_API_KEY', 'TOGETHER_AI_TOKEN'] }],
    ['perplexity', { baseUrl: 'https://api.perplexity.ai', keyVariables: ['PERPLEXITYAI_API_KEY', 'PERPLEXITY_API_KEY'] }],
    [
      'ollama',
      {
        format: 'ollama',
        baseUrl: 'http://localhost:11434',
        auth: 'optional-bearer',
        quirks: { reasoningField: 'reasoning' },
      },
    ],
    [
      'gemini',
      {
        format: 'gemini',
        baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
        baseUrlVariables: ['GEMINI_API_BASE'],
        keyVariables: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
        auth: 'x-goog-api-key',
      },
    ],
    ...['cohere', 'cohere_chat'].map((name): [string, Partial<ProviderRow>] => [
      name,
      { format: 'cohere', baseUrl: 'https://api.cohere.com', baseUrlVariables: ['COHERE_API_BASE'], auth: 'bearer' },
    ]),
    ['ollama_chat', { format: 'ollama', quirks: { reasoningField: 'reasoning' } }],
    ['voyage', { format: 'voyage', baseUrl: 'https://api.voyageai.com/v1', auth: 'bearer' }],
    [
      'hosted_vllm',
      { auth: 'optional-bearer', quirks: { stripToolStrict: true, stripAdditionalProperties: true, reasoningField: 'reasoning_content' } },
    ],
    ['bedrock', { format: 'bedrock' }],
    ['vertex_ai', { format: 'vertex' }],
  ])('%s has the row its vendor documents', (name, want) => {
    expect(row(name)).toMatchObject({ name, ...want })
  })

  test.each(['', 'opena', '__proto__', 'constructor', 'toString', 'OpenAI'])('%j is no provider', (name) => {
    expect(findProvider(name)).toBeUndefined()
  })

  test('a name stands in one table only', () => {
    const all = [mainProviders, ownServers, openAiHosts, nativeProviders].flatMap((table) => Object.keys(table))
    expect(new Set(all).size).toBe(all.length)
    expect(all.toSorted()).toEqual(providerNames())
  })

  test('every prefix of the reference list is known, with its format where an adapter can serve it', () => {
    if (!existsSync(list)) return expect(providerNames().length).toBeGreaterThan(150)
    const missing = prefixesOf(readFileSync(list, 'utf8')).filter(({ prefix }) => findProvider(prefix) === undefined)
    expect(missing).toEqual([])
  })

  test('an OpenAI-compatible prefix of the reference list has format openai, but for those whose sign-in or path is their own', () => {
    if (!existsSync(list)) return expect(row('groq').format).toBe('openai')
    const other = prefixesOf(readFileSync(list, 'utf8'))
      .filter(({ format, prefix }) => (format === 'openai' || format === 'openai-quirks') && row(prefix).format !== 'openai')
      .map(({ prefix }) => prefix)
    expect(other.toSorted()).toEqual(['azure_ai', 'gigachat', 'github_copilot', 'huggingface', 'ragflow'])
  })

  test('the first key variable of a provider is one the reference list names', () => {
    if (!existsSync(list)) return expect(row('openai').keyVariables).toEqual(['OPENAI_API_KEY'])
    const wrong = prefixesOf(readFileSync(list, 'utf8')).filter(({ prefix, keys }) => {
      const [first] = row(prefix).keyVariables
      return first !== undefined && keys !== '?' && !keys.startsWith('as ') && !keys.includes(first)
    })
    // vLLM without Python is a vLLM server, with that server's key.
    expect(wrong.map(({ prefix }) => prefix)).toEqual(['vllm'])
  })
})

describe('every row', () => {
  const openAiParams = new Set([
    ...[
      'audio',
      'frequency_penalty',
      'function_call',
      'functions',
      'logit_bias',
      'logprobs',
      'max_completion_tokens',
      'max_tokens',
      'metadata',
    ],
    ...[
      'modalities',
      'n',
      'parallel_tool_calls',
      'prediction',
      'presence_penalty',
      'reasoning_effort',
      'response_format',
      'seed',
      'service_tier',
    ],
    ...['stop', 'store', 'stream', 'stream_options', 'temperature', 'tool_choice', 'tools', 'top_logprobs', 'top_p', 'user'],
  ])

  test('has a URL that parses and has no slash at its end', () => {
    const bad = rows.filter(({ baseUrl, auth }) => {
      // the runtime fills in a region, the adapter a location
      const url = auth === 'aws' ? baseUrl?.replace('{region}', 'us-west-2') : baseUrl?.replace('{location}', 'us-central1')
      return url !== undefined && (!URL.canParse(url) || url.endsWith('/') || /[{}]/.test(url))
    })
    expect(bad).toEqual([])
  })

  test('names environment variables in capitals, each once', () => {
    const bad = rows.filter(({ keyVariables, baseUrlVariables }) => {
      const all = [...keyVariables, ...baseUrlVariables]
      return new Set(all).size !== all.length || all.some((name) => !/^[A-Z][A-Z0-9_]+$/.test(name))
    })
    expect(bad).toEqual([])
  })

  test('has a way to get a key where its adapter exists and needs one, or says nothing so that the config gives it', () => {
    const silent = rows.filter(
      ({ format, auth, keyVariables }) => adapterFormats.includes(format) && auth === 'bearer' && keyVariables.length === 0,
    )
    // Not LiteLLM's prefixes, or with a sign-in that only the config knows.
    expect(silent.map(({ name }) => name)).toEqual(
      [
        ...[
          '302ai',
          'aibadgr',
          'atlascloud',
          'avian',
          'deepbricks',
          'gdc',
          'inference_net',
          'iointelligence',
          'kluster_ai',
          'krutrim',
          'lemonfox_ai',
        ],
        ...[
          'lepton',
          'lingyi',
          'matterai',
          'monet',
          'monsterapi',
          'ncompass',
          'nextbit',
          'qiniu',
          'siliconflow',
          'telnyx',
          'upstage',
          'zhipu',
        ],
      ].toSorted(),
    )
  })

  test('has quirks about OpenAI parameters only, and none both supported and unsupported', () => {
    const bad = rows.flatMap(({ name, quirks }) => {
      const named = [
        ...(quirks?.unsupported ?? []),
        ...(quirks?.supported ?? []),
        ...Object.keys(quirks?.rename ?? {}),
        ...Object.keys(quirks?.clamp ?? {}),
      ]
      return named.filter((param) => !openAiParams.has(param)).map((param) => `${name}: ${param}`)
    })
    expect(bad).toEqual([])
    expect(rows.filter(({ quirks }) => quirks?.supported !== undefined && quirks.unsupported !== undefined)).toEqual([])
  })

  test('clamps to a range that is not empty', () => {
    const ranges = rows.flatMap(({ quirks }) => Object.values(quirks?.clamp ?? {}))
    expect(ranges.length).toBeGreaterThan(0)
    expect(ranges.filter(([low, high]) => low >= high)).toEqual([])
  })
})

test.each([
  ['azure', 'openai'],
  ['gemini', 'google'],
  ['vertex_ai', 'google'],
  ['ollama_chat', 'ollama'],
  ['groq', 'groq'],
  ['no_such_provider', 'no_such_provider'],
  ['__proto__', '__proto__'],
])('prices of %s stand in family %s', (provider, family) => {
  expect(priceFamily(provider)).toBe(family)
})

function prefixesOf(text: string): readonly { readonly prefix: string; readonly format: string; readonly keys: string }[] {
  const [head = '', ...lines] = text.trim().split('\n')
  const columns = head.split('\t')
  return lines
    .map((line) => line.split('\t'))
    .map((cells) => ({
      prefix: cells[columns.indexOf('prefix')] ?? '',
      format: cells[columns.indexOf('format')] ?? '',
      keys: cells[columns.indexOf('api_key_env')] ?? '',
    }))
    .filter(({ prefix }) => !prefix.includes(' '))
}
