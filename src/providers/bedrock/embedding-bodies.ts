/** Bodies of the embedding models on Bedrock. */
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import type { ModelRoute } from './route.js'

/** What travels: one text for Titan and Nova, a list for Cohere. `own` holds `dimensions` and members that the model defines. */
export function embeddingBody(route: ModelRoute, texts: readonly string[], own: JsonRecord): JsonRecord {
  if (route.family === 'cohere') return cohereBody(texts, own)
  const text = texts[0] ?? ''
  if (route.family === 'nova') return novaBody(text, own)
  return /titan-embed-(?:image|g1-multimodal)/.test(route.id) ? titanMediaBody(text, own) : titanBody(text, own)
}

/** `search_document` is LiteLLM's default too; the API wants some `input_type`. */
function cohereBody(texts: readonly string[], { dimensions, input_type: type, ...own }: JsonRecord): JsonRecord {
  return {
    ...(isImage(texts[0]) ? { images: texts } : { texts }),
    input_type: textOf(type) ?? (isImage(texts[0]) ? 'image' : 'search_document'),
    ...(dimensions !== undefined && { output_dimension: dimensions }),
    ...own,
  }
}

function titanBody(inputText: string, own: JsonRecord): JsonRecord {
  return { inputText, ...own }
}

function titanMediaBody(text: string, { dimensions, ...own }: JsonRecord): JsonRecord {
  return {
    ...(isImage(text) ? { inputImage: text.slice(text.indexOf(',') + 1) } : { inputText: text }),
    ...(dimensions !== undefined && { embeddingConfig: { outputEmbeddingLength: dimensions } }),
    ...own,
  }
}

/** Cohere's words for what an embedding is for, in Nova's. */
const purposes: ReadonlyMap<unknown, string> = new Map([
  ['search_document', 'GENERIC_INDEX'],
  ['search_query', 'GENERIC_RETRIEVAL'],
  ['classification', 'CLASSIFICATION'],
  ['clustering', 'CLUSTERING'],
])

function novaBody(value: string, members: JsonRecord): JsonRecord {
  const { dimensions, input_type: type, embeddingPurpose, truncationMode, singleEmbeddingParams: params, ...own } = members
  return {
    taskType: 'SINGLE_EMBEDDING',
    singleEmbeddingParams: {
      embeddingPurpose: textOf(embeddingPurpose) ?? purposes.get(type) ?? 'GENERIC_INDEX',
      ...(dimensions !== undefined && { embeddingDimension: dimensions }),
      text: { truncationMode: textOf(truncationMode) ?? 'END', value },
      ...(isRecord(params) && params),
    },
    ...own,
  }
}

function isImage(text: string | undefined): text is string {
  return text?.startsWith('data:image/') === true
}
