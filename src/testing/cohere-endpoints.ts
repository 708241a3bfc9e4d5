/** Cohere's endpoints beside chat: embeddings and reranking. */
import { type Body, type MockOperation, piecesOf, recordsIn, textOf } from './mock-format.js'
import { toBase64, vectorsOf } from './vectors.js'

/** `POST /v2/embed`: texts, images, or mixed inputs. */
export const cohereEmbeddings: MockOperation = ({ body, step, serial }) => {
  const inputs = Array.isArray(body.inputs) ? recordsIn(body.inputs).map((input) => textOf(input.content)) : (body.texts ?? body.images)
  const found = vectorsOf(inputs, body.output_dimension)
  if (found === undefined) return { problem: 'invalid request: one of texts, images or inputs must be set', status: 400 }
  const types: readonly unknown[] = Array.isArray(body.embedding_types) ? body.embedding_types : ['float']
  const embeddings = {
    ...(types.includes('float') && { float: found.vectors }),
    ...(types.includes('base64') && { base64: found.vectors.map(toBase64) }),
  }
  const billed_units = { input_tokens: step.usage?.inputTokens ?? found.tokens }
  const meta = { api_version: { version: '2' }, billed_units }
  return { json: { id: `mock-${serial}`, texts: body.texts ?? [], embeddings, response_type: 'embeddings_by_type', meta } }
}

/** `POST /v2/rerank`: documents by the share of the query's words that they hold, best first. */
export const cohereRerank: MockOperation = ({ body, serial }) => {
  const { query, top_n: limit } = body
  if (typeof query !== 'string' || query === '') return { problem: 'invalid request: query must not be empty', status: 400 }
  if (!Array.isArray(body.documents) || body.documents.length === 0)
    return { problem: 'invalid request: list of documents must not be empty', status: 400 }
  const results = body.documents
    .map((document: unknown, index) => ({ index, relevance_score: relevance(query, document) }))
    .sort((a, b) => b.relevance_score - a.relevance_score)
  const meta = { api_version: { version: '2' }, billed_units: { search_units: 1 } }
  return { json: { id: `mock-${serial}`, results: results.slice(0, typeof limit === 'number' ? limit : undefined), meta } }
}

function relevance(query: string, document: unknown): number {
  const text = typeof document === 'string' ? document : String((document as Body | null)?.text ?? '') // any value has members or none
  const words = new Set(wordsOf(text))
  const asked = wordsOf(query)
  const found = asked.filter((word) => words.has(word)).length
  return Math.round((0.01 + (0.98 * found) / Math.max(1, asked.length)) * 1e6) / 1e6
}

const wordsOf = (text: string) => piecesOf(text.toLowerCase()).map((word) => word.trim())
