/** What whole answers and streams of Cohere have in common: the end, token counts, citations, log probabilities. */
import type { Annotation, FinishReason, Logprobs, TokenLogprob, Usage } from '../../protocol/chat.js'
import type { Fault } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, recordsOf, textOf } from '../shared/json.js'
import { excerpt } from '../shared/mask.js'

const reasons: ReadonlyMap<unknown, FinishReason> = new Map<unknown, FinishReason>([
  ['MAX_TOKENS', 'length'],
  ['ERROR_TOXIC', 'content_filter'],
])

/** Reasons that OpenAI's word says as well. */
const plainReasons: ReadonlySet<unknown> = new Set(['COMPLETE', 'MAX_TOKENS', 'TOOL_CALL'])

/** Differs: LiteLLM reports `stop` for every answer. The calls themselves tell that there are some; unknown reasons are `stop`. */
export function cohereFinish(native: unknown, ofCalls: FinishReason | undefined): FinishReason {
  return reasons.get(native) ?? ofCalls ?? 'stop'
}

/** An answer that ended because the provider broke down or ran out of time. */
export function brokenEnd(end: JsonRecord, target: Target): Fault | undefined {
  const reason = end.finish_reason
  if (reason !== 'ERROR' && reason !== 'TIMEOUT') return undefined
  const said = textOf(end.error)
  return fault(target, {
    kind: reason === 'ERROR' ? 'internal' : 'timeout',
    code: 'generation_failed',
    message: `${targetName(target)} ended its answer with "${reason}"${said === undefined ? '' : `: ${excerpt(said)}`}; what came so far is only part of it`,
  })
}

/** Counts, and beside them the units that the provider bills: its own prompt template is counted but free. */
export type CohereUsage = Usage & { billed_units?: { input_tokens: number; output_tokens: number } }

/** Undefined where nothing is counted. */
export function cohereUsage(reported: unknown): CohereUsage | undefined {
  if (!isRecord(reported)) return undefined
  const billed = isRecord(reported.billed_units) ? reported.billed_units : undefined
  const tokens = isRecord(reported.tokens) ? reported.tokens : billed
  if (tokens === undefined) return undefined
  const prompt = countOf(tokens.input_tokens) ?? 0
  const completion = countOf(tokens.output_tokens) ?? 0
  const cached = countOf(reported.cached_tokens)
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    ...(cached !== undefined && { prompt_tokens_details: { cached_tokens: Math.min(cached, prompt) } }),
    ...(billed !== undefined && {
      billed_units: { input_tokens: countOf(billed.input_tokens) ?? 0, output_tokens: countOf(billed.output_tokens) ?? 0 },
    }),
  }
}

/** A citation of the answer's text as OpenAI's annotations, one a source; `start` is where its content part begins. */
export function cohereAnnotations(citation: JsonRecord, start: number): Annotation[] {
  if (citation.type !== undefined && citation.type !== null && citation.type !== 'TEXT_CONTENT') return []
  const from = start + (countOf(citation.start) ?? 0)
  const to = start + (countOf(citation.end) ?? 0)
  return recordsOf(citation.sources).map((source) => {
    const cited = isRecord(source.document) ? source.document : isRecord(source.tool_output) ? source.tool_output : {}
    const id = textOf(source.id) ?? ''
    return {
      type: 'url_citation',
      url_citation: { url: textOf(cited.url) ?? id, title: textOf(cited.title) ?? id, start_index: from, end_index: to },
    }
  })
}

/** One entry for each piece of text; the probabilities of its tokens are added up, as the API gives no text for each. */
export function cohereLogprobs(items: unknown): Logprobs | null {
  const content = recordsOf(items).flatMap((item): TokenLogprob[] => {
    const values = Array.isArray(item.logprobs) ? item.logprobs.filter((value) => typeof value === 'number') : []
    if (values.length === 0) return []
    const logprob = values.reduce((sum, value) => sum + value, 0)
    return [{ token: typeof item.text === 'string' ? item.text : '', bytes: null, logprob, top_logprobs: [] }]
  })
  return content.length > 0 ? { content, refusal: null } : null
}

/** What an answer holds beyond OpenAI's message, or undefined. */
export function cohereFields(plan: string, citations: readonly JsonRecord[], native: unknown): { [key: string]: unknown } | undefined {
  const fields = {
    ...(plan !== '' && { tool_plan: plan }),
    ...(citations.length > 0 && { citations }),
    ...(textOf(native) !== undefined && !plainReasons.has(native) && { native_finish_reason: native }),
  }
  return Object.keys(fields).length > 0 ? fields : undefined
}

/** Arguments as JSON text; the API writes `null`, or nothing, for a tool without parameters. */
export function cohereArguments(value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : isRecord(value) ? JSON.stringify(value) : ''
  return text === '' || text === 'null' ? '{}' : text
}

/** True for `{message}` where an answer or an event was to come, and for `{error}`. */
export function isCohereError(body: JsonRecord): boolean {
  return (body.error !== undefined && body.error !== null) || (typeof body.message === 'string' && body.type === undefined)
}
