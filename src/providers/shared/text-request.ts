/** The first steps of every request to a host that writes text: what it cannot take is refused, the rest is sorted. */
import type { Fault } from '../../protocol/failure.js'
import type { Call, Target } from '../adapter.js'
import { chatTurns, type Turn } from './chat-prompt.js'
import { countOf, type JsonRecord, listOf } from './json.js'
import { openAiParams, type Refusal, settleRefused } from './params.js'
import { nativeMembers, settledCall } from './settled-request.js'

/** A request taken apart. */
export type TextRequest = {
  readonly turns: readonly Turn[]
  /** OpenAI's parameters that the format takes. */
  readonly params: JsonRecord
  /** Members that are the host's own and pass as they are. */
  readonly native: JsonRecord
  readonly failure?: undefined
}

/** The longest answer the caller allows, tokens. */
export function tokenLimit(params: JsonRecord): number | undefined {
  return countOf(params.max_completion_tokens) ?? countOf(params.max_tokens)
}

/** Sequences that end the answer; undefined where there are none. */
export function stopTexts({ stop }: JsonRecord): readonly string[] | undefined {
  const texts = (typeof stop === 'string' ? [stop] : listOf(stop)).filter((text) => typeof text === 'string' && text !== '')
  return texts.length > 0 ? (texts as string[]) : undefined // filtered above
}

/** A copy without members that are undefined. */
export function given(members: JsonRecord): JsonRecord {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}

/** `takes` names OpenAI's parameters that the format translates, beside the token limit; every other one is refused. */
export function textRequest(
  whole: Call<'chat'>,
  target: Target,
  takes: readonly string[],
  more: (params: JsonRecord) => readonly Refusal[] = () => [],
): TextRequest | Fault {
  const call = settledCall(whole, target)
  const params: JsonRecord = { ...call.request }
  const known = new Set(['max_tokens', 'max_completion_tokens', ...takes])
  const refused: Refusal[] = Object.keys(params)
    .filter((name) => openAiParams.has(name) && !known.has(name))
    .map((name) => ({ name }))
  const fault = settleRefused(params, [...refused, ...more(params)], call, target)
  if (fault !== undefined) return fault
  const turns = chatTurns(call.request.messages, target)
  if ('failure' in turns) return turns
  return { turns, params, native: nativeMembers(call.request, consumed, target) }
}

const consumed: ReadonlySet<string> = new Set([...openAiParams, 'messages', 'model', 'stream', 'thinking', 'extra_body'])
