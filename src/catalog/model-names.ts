/** Spellings of one model: what providers, regions, dates and routers add to a name. */

/** `-2024-08-06`, `-20250514`, `@20250514`, `@default`. Four digits (`-0613`, `-2411`) are a version, not a date. */
const date = /(?:[-@]20\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])|@default)$/
const bedrockRoute = /^(?:converse|invoke|converse_like|async_invoke|openai|mantle|nova|llama|deepseek_r1)\//
const bedrockRegion = /^(?:us-gov|us|eu|apac|jp|au|ca|sa|me|af|global)\./
const bedrockRevision = /:\d+(?::\d+k)?$/
/** Titan's text embeddings of version 1 and 2 are two models at two prices. */
const bedrockVersion = /(?<!titan-embed-text)-v\d+$/
const routerSuffix = /:(?:free|nitro|floor|online|thinking|extended|beta|exacto|fastest|cheapest)$/
const azureHint = /^(?:o_series|gpt5_series|responses|global|global-standard|us|eu)\//

/** `gpt-4o-2024-08-06`, `claude-sonnet-4-20250514` and `claude-opus-4@20250514` without their date; other names as they are. */
export function withoutDate(model: string): string {
  return model.replace(date, '')
}

/** A Bedrock model id without route, region and version: the name its price row has. `global.` stays, for it is priced apart. */
export function bedrockBase(model: string): string {
  const bare = model.replace(bedrockRoute, '').replace(/^bedrock\//, '')
  const global = bare.startsWith('global.')
  const base = bare.replace(bedrockRegion, '').replace(bedrockRevision, '').replace(bedrockVersion, '')
  return global ? `global.${base}` : base
}

const vendor =
  /^(?:(?:us-gov|us|eu|apac|jp|au|ca|sa|me|af|global)\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|openai|qwen|google|minimax|moonshotai|moonshot|nvidia|zai|stability|writer)\.(?=[a-z])/

/** The last segment of a name in lower case, without date, version, region and router suffix: what family rules look at. */
export function bareName(model: string): string {
  const last = model.slice(model.lastIndexOf('/') + 1).toLowerCase()
  const bedrockId = last.replace(vendor, '')
  // `claude-v2` and the like keep their version: it is the name there.
  if (bedrockId !== last) return withoutDate(bedrockId.replace(/(?<!claude)-v\d+(?::\d+)?(?::\d+k)?$/, ''))
  return withoutDate(last.replace(/^ft:([^:]+)(?::.*)?$/, '$1').replace(routerSuffix, ''))
}

/**
 * Names under which `model` may stand in the price table of its provider, likeliest first:
 * as written, without the provider's own decoration, without a date, without `-latest`.
 */
export function spellings(provider: string, model: string): readonly string[] {
  const found = new Set<string>()
  const add = (name: string): void => {
    const lower = name.toLowerCase()
    found.add(lower)
    found.add(withoutDate(lower))
    if (lower.endsWith('-latest')) found.add(lower.slice(0, -'-latest'.length))
  }
  for (const name of [model, ...(decorated.get(provider)?.(model) ?? [])]) add(name)
  return [...found]
}

type Undecorate = (model: string) => readonly string[]

const google: Undecorate = (model) => {
  const bare = model.replace(/^(?:models\/|publishers\/[^/]+\/models\/)/, '')
  return [bare, bare.replace(/-00\d$/, ''), bare.replace(/-exp$/, '')]
}
const azure: Undecorate = (model) => {
  const bare = model.replace(azureHint, '')
  // Deployment names once took no dot: gpt-35-turbo, gpt-4-1-mini.
  return [
    bare,
    bare.replace(/^gpt-35-/, 'gpt-3.5-'),
    bare.replace(/^gpt-(\d)-(\d)(?=-|$)/, 'gpt-$1.$2'),
    bare.replace(/^whisper(?:-001)?$/, 'whisper-1'),
  ]
}
const bedrock: Undecorate = (model) => {
  const base = bedrockBase(model)
  return [base, base.replace(/^global\./, '')]
}
const openrouter: Undecorate = (model) => {
  const bare = model.replace(routerSuffix, '')
  // It also answers to the vendor's own spelling: anthropic/claude-sonnet-4-5.
  return [bare, bare.replace(/^(anthropic\/claude-[a-z]+-\d+)-(\d)$/, '$1.$2')]
}

const decorated: ReadonlyMap<string, Undecorate> = new Map<string, Undecorate>([
  ['gemini', google],
  ['vertex_ai', google],
  ['vertex_ai_beta', google],
  ['azure', azure],
  ['azure_text', azure],
  ['azure_ai', azure],
  ['openai', (model) => [model.replace(/^(?:responses|chat\/completions)\//, '')]],
  ['bedrock', bedrock],
  ['bedrock_mantle', bedrock],
  ['fireworks_ai', (model) => [`accounts/fireworks/models/${model}`, `accounts/fireworks/routers/${model}`]],
  ['openrouter', openrouter],
])
