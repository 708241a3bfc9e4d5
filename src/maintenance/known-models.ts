/** Text of `generated/known-models.d.ts`: the models that editors complete in `llmgen/sdk`, from the catalogue. */
import { adapterFormats } from '../catalog/formats.js'
import { guessProvider } from '../catalog/guess-provider.js'
import { findModel, modelNames } from '../catalog/models.js'
import { findProvider, providerNames } from '../catalog/providers.js'
import type { ModelRow } from '../catalog/rows.js'
import type { Mode } from '../plan/plan.js'

/** Which list a model of a mode stands in; models of the others cannot be called. */
const kinds: { readonly [M in Mode]?: string } = {
  chat: 'chat',
  responses: 'chat',
  completion: 'completion',
  embedding: 'embedding',
  image_generation: 'image',
  image_edit: 'image',
  audio_transcription: 'transcription',
  audio_speech: 'speech',
  moderation: 'moderation',
  rerank: 'rerank',
}

/** Further doors to models that are listed at another one, and doors whose users name their deployments themselves. */
const notListed: ReadonlySet<string> = new Set([
  'aiohttp_openai',
  'anthropic_text',
  'azure',
  'azure_text',
  'bedrock_mantle',
  'chatgpt',
  'codestral',
  'cohere_chat',
  'ollama',
  'text-completion-codestral',
  'text-completion-inception',
  'text-completion-openai',
  'vertex_ai_beta',
  'watsonx_text',
])
/** What of a table that several doors share a door serves. */
const served: { readonly [provider: string]: RegExp } = {
  bedrock: /^(?!(?:anthropic|amazon|meta|cohere)\.(?!.*-v\d+(?::\d+)?$))/,
  gemini: /^(?:gemini|gemma|imagen|learnlm|veo)-/,
  openai:
    /^(?:gpt|o\d|chatgpt|codex|computer-use|text-embedding|dall-e|whisper|tts|omni-moderation|text-moderation|davinci|babbage)(?:-|$)/,
}
/** Rows that price a size, a region or a contract, and names that stand for a fine-tuned model of one's own. */
const noName = /\*|(?:^|\/)\d+-x-\d+\/|commitment|^(?:high|medium|low|standard|hd|eu|us|global|ft:|[a-z]{2}(?:-gov)?-[a-z]+-\d\/)/

/** The file's text. The same catalogue gives the same bytes. */
export function knownModels(): string {
  const names = new Map<string, Set<string>>([...new Set(Object.values(kinds))].map((kind) => [kind, new Set<string>()]))
  for (const provider of callable()) {
    for (const model of modelNames(provider)) {
      const row = findModel(provider, model)
      const kind = row === undefined ? undefined : kindOf(provider, row)
      if (kind === undefined) continue
      names.get(kind)?.add(`${provider}/${model}`)
      if (guessProvider(model)?.replace(/^cohere_chat$/, 'cohere') === provider) names.get(kind)?.add(model)
    }
  }
  return [
    '/** Written by `npm run generate` from the catalogue, not edited by hand. */',
    '',
    '/** Every prefix of a model that can be called. */',
    `export type KnownProvider =\n${union(callable())}`,
    '',
    '/** Models in use by what they are for: with the prefix of their provider, and without where LiteLLM knows them so. */',
    'export interface KnownModels {',
    ...[...names].map(([kind, found]) => `  ${kind}:\n${union([...found].sort())}`),
    '}',
    '',
  ].join('\n')
}

function callable(): readonly string[] {
  return providerNames().filter((name) => {
    const row = findProvider(name)
    return row !== undefined && row.retired === undefined && adapterFormats.includes(row.format)
  })
}

function kindOf(provider: string, { model, mode, deprecated }: ModelRow): string | undefined {
  if (deprecated !== undefined || notListed.has(provider) || noName.test(model)) return undefined
  const own = Object.hasOwn(served, provider) ? served[provider] : undefined
  return own === undefined || own.test(model) ? kinds[mode] : undefined
}

function union(names: readonly string[]): string {
  return names.length === 0 ? '    never' : names.map((name) => `    | '${name.replace(/[\\']/g, '\\$&')}'`).join('\n')
}
