/** Rerank by Google's ranking API, which stands on a host of its own beside Vertex AI. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { RerankReply } from '../../protocol/rerank.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { embeddedGeminiFailure } from '../gemini/errors.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, recordsOf, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { documentTexts, rankedResults, rerankReply } from '../shared/rerank-terms.js'

/** Body of `rank`. Source: Google's reference of the ranking API. */
export type VertexRerankBody = {
  model: string
  query: string
  records: { id: string; title?: string; content: string }[]
  topN?: number
  /** Ids and scores only: the caller has the documents. */
  ignoreRecordDetailsInResponse: true
}

/** Most records that one query pays for. Source: Google's price list. */
const recordsOfQuery = 100

/** The codec of the method. */
export const vertexRerank: EndpointCodec<'rerank', never> = { toRequest: rankRequest, fromResponse: rankReply }

function rankRequest(call: Call<'rerank'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['top_n', 'rank_fields', 'return_documents'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const texts = documentTexts(request)
  if (texts === undefined) return badRequest(target, '`documents` is no list of texts or objects', 'documents')
  const project = target.settings.vertex_project ?? target.settings.vertex_ai_project
  if (project === undefined)
    return badRequest(target, 'the ranking API needs a project; set vertex_project in litellm_params', 'vertex_project')
  const body: VertexRerankBody = {
    model: target.model,
    query: request.query,
    records: texts.map((content, at) => ({ id: String(at), ...titleOf(request.documents[at]), content })),
    ...(typeof request.top_n === 'number' && { topN: request.top_n }),
    ignoreRecordDetailsInResponse: true,
  }
  return {
    method: 'POST',
    url: `${rankBase(target)}/projects/${encodeURIComponent(project)}/locations/global/rankingConfigs/default_ranking_config:rank`,
    // the quota of a project counts, and a service account may belong to another
    headers: requestHeaders(call, target, { 'x-goog-user-project': project }),
    body: JSON.stringify({ ...body, ...native }),
  }
}

/** Differs: LiteLLM makes a title of the first three words, which then weigh twice; here only the caller's own is sent. */
function titleOf(document: unknown): { title?: string } {
  const title = isRecord(document) ? textOf(document.title) : undefined
  return title === undefined ? {} : { title }
}

/** The ranking API's own host, unless the config names one of its own. */
function rankBase({ baseUrl }: Target): string {
  const base = baseUrl.replace(/\/+$/, '')
  if (base.includes('{location}') || /aiplatform\.[a-z.-]*googleapis\.com|aiplatform\.googleapis\.com/.test(base)) {
    return 'https://discoveryengine.googleapis.com/v1'
  }
  return /\/v1[a-z0-9]*$/.test(base) ? base : `${base}/v1`
}

function rankReply(reply: HttpReply, call: Call<'rerank'>, target: Target): Outcome<RerankReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  if (isRecord(body.error)) return { failure: embeddedGeminiFailure(body, target, reply.headers) }
  const records = Array.isArray(body.records) ? recordsOf(body.records) : undefined
  const results = rankedResults(
    records?.map(({ id, score }) => ({ index: typeof id === 'string' && /^\d+$/.test(id) ? Number(id) : undefined, score })),
    'score',
  )
  if (results === undefined) return lacking('readable results', reply, target)
  const asked = Array.isArray(call.request.documents) ? call.request.documents.length : 0
  return rerankReply(results, { meta: { billed_units: { search_units: Math.max(1, Math.ceil(asked / recordsOfQuery)) } } }, call)
}
