/** Gemini's operations beside text: embeddings, token counts, Imagen's and Vertex AI's `predict`. */
import { geminiTokens, partsText } from './gemini-format.js'
import { isRecord, type MockOperation, recordIn, recordsIn } from './mock-format.js'
import { samplePng } from './openai-endpoints.js'
import { vectorsOf } from './vectors.js'

/** `:batchEmbedContents`, and `:embedContent` for one text. */
export const geminiEmbeddings: MockOperation = ({ body, step }) => {
  const requests = Array.isArray(body.requests) ? recordsIn(body.requests) : [body]
  const texts = requests.map((request) => partsText(recordIn(request, 'content')))
  const found = vectorsOf(texts, requests[0]?.outputDimensionality)
  if (found === undefined) return { problem: '* BatchEmbedContentsRequest.requests: at least one request is required', status: 400 }
  const embeddings = found.vectors.map((values) => ({ values }))
  const usageMetadata = { promptTokenCount: step.usage?.inputTokens ?? found.tokens }
  return { json: { ...(Array.isArray(body.requests) ? { embeddings } : { embedding: embeddings[0] }), usageMetadata } }
}

/** `:countTokens`, of contents or of a whole request. */
export const geminiCount: MockOperation = ({ body, step }) => {
  const request = isRecord(body.generateContentRequest) ? body.generateContentRequest : body
  const totalTokens = step.usage?.inputTokens ?? geminiTokens(request)
  return { json: { totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] } }
}

/** `:predict`: pictures for prompts, vectors for contents. */
export const geminiPredict: MockOperation = ({ body, step }) => {
  const instances = recordsIn(body.instances)
  const parameters = recordIn(body, 'parameters')
  if (instances.length === 0) return { problem: 'Empty instances.', status: 400 }
  if (typeof instances[0]?.prompt === 'string') {
    const count = typeof parameters.sampleCount === 'number' ? parameters.sampleCount : 1
    return { json: { predictions: Array.from({ length: count }, () => ({ mimeType: 'image/png', bytesBase64Encoded: samplePng })) } }
  }
  const texts = instances.map(({ content }) => String(content))
  const found = vectorsOf(texts, parameters.outputDimensionality)
  const tokens = step.usage?.inputTokens ?? found?.tokens ?? 0
  const predictions = (found?.vectors ?? []).map((values, index) => ({
    embeddings: { values, statistics: { truncated: false, token_count: index === 0 ? tokens - (texts.length - 1) : 1 } },
  }))
  return { json: { predictions, metadata: { billableCharacterCount: texts.join('').length } } }
}
