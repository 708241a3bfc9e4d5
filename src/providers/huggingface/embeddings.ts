/** Vectors from the pipeline `feature-extraction`: lists of numbers, for some models one for each token. */
import type { Target } from '../adapter.js'
import { isRecord, listOf } from '../shared/json.js'
import { segments } from '../shared/path-segments.js'

/** True for a model that the config gives as the URL of an endpoint: a caller's own, through a wildcard, would get the key of the config. */
export function isModelUrl({ model, deployment }: Target): boolean {
  return /^https?:\/\//.test(model) && !(typeof deployment.model === 'string' && deployment.model.includes('*'))
}

/** The router's pipeline of the model; an endpoint of one's own answers at its URL as it is. */
export function embeddingUrl(target: Target): string {
  const { baseUrl, model } = target
  if (isModelUrl(target)) return model
  const base = baseUrl.replace(/\/+$/, '')
  const router = /^(https?:\/\/router\.huggingface\.co)(\/v1)?$/.exec(base)?.[1]
  if (router === undefined) return base
  return `${router}/hf-inference/models/${segments(model.replace(/^hf-inference\//, ''))}/pipeline/feature-extraction`
}

/** One vector for each input, as OpenAI's answer. Of vectors for each token the first stands for the text, as in LiteLLM. */
export function nestedVectors(body: unknown): unknown {
  if (isRecord(body) && Array.isArray(body.embeddings)) return nestedVectors(body.embeddings) // TEI's older form
  if (!Array.isArray(body) || body.length === 0) return body
  const rows = typeof body[0] === 'number' ? [body] : body
  return { data: rows.map((row) => ({ embedding: flattened(row) })) }
}

function flattened(row: unknown): unknown {
  let vector = row
  while (Array.isArray(vector) && Array.isArray(vector[0])) vector = listOf(vector[0])
  return vector
}
