/** Where a method of a Gemini model lives; each host of the format (AI Studio, Vertex AI) has its own such function. */
import type { Target } from '../adapter.js'

/** Address of `method` (`generateContent`, `batchEmbedContents`, …) for the target's model, without a query. */
export type ModelUrl = (target: Target, method: string) => string

/** AI Studio. A base without a path gets `/v1beta`; `tunedModels/…` and `models/…` are whole names already. */
export const studioUrl: ModelUrl = (target, method) => `${studioBase(target)}/${studioModel(target)}:${method}`

/** The base with its version. */
export function studioBase({ baseUrl }: Target): string {
  const base = baseUrl.replace(/\/+$/, '')
  return /^https?:\/\/[^/]+$/i.test(base) ? `${base}/v1beta` : base
}

/** The model's resource name. */
export function studioModel({ model }: Target): string {
  const path = model.split('/').map(encodeURIComponent).join('/')
  return model.includes('/') ? path : `models/${path}`
}
