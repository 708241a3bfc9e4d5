/** What a caller probably meant by a model whose provider cannot be told. Asked for messages only: it searches the whole catalogue. */
import { spellings } from '../catalog/model-names.js'
import { modelNames } from '../catalog/models.js'
import { isListed } from '../catalog/prices.js'
import { findProvider, priceFamily, providerNames } from '../catalog/providers.js'
import { closestFew } from '../compiler/suggest.js'

/** Most names that a message offers. */
const most = 2

/**
 * Where a name that several providers list is most likely meant. Those whose models need no prefix stand last: what could
 * not be told is not theirs.
 */
const likeliest: readonly string[] = [
  'mistral',
  'groq',
  'deepseek',
  'xai',
  'gemini',
  'perplexity',
  'moonshot',
  'zai',
  'dashscope',
  'voyage',
  'jina_ai',
  'openrouter',
  'together_ai',
  'fireworks_ai',
]
const withoutPrefix: readonly string[] = ['openai', 'anthropic', 'cohere', 'vertex_ai', 'bedrock']

/** Names to write in the place of `model`, likeliest first; `corrected` is the name with its prefix spelt right, where one is near. */
export function nearestModels(model: string, corrected: string | undefined): readonly string[] {
  const found = [...(corrected === undefined ? [] : [corrected]), ...listedAt(model)]
  const tail = model.slice(model.indexOf('/') + 1)
  if (found.length === 0 && tail !== model) found.push(...listedAt(tail))
  if (found.length > 0) return [...new Set(found)].slice(0, most)
  const names = namesToOffer()
  return closestFew(tail, names.keys(), most).map((name) => names.get(name) ?? name)
}

/** The model at the providers that list it, its date and the like aside. */
function listedAt(model: string): readonly string[] {
  const others = providerNames().filter((name) => ![...likeliest, ...withoutPrefix].includes(name) && priceFamily(name) === name)
  return [...likeliest, ...others, ...withoutPrefix]
    .filter((provider) => findProvider(provider)?.retired === undefined)
    .filter((provider) => spellings(provider, model).some((name) => isListed(priceFamily(provider), name)))
    .map((provider) => `${provider}/${model}`)
}

/** Models that people name most, and how each is written. */
function namesToOffer(): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const add = (provider: string, written: (name: string) => string): void => {
    for (const name of modelNames(provider)) if (!names.has(name) && !name.includes('/')) names.set(name, written(name))
  }
  for (const provider of ['openai', 'anthropic']) add(provider, (name) => name)
  for (const provider of likeliest.slice(0, 8)) add(provider, (name) => `${provider}/${name}`)
  return names
}
