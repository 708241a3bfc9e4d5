/** The parameter policy of the endpoints beyond chat: what of OpenAI's a host takes, what is refused, what is its own and passes. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Endpoints, Target } from '../adapter.js'
import type { JsonRecord } from './json.js'
import { type Refusal, settleRefused } from './params.js'
import { nativeMembers, settledCall } from './settled-request.js'

/** Endpoints whose parameters are settled here. */
export type SettledEndpoint = 'images' | 'imageEdits' | 'speech' | 'transcriptions' | 'translations' | 'rerank'

const audioIn = ['language', 'prompt', 'response_format', 'temperature', 'include', 'timestamp_granularities', 'chunking_strategy']
const pictures = [
  'background',
  'n',
  'output_compression',
  'output_format',
  'quality',
  'response_format',
  'size',
  'partial_images',
  'stream',
]

/** OpenAI's optional parameters. Anything else in a request is the provider's own and passes. */
const optional: { readonly [E in SettledEndpoint]: readonly string[] } = {
  images: [...pictures, 'moderation', 'style'],
  imageEdits: [...pictures, 'mask', 'input_fidelity'],
  speech: ['instructions', 'response_format', 'speed', 'stream_format'],
  transcriptions: [...audioIn, 'stream', 'known_speaker_names', 'known_speaker_references'],
  translations: audioIn,
  rerank: ['top_n', 'rank_fields', 'return_documents', 'max_chunks_per_doc', 'max_tokens_per_doc'],
}
/** Required, used up, or never a host's. */
const always = ['model', 'user', 'metadata', 'extra_body', 'prompt', 'image', 'input', 'voice', 'file', 'query', 'documents']

/** A request as codecs build from it: OpenAI's members that are taken, and beside them what is the provider's own. */
export type SettledRequest<E extends SettledEndpoint> = {
  readonly request: Endpoints[E]['request'] & JsonRecord
  /** With those of extra bodies, which win over all. */
  readonly native: JsonRecord
  /** The same with `extra_body` not yet merged, for formats that sort such members into places of their own. */
  readonly own: JsonRecord
}

/**
 * Drops nulls and what the deployment never sends, refuses what the host does not take (or leaves it out under
 * `drop_params`). `takes` names the optional parameters that the codec translates; `more` refuses values of those.
 */
export function settleEndpoint<E extends SettledEndpoint>(
  given: Call<E>,
  target: Target,
  takes: readonly string[],
  more: (request: JsonRecord) => readonly Refusal[] = () => [],
): SettledRequest<E> | Fault {
  const members: JsonRecord = { ...settledCall(given, target).request }
  const unknown = optional[given.endpoint].filter((name) => members[name] !== undefined && !takes.includes(name))
  for (const name of unknown) if (isUsual(name, members[name])) delete members[name]
  const refused = unknown.filter((name) => members[name] !== undefined).map((name) => ({ name }))
  const fault = settleRefused(members, [...refused, ...more(members)], given, target)
  if (fault !== undefined) return fault
  // what `allowed_openai_params` let through goes to the host as it is
  const consumed = new Set([...always, ...optional[given.endpoint].filter((name) => !unknown.includes(name))])
  const own = Object.fromEntries(Object.entries(members).filter(([name]) => name === 'extra_body' || !consumed.has(name)))
  // the members are the request's own, some of them removed
  return { request: members as Endpoints[E]['request'] & JsonRecord, native: nativeMembers(members, consumed, target), own }
}

/** What every host does anyhow. */
function isUsual(name: string, value: unknown): boolean {
  switch (name) {
    case 'n':
    case 'speed':
      return value === 1
    case 'temperature':
      return value === 0
    case 'stream':
    case 'return_documents':
      return value === false
    case 'response_format':
      return value === 'b64_json' || value === 'json'
    case 'stream_format':
      return value === 'audio'
    case 'partial_images':
      return value === 0
    case 'quality':
      return value === 'auto' || value === 'standard'
    case 'background':
      return value === 'auto' || value === 'opaque'
    default:
      return value === 'auto'
  }
}
