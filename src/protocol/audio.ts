/** Transcription, translation and speech as OpenAI writes them on the wire. */
import type { Uploadable } from './upload.js'

/** Body of `POST /audio/transcriptions`, sent as a multipart form. */
export type TranscriptionRequest = {
  model: string
  file: Uploadable
  /** Language of the audio, ISO 639-1. */
  language?: string
  prompt?: string
  response_format?: 'json' | 'text' | 'srt' | 'verbose_json' | 'vtt' | 'diarized_json'
  temperature?: number
  include?: 'logprobs'[]
  timestamp_granularities?: ('word' | 'segment')[]
  /** Speakers to tell apart, and a sample of each as data URL, in the same order. */
  known_speaker_names?: string[]
  known_speaker_references?: string[]
  chunking_strategy?: 'auto' | { type: 'server_vad'; prefix_padding_ms?: number; silence_duration_ms?: number; threshold?: number } | null
  /** Members added to the provider's form as they are. */
  extra_body?: { [key: string]: unknown }
}

/** Body of `POST /audio/translations`: the same, into English. */
export type TranslationRequest = Omit<
  TranscriptionRequest,
  | 'language'
  | 'include'
  | 'timestamp_granularities'
  | 'known_speaker_names'
  | 'known_speaker_references'
  | 'chunking_strategy'
  | 'response_format'
> & {
  response_format?: 'json' | 'text' | 'srt' | 'verbose_json' | 'vtt'
}

/** `text` is there in every format; with `srt`, `vtt` and `text` it is the whole answer. */
export type TranscriptionReply = {
  text: string
  /** Seconds of audio, where the host tells. */
  duration?: number
  language?: string
  segments?: TranscriptionSegment[]
  words?: { word: string; start: number; end: number }[]
  logprobs?: { token?: string; bytes?: number[]; logprob?: number }[]
  usage?: TranscriptionUsage
}

export type TranscriptionSegment = {
  id: number | string
  start: number
  end: number
  text: string
  /** Where speakers are told apart. */
  speaker?: string
  type?: 'transcript.text.segment'
  /** With `verbose_json`. */
  avg_logprob?: number
  compression_ratio?: number
  no_speech_prob?: number
  seek?: number
  temperature?: number
  tokens?: number[]
}

export type TranscriptionUsage =
  | {
      type: 'tokens'
      input_tokens: number
      output_tokens: number
      total_tokens: number
      input_token_details?: { audio_tokens?: number; text_tokens?: number }
    }
  | { type: 'duration'; seconds: number }

/** Body of `POST /audio/speech`. */
export type SpeechRequest = {
  model: string
  input: string
  voice: string | { id: string }
  instructions?: string
  response_format?: 'mp3' | 'opus' | 'aac' | 'flac' | 'wav' | 'pcm'
  /** 0.25 to 4; default 1. */
  speed?: number
  /** `sse` is refused: audio comes whole. */
  stream_format?: 'sse' | 'audio'
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

/** Audio, in the shape of a `Response` as far as readers of audio use it. */
export type SpeechReply = {
  /** Media type as the host gave it. */
  readonly contentType: string
  readonly bytes: Uint8Array
  arrayBuffer(): Promise<ArrayBuffer>
  /** Where the host counts tokens for speech. */
  readonly usage?: { input_tokens: number; output_tokens: number; total_tokens: number }
}
