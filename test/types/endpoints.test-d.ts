/** The wire types of the endpoints beyond chat and those of the `openai` package take each other's values, in both directions. */
import type OpenAI from 'openai'
import type { SpeechRequest, TranscriptionReply, TranscriptionRequest, TranslationRequest } from '../../src/protocol/audio.js'
import type { CompletionChunk, CompletionReply, CompletionRequest } from '../../src/protocol/completions.js'
import type { ImageEditRequest, ImageReply, ImageRequest } from '../../src/protocol/images.js'
import type { ModerationReply, ModerationRequest } from '../../src/protocol/moderations.js'
import type { Uploadable } from '../../src/protocol/upload.js'
import { accepts } from './accepts.js'

/** A model group has to be named: llmgen knows no default model. */
type Named<Request> = Omit<Request, 'model'> & { model: string }
/** Files are compared by themselves: OpenAI's library also reads streams and `Response`s. */
type Filed<Request> = Omit<Request, 'file' | 'image' | 'mask'>
type Hearing = OpenAI.Audio.TranscriptionCreateParamsNonStreaming<OpenAI.AudioResponseFormat>

declare const ours: {
  completionWhole: CompletionRequest & { stream?: false | null }
  completionStreamed: CompletionRequest & { stream: true }
  completionReply: CompletionReply
  images: ImageRequest
  edits: Filed<ImageEditRequest>
  imageReply: ImageReply
  transcription: Filed<TranscriptionRequest>
  transcriptionReply: TranscriptionReply
  translation: Filed<TranslationRequest>
  speech: SpeechRequest
  moderation: ModerationRequest
  moderationReply: ModerationReply
}
declare const theirs: {
  completion: OpenAI.CompletionCreateParams
  completionReply: OpenAI.Completion
  images: Named<OpenAI.ImageGenerateParamsNonStreaming>
  edits: Filed<Named<OpenAI.Images.ImageEditParamsNonStreaming>>
  imageReply: OpenAI.ImagesResponse & { data: OpenAI.Image[] }
  transcription: Filed<Hearing>
  transcriptionReply: OpenAI.Audio.Transcription | OpenAI.Audio.TranscriptionVerbose | OpenAI.Audio.TranscriptionDiarized
  translation: Filed<OpenAI.Audio.TranslationCreateParams>
  translationReply: OpenAI.Audio.Translation | OpenAI.Audio.TranslationVerbose
  speech: OpenAI.Audio.SpeechCreateParams
  moderation: Named<OpenAI.ModerationCreateParams>
  moderationReply: OpenAI.ModerationCreateResponse
}

accepts<OpenAI.Completions.CompletionCreateParamsNonStreaming>(ours.completionWhole)
accepts<OpenAI.Completions.CompletionCreateParamsStreaming>(ours.completionStreamed)
accepts<CompletionRequest>(theirs.completion)
accepts<OpenAI.Completion>(ours.completionReply)
accepts<CompletionReply>(theirs.completionReply)
// Theirs says that every piece of a stream has a finish reason, which only the last one has.
accepts<CompletionChunk>(theirs.completionReply)

accepts<OpenAI.ImageGenerateParamsNonStreaming>(ours.images)
accepts<ImageRequest>(theirs.images)
accepts<Filed<OpenAI.Images.ImageEditParamsNonStreaming>>(ours.edits)
accepts<Filed<ImageEditRequest>>(theirs.edits)
accepts<OpenAI.ImagesResponse>(ours.imageReply)
accepts<ImageReply>(theirs.imageReply)

accepts<Filed<Hearing>>(ours.transcription)
accepts<Filed<TranscriptionRequest>>(theirs.transcription)
accepts<OpenAI.Audio.Transcription>(ours.transcriptionReply)
accepts<TranscriptionReply>(theirs.transcriptionReply)
accepts<Filed<OpenAI.Audio.TranslationCreateParams>>(ours.translation)
accepts<Filed<TranslationRequest>>(theirs.translation)
accepts<OpenAI.Audio.Translation>(ours.transcriptionReply)
accepts<TranscriptionReply>(theirs.translationReply)
accepts<OpenAI.Audio.SpeechCreateParams>(ours.speech)
accepts<SpeechRequest>(theirs.speech)

accepts<OpenAI.ModerationCreateParams>(ours.moderation)
accepts<ModerationRequest>(theirs.moderation)
accepts<OpenAI.ModerationCreateResponse>(ours.moderationReply)
accepts<ModerationReply>(theirs.moderationReply)

// A file of the platform goes into both.
accepts<Uploadable>(new File(['a'], 'a.txt'))
accepts<Hearing['file']>(new File(['a'], 'a.txt'))
accepts<Uploadable>(new Blob(['a']))

// Optional members that one side lacks would pass all of the above, so the names are compared too. Streams are refused.
type KeysOf<T> = T extends unknown ? keyof T : never
declare function missing<Theirs, Ours>(): Exclude<KeysOf<Theirs>, KeysOf<Ours>>
accepts<never>(missing<OpenAI.CompletionCreateParams, CompletionRequest>())
accepts<never>(missing<OpenAI.Completion, CompletionReply>())
accepts<never>(missing<OpenAI.CompletionChoice, CompletionReply['choices'][number]>())
accepts<'stream' | 'partial_images'>(missing<OpenAI.ImageGenerateParams, ImageRequest>())
accepts<'stream' | 'partial_images'>(missing<OpenAI.Images.ImageEditParams, ImageEditRequest>())
accepts<never>(missing<OpenAI.ImagesResponse, ImageReply>())
accepts<never>(missing<OpenAI.ImagesResponse.Usage, NonNullable<ImageReply['usage']>>())
accepts<never>(missing<OpenAI.Image, ImageReply['data'][number]>())
accepts<'stream'>(missing<Hearing, TranscriptionRequest>())
accepts<'task'>(missing<typeof theirs.transcriptionReply, TranscriptionReply>())
accepts<never>(missing<OpenAI.Audio.TranscriptionSegment, NonNullable<TranscriptionReply['segments']>[number]>())
accepts<never>(missing<OpenAI.Audio.TranscriptionDiarizedSegment, NonNullable<TranscriptionReply['segments']>[number]>())
accepts<never>(missing<OpenAI.Audio.TranslationCreateParams, TranslationRequest>())
accepts<never>(missing<OpenAI.Audio.SpeechCreateParams, SpeechRequest>())
accepts<never>(missing<OpenAI.ModerationCreateParams, ModerationRequest>())
accepts<never>(missing<OpenAI.Moderation, ModerationReply['results'][number]>())
accepts<never>(missing<OpenAI.Moderation.Categories, ModerationReply['results'][number]['categories']>())
