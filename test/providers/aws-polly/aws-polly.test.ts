/** Amazon Polly: engines, voices, formats, and the signature of its service. */
import { expect, test } from 'vitest'
import { pollySpeech } from '../../../src/providers/aws-polly/speech.js'
import { awsPolly } from '../../../src/providers/aws-polly.js'
import { nodeCrypto } from '../../../src/runtime/platform/crypto.js'
import { httpReply, testNow, testTarget } from '../../support/codec.js'
import { bytesReply, callOf, readBy, sentBy } from '../../support/endpoint-call.js'

const at = (model: string) => testTarget({ provider: { name: 'aws_polly' }, baseUrl: 'https://polly.eu-west-1.amazonaws.com', model })
const post = (more: object = {}) => ({
  method: 'POST',
  url: 'https://polly.eu-west-1.amazonaws.com/v1/speech',
  body: { Engine: 'neural', OutputFormat: 'mp3', Text: 'hi', TextType: 'text', VoiceId: 'Joanna', ...more },
})

test.each([
  ['one of OpenAI’s voices', 'neural', { voice: 'alloy' }, post()],
  ['one of Polly’s, with another engine', 'long-form', { voice: { id: 'Danielle' } }, post({ Engine: 'long-form', VoiceId: 'Danielle' })],
  ['markup', 'x', { input: '<speak>hi</speak>', voice: 'Amy' }, post({ Text: '<speak>hi</speak>', TextType: 'ssml', VoiceId: 'Amy' })],
  ['text about markup', 'x', { input: 'Write <speak>.', voice: 'Amy' }, post({ Text: 'Write <speak>.', VoiceId: 'Amy' })],
  ['samples', 'neural', { voice: 'Amy', response_format: 'wav' }, post({ VoiceId: 'Amy', OutputFormat: 'pcm', SampleRate: '16000' })],
  [
    'native members in either spelling',
    'neural',
    { voice: 'Amy', language_code: 'en-GB', OutputFormat: 'ogg_vorbis', sample_rate: 22050 },
    post({ VoiceId: 'Amy', LanguageCode: 'en-GB', OutputFormat: 'ogg_vorbis', SampleRate: '22050' }),
  ],
  ['FLAC', 'neural', { voice: 'Amy', response_format: 'flac' }, { refused: 'response_format', kind: 'unsupported-params' }],
  ['another speed', 'neural', { voice: 'Amy', speed: 2 }, { refused: 'speed', kind: 'unsupported-params' }],
  ['no text', 'neural', { voice: 'Amy', input: '' }, { refused: 'input', kind: 'bad-request' }],
])('%s', (_name, model, request, want) => {
  expect(sentBy(pollySpeech, callOf('speech', { input: 'hi', ...request }), at(model))).toEqual(want)
})

const read = (reply: ReturnType<typeof bytesReply>, format?: string) => {
  const seen = readBy(pollySpeech, reply, callOf('speech', { input: 'hi', voice: 'Amy', response_format: format }), at('neural'))
  return 'bytes' in seen ? [seen.contentType, seen.bytes.length] : seen
}
test.each([
  ['audio', bytesReply([1, 2], 'audio/mpeg'), undefined, ['audio/mpeg', 2]],
  ['samples that become WAV', bytesReply([1, 2], 'audio/pcm'), 'wav', ['audio/wav', 46]],
  ['bare samples', bytesReply([1, 2], 'audio/pcm'), 'pcm', ['audio/pcm', 2]],
  ['nothing', bytesReply([], 'audio/mpeg'), undefined, { kind: 'connection', code: 'invalid_response' }],
  [
    'an error',
    httpReply({ __type: 'ThrottlingException', message: 'slow' }, { 'content-type': 'application/json' }),
    undefined,
    { kind: 'rate-limit', code: 'ThrottlingException' },
  ],
])('an answer with %s', (_name, reply, format, want) => {
  expect(read(reply, format)).toEqual(want)
})

test('a WAV has the rate that was asked for', () => {
  const call = callOf('speech', { input: 'hi', voice: 'Amy', response_format: 'wav', sample_rate: 8000 })
  const seen = readBy(pollySpeech, bytesReply([1, 2], 'audio/pcm'), call, at('neural'))
  expect('bytes' in seen && new DataView(seen.bytes.slice().buffer).getUint32(24, true)).toBe(8000)
})

test('the request is signed for the region of its host', async () => {
  const request = { method: 'POST', url: 'https://polly.eu-west-1.amazonaws.com/v1/speech', headers: {}, body: '{}' } as const
  const aws = { kind: 'aws', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-west-2' } as const
  const { headers } = await awsPolly.authorize(request, aws, at('neural'), nodeCrypto, testNow)
  expect(headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20250601\/eu-west-1\/polly\/aws4_request, /)
})

test('errors are classed by their names', () => {
  const text = JSON.stringify({ message: 'Voice not supported' })
  const failure = awsPolly.toFailure({ status: 400, headers: { 'x-amzn-errortype': 'ValidationException:http' }, text }, at('neural'))
  expect(failure).toMatchObject({ kind: 'bad-request', code: 'ValidationException', provider: 'aws_polly' })
})
