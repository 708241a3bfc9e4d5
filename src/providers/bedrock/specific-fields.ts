/** What a Converse answer holds beyond OpenAI's message, and how it finds its way back on the next turn. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import type { Block } from './body.js'

/** Member of `provider_specific_fields` under which an answer's blocks are kept. Not Anthropic's `content_blocks`: its form is another. */
const blocksKey = 'converse_content'

/** Blocks that OpenAI's message says as well. */
const plainKeys = ['text', 'toolUse', 'reasoningContent'] as const

/** True where an answer must go back whole: hosted tools and their results, citations, media. */
export function needsReplay(block: JsonRecord): boolean {
  return isHosted(block) || !plainKeys.some((key) => block[key] !== undefined)
}

/** A tool that the provider runs itself. Its call must not reach the caller as one of theirs. */
export function isHosted({ toolUse }: JsonRecord): boolean {
  return isRecord(toolUse) && textOf(toolUse.type) !== undefined && toolUse.type !== 'tool_use'
}

/** Everything of an answer but its message. */
export type AnswerFields = {
  readonly blocks: readonly JsonRecord[]
  readonly stopReason: unknown
  /** `trace`, `performanceConfig`, `serviceTier`, `additionalModelResponseFields`: members of the reply or of its last event. */
  readonly beside: JsonRecord
}

const keptBeside = ['trace', 'performanceConfig', 'serviceTier', 'additionalModelResponseFields'] as const

/** Reasons that OpenAI's word says as well. */
const plainReasons: ReadonlySet<string> = new Set(['end_turn', 'stop_sequence', 'max_tokens', 'tool_use'])

/** The fields; undefined where there is nothing to say. */
export function specificFields({ blocks, stopReason, beside }: AnswerFields): { [key: string]: unknown } | undefined {
  const fields: { [key: string]: unknown } = {}
  const citations = blocks.flatMap(citationsOf)
  if (citations.length > 0) fields.citations = citations
  if (blocks.some(needsReplay)) fields[blocksKey] = blocks
  for (const key of keptBeside) if (beside[key] !== undefined && beside[key] !== null) fields[key] = beside[key]
  const native = textOf(stopReason)
  if (native !== undefined && !plainReasons.has(native)) fields.native_finish_reason = native
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** Citations of a block with its sources. */
export function citationsOf(block: JsonRecord): readonly JsonRecord[] {
  return isRecord(block.citationsContent) ? recordsOf(block.citationsContent.citations) : []
}

/** Text that a block shows. */
export function blockText(block: JsonRecord): string {
  if (isRecord(block.citationsContent)) return recordsOf(block.citationsContent.content).map(blockText).join('')
  return textOf(block.text) ?? ''
}

/** The blocks of an earlier answer, as long as the caller has left its text alone. */
export function replayedBlocks(message: JsonRecord): Block[] | undefined {
  const fields = message.provider_specific_fields
  const kept = isRecord(fields) ? fields[blocksKey] : undefined
  if (!Array.isArray(kept)) return undefined
  const blocks = recordsOf(kept)
  if (blocks.map(blockText).join('') !== (message.content ?? '')) return undefined
  return blocks.filter((block) => block.text === undefined || textOf(block.text)?.trim()) as Block[] // the provider's own go back to it unchanged
}
