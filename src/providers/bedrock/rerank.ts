/** `POST /rerank` of the agent runtime, which stands on a host of its own beside the model runtime. */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { RerankReply } from '../../protocol/rerank.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { settleEndpoint } from '../shared/endpoint-params.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { jsonReply, lacking } from '../shared/json-reply.js'
import { requestHeaders } from '../shared/request-headers.js'
import { documentTexts, rankedResults, rerankReply } from '../shared/rerank-terms.js'
import type { JsonMap } from './body.js'
import { bedrockEmbedded } from './errors.js'
import { hostRegion, modelRoute, regionalBase } from './route.js'

/** A document in the request. */
export type RerankSource = {
  type: 'INLINE'
  inlineDocumentSource: { type: 'TEXT'; textDocument: { text: string } } | { type: 'JSON'; jsonDocument: JsonMap }
}

/** Body of the endpoint. Source: AWS's reference of the agent runtime. */
export type BedrockRerankBody = {
  queries: { type: 'TEXT'; textQuery: { text: string } }[]
  sources: RerankSource[]
  rerankingConfiguration: {
    type: 'BEDROCK_RERANKING_MODEL'
    bedrockRerankingConfiguration: {
      numberOfResults?: number
      modelConfiguration: { modelArn: string; additionalModelRequestFields?: JsonMap }
    }
  }
}

/** The codec of the endpoint. */
export const bedrockRerank: EndpointCodec<'rerank', never> = { toRequest: rerankRequest, fromResponse: rerankAnswer }

function rerankRequest(call: Call<'rerank'>, target: Target): Outcome<HttpRequest> {
  const settled = settleEndpoint(call, target, ['top_n', 'rank_fields', 'return_documents', 'max_tokens_per_doc'])
  if (isFault(settled)) return settled
  const { request, native } = settled
  const texts = documentTexts(request)
  if (texts === undefined) return badRequest(target, '`documents` is no list of texts or objects', 'documents')
  const base = regionalBase(target, modelRoute(target)).replace(/^(https:\/\/)bedrock-runtime(?=[.-])/, '$1bedrock-agent-runtime')
  const fields = { ...native, ...(request.max_tokens_per_doc !== undefined && { max_tokens_per_doc: request.max_tokens_per_doc }) }
  const body: BedrockRerankBody = {
    queries: [{ type: 'TEXT', textQuery: { text: request.query } }],
    sources: texts.map((text, at) => sourceOf(request.documents[at], text, request)),
    rerankingConfiguration: {
      type: 'BEDROCK_RERANKING_MODEL',
      bedrockRerankingConfiguration: {
        // AWS gives ten results where nothing is said, the hub's default is all
        numberOfResults: typeof request.top_n === 'number' ? request.top_n : texts.length,
        modelConfiguration: {
          modelArn: modelArnOf(target, base),
          ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: fields as JsonMap }), // it came out of JSON
        },
      },
    },
  }
  return { method: 'POST', url: `${base}/rerank`, headers: requestHeaders(call, target, {}), body: JSON.stringify(body) }
}

/** Objects go as they are unless the caller names the fields to rank by. */
function sourceOf(document: unknown, text: string, { rank_fields: fields }: JsonRecord): RerankSource {
  if (isRecord(document) && fields === undefined && textOf(document.text) === undefined)
    return { type: 'INLINE', inlineDocumentSource: { type: 'JSON', jsonDocument: document as JsonMap } } // it came out of JSON
  return { type: 'INLINE', inlineDocumentSource: { type: 'TEXT', textDocument: { text } } }
}

/** The API takes ARNs only. A proxy's host tells no region: then the config's counts, else the runtime's default. */
function modelArnOf(target: Target, base: string): string {
  const route = modelRoute(target)
  if (route.id.startsWith('arn:')) return route.id
  const given = target.deployment.credentials?.aws_region_name
  const named = given !== undefined && 'placeholder' in given ? given.placeholder : textOf(target.settings.aws_region_name)
  const region = hostRegion(base) ?? route.region ?? named ?? 'us-west-2'
  const partition = region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
  return `arn:${partition}:bedrock:${region}::foundation-model/${route.id}`
}

function rerankAnswer(reply: HttpReply, call: Call<'rerank'>, target: Target): Outcome<RerankReply> {
  const read = jsonReply(reply, target)
  if (read.body === undefined) return read
  const { body } = read
  const results = rankedResults(body.results, 'relevanceScore')
  if (results !== undefined) return rerankReply(results, { model: modelRoute(target).id }, call)
  const isError = textOf(body.message) !== undefined || textOf(body.Message) !== undefined
  return isError ? { failure: bedrockEmbedded(body, target, reply.headers) } : lacking('readable results', reply, target)
}
