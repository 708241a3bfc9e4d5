/** What answers of the endpoints beside chat and embeddings used, in the words of prices. Imported when first needed. */
import type { ImageReply } from '../protocol/images.js'
import type { ResponsesReply } from '../protocol/responses.js'
import type { Endpoint, Endpoints } from '../providers/adapter.js'
import { recordsOf } from '../providers/shared/json.js'
import { chatUsage } from '../providers/shared/responses-usage.js'
import type { Billing, PricedUsage } from './cost.js'

export type Bill = Billing & { readonly usage: PricedUsage | undefined }

type BillOf<E extends Endpoint> = (request: Endpoints[E]['request'], reply: Endpoints[E]['reply']) => Bill

/** Documents that one search of a rerank model takes, where the host does not count. Source: Cohere's and Amazon Bedrock's price lists. */
const documentsPerQuery = 100

const bills: { readonly [E in Exclude<Endpoint, 'chat' | 'embeddings'>]: BillOf<E> } = {
  completions: (_, { usage }) => ({ usage }),
  images: imageBill,
  imageEdits: imageBill,
  transcriptions: transcriptionBill,
  translations: transcriptionBill,
  speech: ({ input }, { usage }) => ({
    // What comes out of a speech model is audio.
    usage: usage && { ...tokens(usage), completion_tokens_details: { audio_tokens: usage.output_tokens } },
    units: { characters: [...input].length },
  }),
  moderations: () => ({ usage: undefined }),
  rerank({ documents }, { meta }) {
    const { billed_units: billed, tokens: counted } = meta ?? {}
    const input = billed?.total_tokens ?? counted?.input_tokens
    return {
      usage: input === undefined ? undefined : { prompt_tokens: input, completion_tokens: counted?.output_tokens ?? 0 },
      units: { queries: billed?.search_units ?? Math.ceil(documents.length / documentsPerQuery) },
    }
  },
  responses: (_, reply) => ({ usage: billedUsage(reply), tier: reply.service_tier }),
  tokens: () => ({ usage: undefined, units: { free: true } }),
}

/** The bill of a whole answer. */
export function billOf<E extends Endpoint>(endpoint: E, request: Endpoints[E]['request'], reply: Endpoints[E]['reply']): Bill {
  // The table pairs each endpoint with its own request and reply; indexing by a type parameter loses that.
  const bill = (bills as { readonly [endpoint: string]: BillOf<E> | undefined })[endpoint]
  if (bill === undefined) throw new Error(`llmgen bug: ${endpoint} has no bill`)
  return bill(request, reply)
}

/** Counts of a response with the searches among its items, which are billed one by one. */
export function billedUsage({ usage, output }: ResponsesReply): PricedUsage | undefined {
  const counted = chatUsage(usage)
  const searches = recordsOf(output).filter((item) => item.type === 'web_search_call').length
  if (counted === undefined || searches === 0 || counted.server_tool_use !== undefined) return counted
  return { ...counted, server_tool_use: { web_search_requests: searches } }
}

/** A price list has one price for an image of DALL·E 3, and these cost twice or three times that. Source: OpenAI's price list. */
function isDearer({ quality, size }: ImageTerms): boolean {
  return quality === 'hd' || size === '1792x1024' || size === '1024x1792'
}

type ImageTerms = { readonly quality?: unknown; readonly size?: unknown }

function imageBill(request: ImageTerms, { data, usage }: ImageReply): Bill {
  const images = data.length
  const dearer = 'the price list has one price for an image, and one of this quality or size costs more'
  if (!usage) return { usage: undefined, units: { images, ...(isDearer(request) && { dearer }) } }
  const { input_tokens_details: read, output_tokens_details: written } = usage
  return {
    usage: {
      ...tokens(usage),
      prompt_tokens_details: { image_tokens: read?.image_tokens ?? 0, cached_tokens: read?.cached_tokens ?? 0 },
      completion_tokens_details: { image_tokens: written?.image_tokens ?? usage.output_tokens },
    },
    units: { images },
  }
}

function transcriptionBill(_: unknown, { usage, duration }: Endpoints['transcriptions']['reply']): Bill {
  if (usage?.type !== 'tokens') {
    const seconds = secondsOf(usage?.seconds) ?? secondsOf(duration)
    return { usage: undefined, ...(seconds !== undefined && { units: { seconds } }) }
  }
  const audio = usage.input_token_details?.audio_tokens ?? 0
  const seconds = secondsOf(duration)
  return {
    usage: { ...tokens(usage), prompt_tokens_details: { audio_tokens: audio } },
    ...(seconds !== undefined && { units: { seconds } }),
  }
}

/** Some hosts write the length as text, or null for not knowing it, which costs something all the same. */
function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : undefined
}

function tokens({ input_tokens, output_tokens }: { readonly input_tokens: number; readonly output_tokens: number }): PricedUsage {
  return { prompt_tokens: input_tokens, completion_tokens: output_tokens }
}
