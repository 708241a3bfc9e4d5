/** The parameter policy of the endpoints beyond chat. */
import { expect, test } from 'vitest'
import { isFault } from '../../../src/protocol/failure.js'
import { settleEndpoint } from '../../../src/providers/shared/endpoint-params.js'
import { testTarget } from '../../support/codec.js'
import { callOf } from '../../support/endpoint-call.js'

type Deployment = NonNullable<Parameters<typeof testTarget>[0]>['deployment']

/** What is left for the host of an image call that takes `size`, or what is refused. */
function settled(request: object, deployment: Deployment = {}, dropParams = false) {
  const call = callOf('images', { prompt: 'x', ...request }, { dropParams })
  const found = settleEndpoint(call, testTarget({ deployment }), ['size'])
  if (isFault(found)) return { refused: found.failure.message.match(/`\w+`/g)?.filter((name) => name !== '`drop_params`') }
  return { size: found.request.size, native: found.native, own: found.own }
}

test.each([
  ['what is taken', { size: '1x1' }, {}, { size: '1x1', native: {}, own: {} }],
  ['nulls are nothing', { size: null, n: null, seed: null }, {}, { native: {}, own: {} }],
  [
    'what every host does anyhow',
    { n: 1, quality: 'standard', background: 'opaque', moderation: 'auto', response_format: 'b64_json' },
    {},
    { native: {}, own: {} },
  ],
  ['what is for us or for nobody', { user: 'u', metadata: { a: 1 } }, {}, { native: {}, own: {} }],
  [
    'the host’s own, the caller’s extra body last',
    { seed: 1, extra_body: { seed: 2 } },
    { extraBody: { seed: 3, cfg: 4 } },
    { native: { seed: 2, cfg: 4 }, own: { seed: 1, extra_body: { seed: 2 } } },
  ],
  ['several refusals at once', { n: 2, style: 'vivid' }, {}, { refused: ['`n`', '`style`'] }],
  [
    'a name that the deployment lets through',
    { style: 'vivid' },
    { allowedOpenAiParams: ['style'] },
    { native: { style: 'vivid' }, own: { style: 'vivid' } },
  ],
  [
    'a name that the deployment never sends',
    { style: 'vivid', seed: 1 },
    { additionalDropParams: ['style', 'seed'] },
    { native: {}, own: {} },
  ],
])('%s', (_name, request, deployment, want) => {
  expect(settled(request, deployment)).toEqual(want)
})

test('what is refused is left out under drop_params', () => {
  expect(settled({ n: 2, style: 'vivid', seed: 1 }, {}, true)).toEqual({ native: { seed: 1 }, own: { seed: 1 } })
})

test('the caller’s request stays as it is', () => {
  const request = Object.freeze({ model: 'group', prompt: 'x', n: 2, style: 'vivid' as const })
  settleEndpoint({ ...callOf('images', {}, { dropParams: true }), request }, testTarget(), [])
  expect(request).toEqual({ model: 'group', prompt: 'x', n: 2, style: 'vivid' })
})
