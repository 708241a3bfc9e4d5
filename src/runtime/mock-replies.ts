/** Mocked answers of the endpoints other than chat. Imported when first needed. */
import type { ModerationVerdict } from '../protocol/moderations.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { speechReply } from '../providers/shared/speech-reply.js'

/** What a mocked answer is made of. */
export type MockScene = {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly model: string
  /** `mock_response`. */
  readonly text: string
}

export type MockReply<E extends Endpoint> = (request: Endpoints[E]['request'], scene: MockScene) => Endpoints[E]['reply']

/** Counts that a mocked answer reports, as LiteLLM's do. */
const input = 10
const output = 20

/** One white pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=='

/** Length of a mocked vector where the request names none. */
const dimensions = 1_536

/** By endpoint. */
export const mockReplies: { readonly [E in Exclude<Endpoint, 'chat'>]: MockReply<E> } = {
  completions: ({ prompt, n }, { id, created, model, text }) => ({
    id,
    object: 'text_completion',
    created,
    model,
    choices: Array.from({ length: countOf(prompt) * (n ?? 1) }, (_, index) => ({ index, text, finish_reason: 'stop', logprobs: null })),
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  }),
  embeddings: (request, { model }) => ({
    object: 'list',
    model,
    data: Array.from({ length: countOf(request.input) }, (_, index) => ({
      object: 'embedding',
      index,
      embedding: Array.from({ length: request.dimensions ?? dimensions }, () => 0),
    })),
    usage: { prompt_tokens: input, total_tokens: input },
  }),
  images: imageReply,
  imageEdits: imageReply,
  transcriptions: (_, { text }) => ({ text }),
  translations: (_, { text }) => ({ text }),
  speech: (_, { text }) => speechReply(new TextEncoder().encode(text), 'audio/mpeg'),
  moderations: (request, { id, model }) => ({
    id,
    model,
    results: Array.from({ length: isTexts(request.input) ? request.input.length : 1 }, harmless),
  }),
  rerank: ({ documents, top_n }, { id }) => ({
    id,
    results: documents.slice(0, top_n ?? documents.length).map((_, index) => ({ index, relevance_score: 1 / (index + 1) })),
    meta: { billed_units: { search_units: 1 } },
  }),
  responses: ({ instructions = null, metadata = null, temperature = null, top_p = null, tools = [] }, { id, created, model, text }) => ({
    id,
    object: 'response',
    created_at: created,
    model,
    status: 'completed',
    output: [
      {
        type: 'message',
        id: `${id}-message`,
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text, annotations: [] }],
      },
    ],
    output_text: text,
    error: null,
    incomplete_details: null,
    instructions,
    metadata,
    parallel_tool_calls: true,
    temperature,
    tool_choice: 'auto',
    tools,
    top_p,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  }),
  tokens: (_, { model }) => ({ input_tokens: input, model, source: 'local' }),
}

const categories = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
]

/** Nothing was found. */
function harmless(): ModerationVerdict {
  const each = <T>(value: T) => Object.fromEntries(categories.map((category) => [category, value]))
  // The list above has every category that the type asks for.
  const verdict = { flagged: false, categories: each(false), category_scores: each(0), category_applied_input_types: each(['text']) }
  return verdict as unknown as ModerationVerdict
}

/** A `mock_response` that is an address is the image; any other text is the prompt as the model would have put it. */
function imageReply({ n }: { readonly n?: number | null }, { created, text }: MockScene): Endpoints['images']['reply'] {
  const image = /^(https?:|data:)/.test(text) ? { url: text } : { b64_json: pixel, revised_prompt: text }
  return { created, data: Array.from({ length: n ?? 1 }, () => ({ ...image })) }
}

function isTexts(given: unknown): given is readonly string[] {
  return Array.isArray(given) && given.every((item) => typeof item === 'string')
}

/** How many texts are asked about: a list of token ids is one. */
function countOf(given: unknown): number {
  return Array.isArray(given) && typeof given[0] !== 'number' ? given.length : 1
}
