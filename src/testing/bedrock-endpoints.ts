/** Bedrock's `invoke` as the mock answers it: the bodies of the embedding models. */
import { type MockOperation, type OperationInput, recordIn } from './mock-format.js'
import { vectorsOf } from './vectors.js'

/** `POST /model/{id}/invoke` for Titan, Cohere and Nova; the family shows in the body. */
export const bedrockInvoke: MockOperation = (input) => {
  const { body } = input
  if (body.texts !== undefined || body.images !== undefined) return cohere(input)
  if (body.taskType === 'SINGLE_EMBEDDING') return nova(input)
  if (typeof body.inputText === 'string' || typeof body.inputImage === 'string') return titan(input)
  return {
    problem: 'Malformed input request: #: required key [inputText] not found, please reformat your input and try again.',
    status: 400,
  }
}

function titan({ body, step }: OperationInput) {
  const size = body.dimensions ?? recordIn(body, 'embeddingConfig').outputEmbeddingLength
  const found = vectorsOf(body.inputText ?? body.inputImage, size)
  const tokens = step.usage?.inputTokens ?? found?.tokens ?? 0
  return { json: { embedding: found?.vectors[0] ?? [], inputTextTokenCount: tokens }, headers: counted(tokens) }
}

function cohere({ body, step, serial }: OperationInput) {
  const found = vectorsOf(body.texts ?? body.images, body.output_dimension)
  if (found === undefined) return { problem: 'Malformed input request: #/texts: expected minimum item count: 1', status: 400 }
  const byType = Array.isArray(body.embedding_types)
  return {
    json: {
      id: `mock-${serial}`,
      texts: body.texts ?? [],
      embeddings: byType ? { float: found.vectors } : found.vectors,
      response_type: byType ? 'embeddings_by_type' : 'embeddings_floats',
    },
    headers: counted(step.usage?.inputTokens ?? found.tokens),
  }
}

function nova({ body, step }: OperationInput) {
  const params = recordIn(body, 'singleEmbeddingParams')
  const found = vectorsOf(recordIn(params, 'text').value, params.embeddingDimension)
  const embeddings = [{ embeddingType: 'TEXT', embedding: found?.vectors[0] ?? [] }]
  return { json: { embeddings }, headers: counted(step.usage?.inputTokens ?? found?.tokens ?? 0) }
}

const counted = (tokens: number) => ({ 'x-amzn-bedrock-input-token-count': String(tokens) })
