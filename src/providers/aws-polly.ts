/** Amazon Polly: speech, with signed requests. */
import type { Adapter } from './adapter.js'
import { pollyFailure, pollySpeech } from './aws-polly/speech.js'
import { signed } from './bedrock/sigv4.js'
import { withBearer } from './shared/bearer.js'

/** Adapter of the format `aws-polly`: speech. */
export const awsPolly: Adapter = {
  format: 'aws-polly',
  framing: 'sse',
  endpoints: { speech: pollySpeech },
  authorize(request, credentials, _target, crypto, now) {
    if (credentials.kind !== 'aws') return withBearer(request, credentials)
    const region = /^https:\/\/polly(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(request.url)?.[1] ?? credentials.region
    return signed(request, { ...credentials, region, service: 'polly' }, crypto, now)
  },
  toFailure: pollyFailure,
}
