/** Whatever a host answers, every endpoint ends in a reply or a failure, never in an exception. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import type { Endpoint } from '../../../src/providers/adapter.js'
import { httpReply, testTarget } from '../../support/codec.js'
import { callOf, codecOf, rowTarget, upload } from './endpoint-call.js'

const file = upload('a.mp3', 'ID3')
const calls = [
  callOf('completions', { prompt: 'a' }),
  callOf('images', { prompt: 'a' }),
  callOf('imageEdits', { prompt: 'a', image: [file] }),
  callOf('transcriptions', { file }),
  callOf('transcriptions', { file, response_format: 'srt' }),
  callOf('translations', { file }),
  callOf('speech', { input: 'a', voice: 'b' }),
  callOf('moderations', { input: 'a' }),
  callOf('rerank', { query: 'q', documents: ['a'] }),
] as const
const targets = [
  testTarget(),
  rowTarget('deepinfra'),
  rowTarget('huggingface'),
  rowTarget('nvidia_nim'),
  rowTarget('mistral'),
  rowTarget('xai'),
]

/** Names that codecs look for, so that the answers get past the first look. */
const member = fc.constantFrom(
  ...['choices', 'data', 'images', 'results', 'rankings', 'scores', 'error', 'text', 'usage', 'index', 'score', 'logit', 'message', 'meta'],
  ...['relevance_score', 'categories', 'category_scores', 'url', 'b64_json', 'audio_data', 'duration', 'failure', '__proto__', 'segments'],
)
const { answer } = fc.letrec((tie) => ({
  answer: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(null, true, -1, Number.POSITIVE_INFINITY, 0.5, '', 'a', 'data:,', [], {}),
    fc.array(tie('answer'), { maxLength: 3 }),
    fc.array(fc.tuple(member, tie('answer')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))
const body = fc.oneof(
  answer.map((value) => JSON.stringify(value)),
  answer.chain((value) => fc.nat(20).map((cut) => JSON.stringify(value).slice(0, -1 - cut))),
  fc.string(),
)

test.each(calls.map((call) => [call.endpoint, call] as const))('%s', async (_endpoint, call) => {
  for (const target of targets) {
    const codec = await codecOf<Endpoint>(call.endpoint, target)
    fc.assert(
      fc.property(body, fc.constantFrom('application/json', 'audio/mpeg', 'text/plain'), (text, type) => {
        const outcome = codec.fromResponse(httpReply(text, { 'content-type': type }), call, target)
        expect(typeof outcome).toBe('object')
        if (isFault(outcome)) expect(outcome.failure).toMatchObject({ provider: target.provider.name, message: expect.any(String) })
      }),
      { numRuns: 150, seed: 7 },
    )
  }
})

test.each([
  ['transcriptions', { file: undefined }],
  ['transcriptions', { file: 'a.mp3' }],
  ['imageEdits', { image: ['a.png'] }],
  ['imageEdits', { image: undefined }],
] as const)('%s of %j is refused', async (endpoint, request) => {
  const call = callOf<Endpoint>(endpoint, request as object)
  const outcome = (await codecOf<Endpoint>(endpoint, testTarget())).toRequest(call, testTarget())
  expect(isFault(outcome) && outcome.failure.kind).toBe('bad-request')
})
