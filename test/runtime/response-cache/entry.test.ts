import { describe, expect, test } from 'vitest'
import type { Endpoint, Endpoints } from '../../../src/providers/adapter.js'
import { entryText, isWorthKeeping, readEntry } from '../../../src/runtime/response-cache/entry.js'

const source = { deploymentId: 'd', provider: 'p', model: 'm', group: 'g' }

describe('an entry', () => {
  test.each<[Endpoint, object]>([
    ['chat', { choices: [] }],
    ['completions', { choices: [] }],
    ['embeddings', { data: [] }],
    ['transcriptions', { text: '' }],
    ['rerank', { results: [] }],
    ['responses', { output: [] }],
  ])('of %s is read back as it was written', (endpoint, reply) => {
    const text = entryText(JSON.stringify(reply), { ...source, ...{ headers: {} } }, 5)
    expect(readEntry(endpoint, text)).toEqual({ reply, source, at: 5, text })
  })

  test.each<[string, Endpoint, string]>([
    ['another endpoint', 'chat', entryText('{"data":[]}', source, 5)],
    ['an endpoint that is not cached', 'speech', entryText('{"text":""}', source, 5)],
    ['a list', 'chat', '[]'],
    ['a time that is none', 'chat', entryText('{"choices":[]}', source, 5).replace('"at":5', '"at":"5"')],
    ['nothing', 'chat', ''],
  ])('of %s is none', (_, endpoint, text) => {
    expect(readEntry(endpoint, text)).toBeUndefined()
  })
})

describe('worth keeping', () => {
  const chosen = (...reasons: unknown[]) => ({ choices: reasons.map((finish_reason) => ({ finish_reason })) })
  test.each<[Endpoint, object, boolean]>([
    ['chat', chosen('stop'), true],
    ['chat', chosen('length'), true],
    ['chat', chosen('tool_calls'), true],
    ['chat', chosen('content_filter'), false],
    ['chat', chosen('stop', 'content_filter'), false],
    ['chat', chosen(null), false],
    ['chat', chosen(), false],
    ['completions', chosen('stop'), true],
    ['responses', { output: [{}], status: 'completed' }, true],
    ['responses', { output: [{}] }, true],
    ['responses', { output: [], status: 'completed' }, false],
    ['responses', { output: [{}], status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, true],
    ['responses', { output: [{}], status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, false],
    ['responses', { output: [{}], status: 'failed' }, false],
    ['responses', { output: [{}], status: 'in_progress' }, false],
    ['embeddings', { data: [] }, false],
    ['embeddings', { data: [{}] }, true],
    ['rerank', { results: [] }, true],
    ['transcriptions', { text: '' }, true],
  ])('%s %j: %s', (endpoint, reply, want) => {
    // Only the members that decide.
    expect(isWorthKeeping(endpoint, reply as Endpoints[Endpoint]['reply'])).toBe(want)
  })
})
