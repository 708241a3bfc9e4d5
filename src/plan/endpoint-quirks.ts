/** How endpoints beyond chat differ from host to host: data of the catalogue, copied into a Plan. */
import type { JsonObject } from './plan.js'

/** Endpoints beyond chat and embeddings that OpenAI-compatible hosts may serve. */
export type ServedEndpoint =
  | 'completions'
  | 'images'
  | 'imageEdits'
  | 'transcriptions'
  | 'translations'
  | 'speech'
  | 'moderations'
  | 'rerank'

/** How one endpoint of a host differs from OpenAI's. Source: the host's API reference. */
export type EndpointQuirks = {
  /** Below the base URL; below its origin with a leading `/`. `{model}` stands for the model id. */
  readonly path?: string
  /** Requests to the first origin go to the second. */
  readonly origin?: readonly [string, string]
  /** OpenAI name → the host's name. */
  readonly rename?: { readonly [param: string]: string }
  /** Parameters the host refuses. */
  readonly unsupported?: readonly string[]
  /** The only values the host takes. */
  readonly only?: { readonly [param: string]: readonly string[] }
  /** OpenAI's value → the host's. */
  readonly values?: { readonly [param: string]: { readonly [value: string]: string } }
  /** Members sent where the request has none. */
  readonly body?: JsonObject
  /**
   * Shape where it is not OpenAI's (for rerank, Cohere's): `width-height` for a size in two members; of edits `json` (images
   * as data URLs in JSON) and `image-url` (one of them); of forms `plain-lists` (`name` in place of `name[]`); of audio `xai`; of rerank `tei` (texts), `nim` (passages and rankings), `queries` (a query for each document, scores).
   */
  readonly form?: 'width-height' | 'json' | 'image-url' | 'plain-lists' | 'xai' | 'tei' | 'nim' | 'queries'
}
