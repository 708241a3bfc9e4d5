/** Embedding parameters under the names that hosts have for them, and what is the host's own. */
import { expect, test } from 'vitest'
import type { EmbeddingRequest } from '../../../src/protocol/embeddings.js'
import { embeddings } from '../../../src/providers/openai/embeddings.js'
import { embeddingCall } from '../../support/codec.js'
import { rowTarget, shown } from './endpoint-call.js'

const model = 'm'

test.each([
  {
    provider: 'mistral',
    request: { input: 'a', dimensions: 256, output_dtype: 'int8' },
    want: { url: 'https://api.mistral.ai/v1/embeddings', body: { model, input: 'a', output_dimension: 256, output_dtype: 'int8' } },
  },
  {
    provider: 'jina_ai',
    request: { input: ['a'], dimensions: 256, encoding_format: 'base64', task: 'retrieval.query', late_chunking: true },
    want: {
      url: 'https://api.jina.ai/v1/embeddings',
      body: { model, input: ['a'], dimensions: 256, embedding_type: 'base64', task: 'retrieval.query', late_chunking: true },
    },
  },
  {
    provider: 'nvidia_nim',
    request: { input: ['a'], input_type: 'query', truncate: 'END' },
    want: {
      url: 'https://integrate.api.nvidia.com/v1/embeddings',
      body: { model, input: ['a'], input_type: 'query', truncate: 'END' },
    },
  },
])('$provider', async ({ provider, request, want }) => {
  const terms = request as Partial<EmbeddingRequest> // with the host's own members
  expect(await shown(embeddings.toRequest(embeddingCall(terms), rowTarget(provider, { model })))).toEqual(want)
})
