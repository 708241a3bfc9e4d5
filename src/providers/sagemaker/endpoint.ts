/** Where a SageMaker endpoint answers, how requests to it are signed, and what its errors mean. Source: the SageMaker Runtime API reference. */
import type { Failure } from '../../protocol/failure.js'
import type { HttpHeaders, HttpRequest } from '../../protocol/http.js'
import type { Crypto } from '../../protocol/ports.js'
import type { Call, Credentials, Endpoint, HttpFailure, Target } from '../adapter.js'
import { bedrockErrorRules, bedrockFailure } from '../bedrock/errors.js'
import { withBearer } from '../shared/bearer.js'
import type { ErrorRule } from '../shared/error-rules.js'
import { isRecord, parseJson } from '../shared/json.js'
import { requestHeaders } from '../shared/request-headers.js'
import { httpFailure } from '../shared/to-failure.js'
import { tgiErrorRules } from '../tgi/answer.js'

/** First match wins; the runtime's own names first, then those of the model's server. */
export const sagemakerErrorRules: readonly ErrorRule[] = [
  { code: ['modelnotreadyexception', 'serviceunavailable'], kind: 'unavailable' },
  { code: ['internaldependencyexception', 'internalstreamfailure', 'modelstreamerror'], kind: 'internal' },
  { status: [400], pattern: /endpoint .* not found/i, kind: 'not-found', as: 'model_not_found' },
  ...tgiErrorRules,
  ...bedrockErrorRules,
]

/** The request with this body. `sagemaker_base_url` of the config replaces the whole address, as in LiteLLM. */
export function endpointRequest(call: Call<Endpoint>, target: Target, body: object): HttpRequest {
  const { model_id: component, sagemaker_base_url: own } = target.settings
  const operation = call.stream ? 'invocations-response-stream' : 'invocations'
  // China is a partition of its own
  const base = target.baseUrl.replace(/(\.cn-[a-z]+-\d)\.amazonaws\.com$/, '$1.amazonaws.com.cn')
  return {
    method: 'POST',
    url: own ?? `${base}/endpoints/${encodeURIComponent(target.model)}/${operation}`,
    headers: requestHeaders(call, target, component === undefined ? {} : { 'x-amzn-sagemaker-inference-component': component }),
    body: JSON.stringify(body),
  }
}

/** Signed for the region the address names, else for that of the credentials. A gateway's bearer token needs no signature. */
export async function signedForSageMaker(
  request: HttpRequest,
  credentials: Credentials,
  _target: Target,
  crypto: Crypto,
  now: number,
): Promise<HttpRequest> {
  if (credentials.kind !== 'aws') return withBearer(request, credentials)
  const region = /\.sagemaker\.([a-z0-9-]+)\.amazonaws\./.exec(request.url)?.[1] ?? credentials.region
  const { signed } = await import('../bedrock/sigv4.js')
  return signed(request, { ...credentials, region, service: 'sagemaker' }, crypto, now)
}

/** A `ModelError` carries the answer of the model's own server, which says more than the 424 around it. */
export function sagemakerFailure(answer: HttpFailure, target: Target, now: number | undefined): Failure {
  const body = parseJson(answer.text)
  const status = isRecord(body) ? body.OriginalStatusCode : undefined
  if (isRecord(body) && typeof status === 'number' && status >= 400 && status < 600) {
    const text = typeof body.OriginalMessage === 'string' ? body.OriginalMessage : answer.text
    return httpFailure({ status, headers: answer.headers, text }, target, sagemakerErrorRules, now)
  }
  const name = errorName(answer.headers)
  return name === undefined || isRecord(body)
    ? bedrockFailure(answer, target, now)
    : httpFailure({ ...answer, text: JSON.stringify({ message: answer.text, code: name }) }, target, sagemakerErrorRules, now)
}

function errorName(headers: HttpHeaders): string | undefined {
  return headers['x-amzn-errortype']?.replace(/:.*$/, '')
}
