/** Documents and results of a rerank call, in the terms that all rerank hosts share. */
import type { RerankMeta, RerankReply, RerankResult } from '../../protocol/rerank.js'
import type { Call } from '../adapter.js'
import { isRecord, type JsonRecord, textOf } from './json.js'
import { newId } from './new-id.js'

/**
 * The documents as texts, for hosts that rank texts only; undefined where one is neither text nor object. Of an object the
 * fields of `rank_fields` count, else its `text`, else all of it, as lines `name: value`: the form Cohere advises.
 */
export function documentTexts({ documents, rank_fields: fields }: JsonRecord): string[] | undefined {
  if (!Array.isArray(documents) || documents.length === 0) return undefined
  const texts: string[] = []
  for (const document of documents) {
    if (typeof document !== 'string' && !isRecord(document)) return undefined
    texts.push(typeof document === 'string' ? document : recordText(document, fields))
  }
  return texts
}

function recordText(document: JsonRecord, fields: unknown): string {
  const named = Array.isArray(fields) ? fields.filter((name) => typeof name === 'string' && Object.hasOwn(document, name)) : []
  const text = named.length === 0 ? textOf(document.text) : named.length === 1 ? textOf(document[named[0]]) : undefined
  if (text !== undefined) return text
  const names = named.length > 0 ? named : Object.keys(document)
  return names.map((name) => `${name}: ${plain(document[name])}`).join('\n')
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))

/** Results out of a host's list, or undefined where one lacks its index or its score. */
export function rankedResults(list: unknown, score: string): RerankResult[] | undefined {
  if (!Array.isArray(list)) return undefined
  const results: RerankResult[] = []
  for (const entry of list) {
    if (!isRecord(entry)) return undefined
    const { index, [score]: relevance } = entry
    if (!Number.isInteger(index) || typeof index !== 'number' || index < 0 || typeof relevance !== 'number') return undefined
    results.push({ index, relevance_score: relevance })
  }
  return results
}

/** What a host tells beside the results. */
export type RerankFacts = { readonly id?: string | undefined; readonly model?: string | undefined; readonly meta?: RerankMeta | undefined }

/** The reply, best first, with the caller's own documents where `return_documents` asks for them. */
export function rerankReply(results: readonly RerankResult[], facts: RerankFacts, { request, random }: Call<'rerank'>): RerankReply {
  const sorted = [...results].sort((a, b) => b.relevance_score - a.relevance_score)
  const own = request.return_documents === true ? request.documents : []
  return {
    id: facts.id ?? newId(random, 'rerank-'),
    ...(facts.model !== undefined && { model: facts.model }),
    results: sorted.map((result) => ({ ...result, ...documentMember(own[result.index]) })),
    ...(facts.meta !== undefined && { meta: facts.meta }),
  }
}

function documentMember(document: unknown): Pick<RerankResult, 'document'> {
  if (typeof document === 'string') return { document: { text: document } }
  return isRecord(document) ? { document: { ...document, text: textOf(document.text) ?? recordText(document, undefined) } } : {}
}
