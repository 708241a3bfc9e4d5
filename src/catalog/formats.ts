/** Wire formats that have an adapter in this version: `src/providers/<format>.ts`, exported under the same name in camelCase. */

/** The endpoints each format's adapter serves, by the names of the adapters' own table. Chat also answers `completions` and `responses`. */
export const formatEndpoints: { readonly [format: string]: readonly string[] } = {
  openai: [
    'chat',
    'embeddings',
    'completions',
    'images',
    'imageEdits',
    'transcriptions',
    'translations',
    'speech',
    'moderations',
    'rerank',
    'responses',
    'tokens',
  ],
  azure: ['chat', 'embeddings', 'completions', 'images', 'imageEdits', 'transcriptions', 'translations', 'speech', 'responses'],
  'azure-ai': [
    'chat',
    'embeddings',
    'completions',
    'images',
    'imageEdits',
    'transcriptions',
    'translations',
    'speech',
    'rerank',
    'responses',
  ],
  'azure-anthropic': ['chat', 'tokens'],
  anthropic: ['chat', 'tokens'],
  bedrock: ['chat', 'embeddings', 'images', 'imageEdits', 'rerank', 'tokens'],
  gemini: ['chat', 'embeddings', 'images', 'imageEdits', 'transcriptions', 'translations', 'speech', 'tokens'],
  cohere: ['chat', 'embeddings', 'rerank'],
  ollama: ['chat', 'embeddings'],
  voyage: ['embeddings', 'rerank'],
  vertex: ['chat', 'embeddings', 'images', 'imageEdits', 'transcriptions', 'translations', 'speech', 'rerank', 'tokens'],
  'vertex-gemini': ['chat', 'embeddings', 'images', 'imageEdits', 'transcriptions', 'translations', 'speech', 'rerank', 'tokens'],
  'vertex-anthropic': ['chat'],
  'vertex-openai': ['chat'],
  deepgram: ['transcriptions', 'speech'],
  elevenlabs: ['transcriptions', 'speech'],
  soniox: ['transcriptions'],
  'aws-polly': ['speech'],
  stability: ['images', 'imageEdits'],
  bfl: ['images', 'imageEdits'],
  fal: ['images', 'imageEdits'],
  runwayml: ['images', 'imageEdits', 'speech'],
  nomic: ['embeddings'],
  segmind: ['images'],
  'openai-responses': ['chat', 'responses', 'tokens'],
  'azure-responses': ['chat', 'responses'],
  databricks: ['chat', 'embeddings'],
  watsonx: ['chat', 'embeddings'],
  'watsonx-text': ['chat', 'embeddings'],
  snowflake: ['chat', 'embeddings'],
  cloudflare: ['chat', 'embeddings'],
  huggingface: ['chat', 'embeddings', 'rerank'],
  sap: ['chat', 'embeddings'],
  gigachat: ['chat', 'embeddings'],
  'github-copilot': ['chat', 'embeddings'],
  'github-copilot-responses': ['chat', 'responses'],
  sagemaker: ['chat', 'embeddings'],
  'sagemaker-chat': ['chat'],
  replicate: ['chat'],
  oci: ['chat', 'embeddings'],
  predibase: ['chat'],
  triton: ['chat', 'embeddings'],
  'nlp-cloud': ['chat'],
  petals: ['chat'],
  'anthropic-text': ['chat'],
  'openai-text': ['chat', 'completions'],
  ragflow: ['chat'],
  langgraph: ['chat'],
  langflow: ['chat'],
  a2a: ['chat'],
}

/**
 * True where a text model holds chats too: its format makes one prompt of a chat (`openai-text`), or has nothing but chats,
 * over which text completions go. Hosts with a door for each (`openai`, `azure`) refuse a chat with a text model.
 */
export function chatsWithTextModels(format: string): boolean {
  const endpoints = Object.hasOwn(formatEndpoints, format) ? (formatEndpoints[format] ?? []) : []
  return endpoints.includes('chat') && (format === 'openai-text' || !endpoints.includes('completions'))
}

/** All of them. */
export const adapterFormats: readonly string[] = Object.keys(formatEndpoints)
