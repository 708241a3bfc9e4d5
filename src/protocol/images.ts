/** Image generation and editing as OpenAI writes them on the wire. */
import type { Uploadable } from './upload.js'

/** Body of `POST /images/generations`. */
export type ImageRequest = {
  model: string
  prompt: string
  background?: 'transparent' | 'opaque' | 'auto' | null
  moderation?: 'low' | 'auto' | null
  /** Number of images, 1 to 10. */
  n?: number | null
  output_compression?: number | null
  output_format?: 'png' | 'jpeg' | 'webp' | null
  quality?: 'standard' | 'hd' | 'low' | 'medium' | 'high' | 'auto' | null
  response_format?: 'url' | 'b64_json' | null
  /** `1024x1024`, or `auto`. */
  size?: string | null
  style?: 'vivid' | 'natural' | null
  user?: string
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

/** Body of `POST /images/edits`, sent as a multipart form. */
export type ImageEditRequest = Omit<ImageRequest, 'moderation' | 'style' | 'quality'> & {
  quality?: 'standard' | 'low' | 'medium' | 'high' | 'auto' | null
  image: Uploadable | Uploadable[]
  /** Transparent where the image is to change. */
  mask?: Uploadable
  input_fidelity?: 'high' | 'low' | null
}

export type ImageReply = {
  /** Seconds since 1970. */
  created: number
  data: GeneratedImage[]
  background?: 'transparent' | 'opaque'
  output_format?: 'png' | 'webp' | 'jpeg'
  quality?: 'low' | 'medium' | 'high'
  size?: '1024x1024' | '1024x1536' | '1536x1024'
  usage?: ImageUsage
}

/** One of `b64_json` and `url` is set. */
export type GeneratedImage = { b64_json?: string; url?: string; revised_prompt?: string }

export type ImageUsage = {
  input_tokens: number
  output_tokens: number
  total_tokens: number
  input_tokens_details: { image_tokens: number; text_tokens: number; cached_tokens?: number }
  output_tokens_details?: { image_tokens: number; text_tokens: number }
}
