/** Answers as they are kept: versioned JSON, with who gave them and when. */
import type { CachedEndpoint } from '../../plan/routing.js'
import type { Endpoint, Endpoints } from '../../providers/adapter.js'
import { isRecord, type JsonRecord, parseJson } from '../../providers/shared/json.js'
import type { Meta } from '../client-types.js'

/** Who gave an answer. */
export type Source = Pick<Meta, 'deploymentId' | 'provider' | 'model' | 'group'>

/** An answer that was kept. */
export type Kept<E extends Endpoint = Endpoint> = {
  readonly reply: Endpoints[E]['reply']
  readonly source: Source
  /** When it was kept, milliseconds since 1970. */
  readonly at: number
  /** What stands in the store: the answer for one more caller is read from it anew. */
  readonly text: string
}

/** Entries of another version are misses. */
const version = 1

/** The text of an entry; `reply` is JSON already. */
export function entryText(reply: string, { deploymentId, provider, model, group }: Source, at: number): string {
  return `{"v":${version},"at":${at},"source":${JSON.stringify({ deploymentId, provider, model, group })},"reply":${reply}}`
}

/** The entry in `text`, or undefined where it is not one of this version and endpoint. */
export function readEntry<E extends Endpoint>(endpoint: E, text: string): Kept<E> | undefined {
  const entry = parseJson(text)
  if (!isRecord(entry) || entry.v !== version || typeof entry.at !== 'number') return undefined
  const { reply, source, at } = entry
  if (!isSource(source) || !isRecord(reply) || !isReply(endpoint, reply)) return undefined
  // `isReply` checked what tells replies of one endpoint from others; the rest was written by this file.
  return { reply: reply as unknown as Endpoints[E]['reply'], source, at, text }
}

function isSource(value: unknown): value is Source {
  return isRecord(value) && [value.deploymentId, value.provider, value.model, value.group].every((each) => typeof each === 'string')
}

const shapes: { readonly [E in CachedEndpoint]: (reply: JsonRecord) => boolean } = {
  chat: ({ choices }) => Array.isArray(choices),
  completions: ({ choices }) => Array.isArray(choices),
  embeddings: ({ data }) => Array.isArray(data),
  transcriptions: ({ text }) => typeof text === 'string',
  rerank: ({ results }) => Array.isArray(results),
  responses: ({ output }) => Array.isArray(output),
}

function isReply(endpoint: Endpoint, reply: JsonRecord): boolean {
  return Object.hasOwn(shapes, endpoint) && shapes[endpoint as CachedEndpoint](reply) // has it, as just asked
}

/**
 * True for an answer that another caller may have. One that a content filter cut is not: the filter may let the next one
 * pass. One that ran into its token limit is, as in LiteLLM: the limit is part of the key.
 */
export function isWorthKeeping(endpoint: Endpoint, reply: Endpoints[Endpoint]['reply']): boolean {
  if ('choices' in reply) {
    const choices: readonly { readonly finish_reason: unknown }[] = reply.choices
    return (
      choices.length > 0 && choices.every((choice) => typeof choice.finish_reason === 'string' && choice.finish_reason !== 'content_filter')
    )
  }
  if ('output' in reply) {
    const { status = 'completed', incomplete_details: cut } = reply
    return reply.output.length > 0 && (status === 'completed' || (status === 'incomplete' && cut?.reason === 'max_output_tokens'))
  }
  return endpoint !== 'embeddings' || ('data' in reply && reply.data.length > 0)
}
