/** `POST /rerank`: `top_n` is called `top_k`, results stand under `data`, and tokens are billed. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { RerankReply } from '../../protocol/rerank.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { documentTexts, rankedResults, rerankReply } from '../shared/rerank-terms.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { voyageErrorRules } from './errors.js'
import { voyageUrl } from './url.js'

/** Body of the endpoint; `truncation` passes beside it. Source: Voyage's rerank reference. */
export type VoyageRerankBody = { model: string; query: string; documents: string[]; top_k?: number }

/** The codec of the endpoint. Documents are put into the results here, so that the host need not send them back. */
export const voyageRerank: EndpointCodec<'rerank', never> = { toRequest: rerankRequest, fromResponse: rerankAnswer }

function rerankRequest(call: Call<'rerank'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['top_n', 'rank_fields', 'return_documents'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const documents = documentTexts(request)
  if (documents === undefined) return badRequest(target, '`documents` is no list of texts or objects', 'documents')
  const body: VoyageRerankBody = {
    model: target.model,
    query: request.query,
    documents,
    ...(typeof request.top_n === 'number' && { top_k: request.top_n }),
  }
  return {
    method: 'POST',
    url: voyageUrl(target.baseUrl, 'rerank'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...body, ...native }),
  }
}

function rerankAnswer(reply: HttpReply, call: Call<'rerank'>, target: Target): Outcome<RerankReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const results = rankedResults(body.data, 'relevance_score')
  if (results === undefined) {
    const isError = body.error !== undefined || textOf(body.detail) !== undefined
    return isError
      ? { failure: embeddedFailure(body, target, voyageErrorRules, reply.headers) }
      : lacking('readable results', reply, target)
  }
  const total = isRecord(body.usage) ? countOf(body.usage.total_tokens) : undefined
  const meta = total === undefined ? undefined : { billed_units: { total_tokens: total }, tokens: { input_tokens: total } }
  return rerankReply(results, { model: textOf(body.model), meta }, call)
}
