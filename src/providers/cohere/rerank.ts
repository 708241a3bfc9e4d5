/** `POST /v2/rerank`. Version 2 ranks texts only and sends no documents back, so both are done here. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { RerankMeta, RerankReply } from '../../protocol/rerank.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { documentTexts, rankedResults, rerankReply } from '../shared/rerank-terms.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { isCohereError } from './answer.js'
import { cohereErrorRules } from './errors.js'
import { cohereUrl } from './url.js'

/** Body of the endpoint. A type test holds it against the vendor's own types. */
export type CohereRerankBody = { model: string; query: string; documents: string[]; top_n?: number; max_tokens_per_doc?: number }

/** The codec of the endpoint. */
export const cohereRerank: EndpointCodec<'rerank', never> = { toRequest: rerankRequest, fromResponse: rerankAnswer }

function rerankRequest(call: Call<'rerank'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['top_n', 'rank_fields', 'return_documents', 'max_tokens_per_doc'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const documents = documentTexts(request)
  if (documents === undefined) return badRequest(target, '`documents` is no list of texts or objects', 'documents')
  const body: CohereRerankBody = {
    model: target.model,
    query: request.query,
    documents,
    ...(typeof request.top_n === 'number' && { top_n: request.top_n }),
    ...(request.max_tokens_per_doc !== undefined && { max_tokens_per_doc: request.max_tokens_per_doc }),
  }
  return {
    method: 'POST',
    url: cohereUrl(target.baseUrl, 'rerank'),
    headers: requestHeaders(call, target, { ...target.provider.quirks.extraHeaders }),
    body: JSON.stringify({ ...body, ...native }),
  }
}

function rerankAnswer(reply: HttpReply, call: Call<'rerank'>, target: Target): Outcome<RerankReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const results = rankedResults(body.results, 'relevance_score')
  if (results !== undefined) return rerankReply(results, { id: textOf(body.id), meta: metaOf(body) }, call)
  if (isCohereError(body)) return { failure: embeddedFailure(body, target, cohereErrorRules, reply.headers) }
  return lacking('readable results', reply, target)
}

function metaOf({ meta }: JsonRecord): RerankMeta | undefined {
  const units = isRecord(meta) && isRecord(meta.billed_units) ? countOf(meta.billed_units.search_units) : undefined
  return units === undefined ? undefined : { billed_units: { search_units: units } }
}
