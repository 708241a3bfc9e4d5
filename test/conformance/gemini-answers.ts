/** The abstract answers of the conformance suite in Gemini's wire form. */
import { gemini } from '../../src/providers/gemini.js'
import type { Subject, WireAnswer, WireEvent } from './wire-answers.js'

const ends = { stop: 'STOP', length: 'MAX_TOKENS', tools: 'STOP', filtered: 'SAFETY', 'unheard-of': 'GONE_FISHING' } as const

export const geminiSubject: Subject = {
  adapter: gemini,
  provider: { name: 'gemini', format: 'gemini', auth: 'x-goog-api-key' },
  baseUrl: 'https://generativelanguage.example/v1beta',
  credentials: { kind: 'key', key: 'test-key-1234567890' },
  whole: (answer) => event(answer, parts(answer), true),
  events,
  completeAt: (all) => all.findIndex(({ data }) => JSON.stringify(data).includes('"finishReason"')),
}

function parts({ text, reasoning, calls = [] }: WireAnswer): object[] {
  return [
    ...(reasoning === undefined ? [] : [{ text: reasoning, thought: true }]),
    ...(text === '' ? [] : [{ text }]),
    ...calls.map(({ id, name, arguments: args }) => ({ functionCall: { id, name, args } })),
  ]
}

/** Texts in two pieces, each call whole, the reason in an event of its own; counts grow with every event. */
function events(answer: WireAnswer): readonly WireEvent[] {
  const pieces = parts(answer).flatMap((part) => {
    if (!('text' in part) || typeof part.text !== 'string') return [part]
    const cut = Math.ceil(part.text.length / 2)
    return [part.text.slice(0, cut), part.text.slice(cut)].filter((text) => text !== '').map((text) => ({ ...part, text }))
  })
  return [...pieces.map((part) => ({ data: event(answer, [part], false) })), { data: event(answer, [], true) }]
}

function event(answer: WireAnswer, content: readonly object[], isLast: boolean): object {
  const thoughts = answer.reasoning === undefined ? 0 : 4
  return {
    candidates: [{ content: { role: 'model', parts: content }, index: 0, ...(isLast && { finishReason: ends[answer.end] }) }],
    usageMetadata: {
      promptTokenCount: answer.prompt,
      cachedContentTokenCount: answer.cached,
      candidatesTokenCount: isLast ? answer.completion - thoughts : 1,
      ...(thoughts > 0 && { thoughtsTokenCount: thoughts }),
      totalTokenCount: answer.prompt + (isLast ? answer.completion : 1),
    },
    modelVersion: 'model-x',
    responseId: 'response-1',
  }
}
