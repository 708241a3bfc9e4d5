/** OpenAI's endpoints beside text as the mock answers them: embeddings, images, moderations, audio. */
import { isRecord, type MockOperation, type OperationInput, piecesOf, wordsIn } from './mock-format.js'
import { toBase64, vectorsOf } from './vectors.js'

export const openaiEmbeddings: MockOperation = ({ body, model, step }) => {
  if (model === '') return { problem: 'you must provide a model parameter', status: 400 }
  const found = vectorsOf(body.input, body.dimensions)
  if (found === undefined) return { problem: "'$.input' is invalid", status: 400, code: 'invalid_input' }
  const tokens = step.usage?.inputTokens ?? found.tokens
  const data = found.vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: body.encoding_format === 'base64' ? toBase64(vector) : vector,
  }))
  return { json: { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } } }
}

/** A picture of one transparent point. */
export const samplePng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='

/** `n` copies of one picture, as data or as an address; models of the family `gpt-image` count tokens and have no addresses. */
export const openaiImages: MockOperation = ({ body, model, step, created }) => {
  const { prompt } = body
  if (typeof prompt !== 'string' || prompt === '') return { problem: "Missing required parameter: 'prompt'.", status: 400 }
  const countsTokens = model.startsWith('gpt-image')
  const asUrl = !countsTokens && body.response_format !== 'b64_json'
  const one = asUrl ? { url: 'https://images.example/mock.png', revised_prompt: prompt } : { b64_json: samplePng }
  const data = Array.from({ length: Math.max(1, Number(body.n ?? 1) || 1) }, () => one)
  const text = step.usage?.inputTokens ?? piecesOf(prompt).length
  const output = step.usage?.outputTokens ?? 272 * data.length
  const usage = {
    input_tokens: text,
    input_tokens_details: { text_tokens: text, image_tokens: 0 },
    output_tokens: output,
    total_tokens: text + output,
  }
  return { json: { created, data, ...(countsTokens && { usage }) } }
}

/** Flags a text that has the word `violence` in it. */
export const openaiModerations: MockOperation = ({ body, model, serial }) => {
  const { input } = body
  if (input === undefined) return { problem: "Missing required parameter: 'input'.", status: 400 }
  const parts: readonly unknown[] = Array.isArray(input) ? input : [input]
  const results = parts.map((part) => {
    const violence = /violence/i.test(isRecord(part) ? String(part.text ?? '') : String(part))
    return {
      flagged: violence,
      categories: { harassment: false, violence },
      category_scores: { harassment: 0.001, violence: violence ? 0.98 : 0.002 },
      category_applied_input_types: { harassment: ['text'], violence: ['text'] },
    }
  })
  return { json: { id: `modr-mock-${serial}`, model, results } }
}

const speechTypes: { readonly [format: string]: string } = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
}

/** Not a sound: bytes that depend on the text, so that a test knows them. */
export const openaiSpeech: MockOperation = ({ body }) => {
  const { input, response_format: format = 'mp3' } = body
  if (typeof input !== 'string' || input === '') return { problem: "Missing required parameter: 'input'.", status: 400 }
  const type = Object.hasOwn(speechTypes, String(format)) ? speechTypes[String(format)] : undefined
  if (type === undefined) return { problem: `Invalid value: '${format}'.`, status: 400 }
  return { bytes: new TextEncoder().encode(`mock audio: ${input}`), type }
}

/** Tells the name of the file it was sent. The form's fields have come in as a body. */
export const openaiTranscriptions: MockOperation = (input) => {
  const { body, step } = input
  const file = body.file
  if (!isRecord(file)) return { problem: "Missing required parameter: 'file'.", status: 400 }
  const text = step.text ?? `${input.model} heard ${file.name}`
  if (body.response_format === 'text') return { text: `${text}\n`, type: 'text/plain' }
  if (body.response_format === 'srt') return { text: `1\n00:00:00,000 --> 00:00:01,000\n${text}\n\n`, type: 'application/x-subrip' }
  if (body.response_format === 'vtt') return { text: `WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${text}\n\n`, type: 'text/vtt' }
  return { json: body.response_format === 'verbose_json' ? verbose(text) : { text, usage: audioUsage(input, text) } }
}

function verbose(text: string) {
  const segment = { id: 0, seek: 0, start: 0, end: 1, text, tokens: [], temperature: 0, avg_logprob: -0.2, compression_ratio: 1 }
  return {
    task: 'transcribe',
    language: 'english',
    duration: 1,
    text,
    segments: [{ ...segment, no_speech_prob: 0 }],
    usage: { type: 'duration', seconds: 1 },
  }
}

/** Whisper is billed by the second, its successors by tokens. */
function audioUsage({ model, step }: OperationInput, text: string) {
  if (model.startsWith('whisper')) return { type: 'duration', seconds: 1 }
  const input = step.usage?.inputTokens ?? 10
  const output = step.usage?.outputTokens ?? wordsIn([text])
  return {
    type: 'tokens',
    input_tokens: input,
    input_token_details: { text_tokens: 0, audio_tokens: input },
    output_tokens: output,
    total_tokens: input + output,
  }
}
