/** What Bedrock's error answers mean beyond the rules for all providers. Source: the Bedrock Runtime and IAM error references. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { HttpFailure, Target } from '../adapter.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { embeddedFailure, httpFailure } from '../shared/to-failure.js'

const context = { kind: 'context-window', as: 'context_length_exceeded' } as const

/** First match wins; names in lower case. Inside a stream they come without a status. */
export const bedrockErrorRules: readonly ErrorRule[] = [
  { code: ['throttlingexception', 'throttling', 'toomanyrequestsexception', 'servicequotaexceededexception'], kind: 'rate-limit' },
  { code: ['modelnotreadyexception'], kind: 'rate-limit' },
  {
    status: [400],
    pattern: /too many (input )?tokens|expected maxlength:|input is too long|prompt is too long|prompt: length: 1\.\./i,
    ...context,
  },
  // By its status, as LiteLLM and OpenAI's client class it; the code says what is wrong.
  { status: [400], pattern: /model identifier is invalid/i, kind: 'bad-request', as: 'model_not_found' },
  {
    code: [
      'unrecognizedclientexception',
      'expiredtokenexception',
      'expiredtoken',
      'invalidsignatureexception',
      'signaturedoesnotmatch',
      'incompletesignature',
      'incompletesignatureexception',
      'missingauthenticationtoken',
      'missingauthenticationtokenexception',
      'invalidclienttokenid',
    ],
    kind: 'authentication',
  },
  { pattern: /security token included in the request is (invalid|expired)|api key .*(invalid|expired|malformed)/i, kind: 'authentication' },
  { code: ['accessdeniedexception'], kind: 'permission' },
  { code: ['resourcenotfoundexception'], kind: 'not-found' },
  { code: ['modeltimeoutexception'], kind: 'timeout' },
  { code: ['conflictexception'], kind: 'conflict' },
  { code: ['validationexception'], kind: 'bad-request' },
  { code: ['serviceunavailableexception'], kind: 'unavailable' },
  { code: ['internalserverexception', 'modelerrorexception', 'modelstreamerrorexception', 'internalfailure'], kind: 'internal' },
]

/** An HTTP answer with an error status: the error's name stands in a header, its text in the body. */
export function bedrockFailure(answer: HttpFailure, target: Target, now: number | undefined): Failure {
  const body = parseJson(answer.text)
  if (!isRecord(body)) return httpFailure(answer, target, bedrockErrorRules, now)
  const name = errorName(body, answer.headers)
  const message = textOf(body.message) ?? textOf(body.Message)
  const text = JSON.stringify({ ...body, ...(message !== undefined && { message }), ...(name !== undefined && { code: name }) })
  return httpFailure({ ...answer, text }, target, bedrockErrorRules, now)
}

/** An error in a whole answer of status 200, or in the middle of a stream. */
export function bedrockEmbedded(body: JsonRecord, target: Target, headers: HttpHeaders = {}): Failure {
  const name = errorName(body, headers)
  return embeddedFailure({ ...body, ...(name !== undefined && { code: name }) }, target, bedrockErrorRules, headers)
}

/** `Name:uri` of the header, `prefix#Name` of the body. */
function errorName(body: JsonRecord, headers: HttpHeaders): string | undefined {
  const named = textOf(headers['x-amzn-errortype']) ?? textOf(body.__type)
  return textOf(named?.replace(/^.*#/, '').replace(/:.*$/, ''))
}
