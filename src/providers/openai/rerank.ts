/** Reranking on hosts that take Cohere's shape, and on those with a shape of their own (`EndpointQuirks.form`). */
import { isFault, type Outcome } from '../../protocol/failure.js'
import type { HttpReply, HttpRequest } from '../../protocol/http.js'
import type { RerankMeta, RerankReply, RerankResult } from '../../protocol/rerank.js'
import type { Call, EndpointCodec, Target } from '../adapter.js'
import { badRequest, invalidReply } from '../shared/failure.js'
import { countOf, isRecord, type JsonRecord, parseJson, textOf } from '../shared/json.js'
import { documentTexts, rankedResults, rerankReply } from '../shared/rerank-terms.js'
import { embeddedFailure } from '../shared/to-failure.js'
import { hasError } from './chat-reply.js'
import { openAiErrorRules } from './errors.js'
import { type Door, hostDoor } from './host-door.js'
import { type HostCall, hostCall, jsonRequest } from './host-request.js'

type Form = NonNullable<HostCall['own']['form']> | 'cohere'

/** The codec behind a door. */
export function rerank(door: Door = hostDoor): EndpointCodec<'rerank', never> {
  return { toRequest: (call, target) => rerankRequest(call, target, door), fromResponse: rerankAnswer }
}

const formOf = ({ provider }: Target): Form => provider.quirks.endpoints?.rerank?.form ?? 'cohere'

function rerankRequest(call: Call<'rerank'>, given: Target, door: Door): Outcome<HttpRequest> {
  const host = hostCall(call, given, door)
  if (isFault(host)) return host
  const form = formOf(given)
  if (form === 'cohere') return jsonRequest(call, host, host.members)
  const texts = documentTexts(host.members)
  if (texts === undefined) return badRequest(given, '`documents` is no list of texts or objects', 'documents')
  const { model, query, documents: _documents, top_n: _most, rank_fields: _fields, return_documents: _return, ...rest } = host.members
  switch (form) {
    case 'tei':
      return jsonRequest(call, host, { query, texts, ...rest })
    case 'queries':
      // as many queries as documents
      return jsonRequest(call, host, { queries: texts.map(() => query), documents: texts, ...rest })
    default:
      return jsonRequest(call, nimHost(host), {
        model: String(model)
          .replace(/^ranking\//, '')
          .replace(/_/g, '.'), // underscores stand in the path only
        query: { text: query },
        passages: texts.map((text) => ({ text })),
        ...rest,
      })
  }
}

/** NVIDIA's own host has a path for each model; a server of one's own, or `ranking/` before the model, one for all. */
function nimHost(host: HostCall): HostCall {
  if (/^https:\/\/[^/]*\.nvidia\.com\//.test(host.url) && !host.target.model.startsWith('ranking/')) return host
  return { ...host, url: host.url.replace(/\/v1\/retrieval\/.*$/, '/v1/ranking') }
}

function rerankAnswer(reply: HttpReply, call: Call<'rerank'>, target: Target): Outcome<RerankReply> {
  const text = reply.text()
  const body = parseJson(text)
  const results = resultsOf(body, formOf(target))
  if (results !== undefined) {
    const facts = isRecord(body) ? { id: textOf(body.id), model: textOf(body.model), meta: metaOf(body) } : {}
    const ranked = rerankReply(results, facts, call)
    const most = call.request.top_n
    return typeof most === 'number' ? { ...ranked, results: ranked.results.slice(0, Math.max(0, most)) } : ranked
  }
  if (isRecord(body) && hasError(body)) {
    return { failure: embeddedFailure(body, target, openAiErrorRules(target.provider.name), reply.headers) }
  }
  return invalidReply(
    target,
    isRecord(body) || Array.isArray(body) ? 'an answer without readable results' : 'an answer that is not JSON',
    text,
  )
}

function resultsOf(body: unknown, form: Form): RerankResult[] | undefined {
  if (form === 'tei') return rankedResults(body, 'score')
  if (!isRecord(body)) return undefined
  if (form === 'nim') return rankedResults(body.rankings, 'logit')
  if (form !== 'queries') return rankedResults(body.results, 'relevance_score')
  if (!Array.isArray(body.scores)) return undefined
  return rankedResults(
    body.scores.map((score, index) => ({ index, score })),
    'score',
  )
}

/** What is billed: searches where the host counts them, else tokens. */
function metaOf(body: JsonRecord): RerankMeta | undefined {
  if (isRecord(body.meta) && isRecord(body.meta.billed_units)) return body.meta
  const usage = isRecord(body.usage) ? body.usage : {}
  const tokens = countOf(usage.total_tokens) ?? countOf(usage.prompt_tokens) ?? countOf(body.input_tokens)
  return tokens === undefined ? undefined : { billed_units: { total_tokens: tokens }, tokens: { input_tokens: tokens } }
}
