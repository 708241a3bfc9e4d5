/** What the hosts of `providers-main.ts` serve beyond chat, and how it differs from OpenAI's. Source: each host's API reference. */
import type { Quirks } from '../plan/plan.js'

type HostEndpoints = Pick<Quirks, 'serves' | 'endpoints'>

const xaiImages = ['quality', 'size', 'style', 'background', 'moderation', 'output_format', 'output_compression']
const fireworksAudio = ['https://api.fireworks.ai', 'https://audio-prod.us-virginia-1.direct.fireworks.ai'] as const
const togetherImages = {
  values: { response_format: { b64_json: 'base64' } },
  unsupported: ['quality', 'style', 'background', 'moderation', 'output_compression', 'mask', 'input_fidelity'],
}
/** What only OpenAI's own transcription models take. */
const ownModels = ['include', 'chunking_strategy', 'known_speaker_names', 'known_speaker_references']

/** By provider; spread into its quirks. */
export const hostEndpoints = {
  mistral: {
    serves: ['completions', 'transcriptions', 'speech', 'moderations'],
    endpoints: {
      embeddings: { rename: { dimensions: 'output_dimension' } },
      // fill in the middle
      completions: {
        path: 'fim/completions',
        unsupported: ['best_of', 'echo', 'logprobs', 'n', 'presence_penalty', 'frequency_penalty', 'user'],
      },
      transcriptions: { form: 'plain-lists', unsupported: ['prompt', 'response_format', ...ownModels] },
      speech: { unsupported: ['instructions', 'speed'] },
    },
  },
  groq: {
    serves: ['transcriptions', 'translations', 'speech'],
    endpoints: {
      transcriptions: { only: { response_format: ['json', 'text', 'verbose_json'] }, unsupported: ownModels },
      translations: { only: { response_format: ['json', 'text', 'verbose_json'] } },
      speech: { unsupported: ['instructions'] },
    },
  },
  // fill in the middle is on the beta door only
  deepseek: { serves: ['completions'], endpoints: { completions: { path: '/beta/completions' } } },
  xai: {
    serves: ['images', 'imageEdits', 'transcriptions', 'speech'],
    endpoints: {
      images: { unsupported: xaiImages },
      imageEdits: { form: 'json', unsupported: [...xaiImages, 'mask', 'input_fidelity'] },
      transcriptions: { form: 'xai', path: 'stt', unsupported: ['prompt', 'temperature', ...ownModels] },
      speech: { form: 'xai', path: 'tts', only: { response_format: ['mp3', 'wav', 'pcm'] }, unsupported: ['instructions'] },
    },
  },
  together: {
    serves: ['completions', 'images', 'imageEdits', 'transcriptions', 'translations', 'speech', 'rerank'],
    endpoints: {
      images: { form: 'width-height', ...togetherImages },
      imageEdits: { form: 'image-url', path: 'images/generations', ...togetherImages },
      transcriptions: { only: { response_format: ['json', 'verbose_json'] }, unsupported: ownModels },
      translations: { only: { response_format: ['json', 'verbose_json'] } },
      speech: { unsupported: ['instructions'] },
    },
  },
  fireworks: {
    serves: ['completions', 'transcriptions', 'translations', 'rerank'],
    // audio has a host of its own, without the path of the others
    endpoints: {
      transcriptions: { path: '/v1/audio/transcriptions', origin: fireworksAudio, unsupported: ownModels },
      translations: { path: '/v1/audio/translations', origin: fireworksAudio },
    },
  },
} as const satisfies { readonly [provider: string]: HostEndpoints }
