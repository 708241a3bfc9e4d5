/** The adapter contract over Cohere's format. */
import { describe } from 'vitest'
import { cohere } from '../../src/providers/cohere.js'
import { counts, halves, type NativeAnswer, type NativeSubject, nativeSuite } from './native-suite.js'

const ends = { stop: 'COMPLETE', length: 'MAX_TOKENS', tools: 'TOOL_CALL', filtered: 'ERROR_TOXIC', 'unheard-of': 'GONE_FISHING' } as const

const usage = {
  billed_units: { input_tokens: 9, output_tokens: 7 },
  tokens: { input_tokens: counts.prompt, output_tokens: counts.completion },
  cached_tokens: counts.cached,
}

const argumentText = (input: object) => (Object.keys(input).length === 0 ? 'null' : JSON.stringify(input))

function whole({ text, reasoning, calls = [], end }: NativeAnswer): object {
  const content = [
    ...(reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning }]),
    ...(text === '' ? [] : [{ type: 'text', text }]),
  ]
  return {
    id: 'answer-1',
    finish_reason: ends[end],
    message: {
      role: 'assistant',
      ...(content.length > 0 && { content }),
      ...(calls.length > 0 && {
        tool_calls: calls.map(({ id, name, arguments: input }) => ({
          id,
          type: 'function',
          function: { name, arguments: argumentText(input) },
        })),
      }),
    },
    usage,
  }
}

function events({ text, reasoning, calls = [], end }: NativeAnswer) {
  const event = (type: string, members: object) => ({ event: type, data: { type, ...members } })
  const part = (index: number, type: 'text' | 'thinking', value: string) => [
    event('content-start', { index, delta: { message: { content: { type, [type]: '' } } } }),
    ...halves(value).map((piece) => event('content-delta', { index, delta: { message: { content: { [type]: piece } } } })),
    event('content-end', { index }),
  ]
  return [
    event('message-start', {
      id: 'answer-1',
      delta: { message: { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] } },
    }),
    ...(reasoning === undefined ? [] : part(0, 'thinking', reasoning)),
    ...(text === '' ? [] : part(1, 'text', text)),
    ...calls.flatMap(({ id, name, arguments: input }, index) => [
      event('tool-call-start', { index, delta: { message: { tool_calls: { id, type: 'function', function: { name, arguments: '' } } } } }),
      ...halves(argumentText(input)).map((piece) =>
        event('tool-call-delta', { index, delta: { message: { tool_calls: { function: { arguments: piece } } } } }),
      ),
      event('tool-call-end', { index }),
    ]),
    event('message-end', { delta: { finish_reason: ends[end], usage } }),
  ]
}

const subject: NativeSubject = {
  adapter: cohere,
  provider: { name: 'cohere', format: 'cohere', auth: 'bearer' },
  baseUrl: 'https://api.cohere.example',
  credentials: { kind: 'key', key: 'test-key-1234567890' },
  whole,
  events,
  ends: ['stop', 'length', 'tools', 'filtered', 'unheard-of'],
  hasIds: true,
  cached: counts.cached,
  streamError: { data: { id: 'x', message: 'internal server error, this has been reported' }, kind: 'internal', status: 500 },
}

describe('cohere', () => nativeSuite(subject))
