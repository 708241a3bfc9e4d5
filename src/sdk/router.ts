/** LiteLLM's Router without a compile step: the same Plan, rules and engine as a config's client, made of arguments. */
import type { SpeechReply, SpeechRequest, TranscriptionReply, TranscriptionRequest, TranslationRequest } from '../protocol/audio.js'
import type { EmbeddingReply, EmbeddingRequest } from '../protocol/embeddings.js'
import type { ImageEditRequest, ImageReply, ImageRequest } from '../protocol/images.js'
import type { ModerationReply, ModerationRequest } from '../protocol/moderations.js'
import type { RerankReply, RerankRequest } from '../protocol/rerank.js'
import type { TokenCountReply, TokenCountRequest } from '../protocol/tokens.js'
import type { Endpoint } from '../providers/adapter.js'
import type { ApiPromise, RequestOptions } from '../runtime/client-types.js'
import { later } from './call.js'
import { type OpenRouter, openRouter } from './open-router.js'
import { readArguments } from './router-arguments.js'
import type { RoutedCall, RoutedChat, RoutedResponses, RoutedText } from './router-calls.js'
import type { RouterProblem } from './router-error.js'
import { type ListedModel, listModels } from './router-models.js'
import type { Callable, RouterArguments } from './router-types.js'
import type { RawCall } from './split-body.js'

/** A function of a Router, whatever its body and its answer. */
type RoutedFunction = (body: never, options?: RequestOptions) => ApiPromise<unknown>

/**
 * Balances calls over deployments, with retries, cooldowns, fallbacks, limits and budgets. Nothing is connected or imported
 * before the first call, which is also when keys are read from the environment.
 */
export class Router<const Name extends string = string, const Alias extends string = never> {
  /** What is worth knowing about the arguments although they work, such as those without effect. */
  readonly warnings: readonly RouterProblem[]
  readonly completion: RoutedChat<Callable<Name> | Alias>
  /** The same as `completion`: every function here is asynchronous. */
  readonly acompletion: RoutedChat<Callable<Name> | Alias>
  readonly textCompletion: RoutedText<Callable<Name> | Alias>
  readonly text_completion: RoutedText<Callable<Name> | Alias>
  readonly responses: RoutedResponses<Callable<Name> | Alias>
  readonly embedding: RoutedCall<Callable<Name> | Alias, EmbeddingRequest, EmbeddingReply>
  readonly imageGeneration: RoutedCall<Callable<Name> | Alias, ImageRequest, ImageReply>
  readonly image_generation: RoutedCall<Callable<Name> | Alias, ImageRequest, ImageReply>
  readonly imageEdit: RoutedCall<Callable<Name> | Alias, ImageEditRequest, ImageReply>
  readonly transcription: RoutedCall<Callable<Name> | Alias, TranscriptionRequest, TranscriptionReply>
  readonly translation: RoutedCall<Callable<Name> | Alias, TranslationRequest, TranscriptionReply>
  readonly speech: RoutedCall<Callable<Name> | Alias, SpeechRequest, SpeechReply>
  readonly moderation: RoutedCall<Callable<Name> | Alias, ModerationRequest, ModerationReply>
  readonly rerank: RoutedCall<Callable<Name> | Alias, RerankRequest, RerankReply>
  readonly tokenCount: RoutedCall<Callable<Name> | Alias, TokenCountRequest, TokenCountReply>
  readonly #models: readonly ListedModel[]
  readonly #names: readonly string[]
  readonly #open: () => Promise<OpenRouter>
  #opening: Promise<OpenRouter> | undefined
  #opened: OpenRouter | undefined
  #closed = false

  /** Throws a `RouterArgumentsError` that lists everything that is wrong with the arguments. */
  constructor(given: RouterArguments<Name, Alias>) {
    const { opening, warnings } = readArguments(given)
    const { plan } = opening.lowered
    this.warnings = warnings
    this.#models = listModels(plan)
    this.#names = [...plan.groups, ...plan.aliases.filter(({ hidden }) => !hidden)]
      .map(({ name }) => name)
      .concat(plan.wildcards.map(({ pattern }) => pattern))
    this.#open = () => openRouter(opening)
    this.completion = this.#functionOf('chat')
    this.acompletion = this.completion
    this.textCompletion = this.#functionOf('completions')
    this.text_completion = this.textCompletion
    this.responses = this.#functionOf('responses')
    this.embedding = this.#functionOf('embeddings')
    this.imageGeneration = this.#functionOf('images')
    this.image_generation = this.imageGeneration
    this.imageEdit = this.#functionOf('imageEdits')
    this.transcription = this.#functionOf('transcriptions')
    this.translation = this.#functionOf('translations')
    this.speech = this.#functionOf('speech')
    this.moderation = this.#functionOf('moderations')
    this.rerank = this.#functionOf('rerank')
    this.tokenCount = this.#functionOf('tokens')
  }

  /** Names that calls may use: models, aliases, patterns. */
  getModelNames(): readonly string[] {
    return this.#names
  }

  /** LiteLLM's spelling of {@link getModelNames}. */
  get_model_names(): readonly string[] {
    return this.#names
  }

  /**
   * The deployments, or those of one name. Without keys.
   * Differs: LiteLLM hands out `litellm_params` with the API key in it.
   */
  getModelList(name?: string): readonly ListedModel[] {
    return name === undefined ? this.#models : this.#models.filter(({ model_name }) => model_name === name)
  }

  /** LiteLLM's spelling of {@link getModelList}. */
  get_model_list(name?: string): readonly ListedModel[] {
    return this.getModelList(name)
  }

  /** Closes idle connections, and Redis where the Router opened it. Calls are refused afterwards. */
  async close(): Promise<void> {
    this.#closed = true
    await (await this.#opening)?.close()
  }

  /** The function of an endpoint, as `F` types it; bodies are checked again when it is called. */
  #functionOf<F extends RoutedFunction>(endpoint: Endpoint): F {
    const call = (body: RawCall, options?: RequestOptions): ApiPromise<unknown> => {
      if (this.#closed) return later(Promise.reject(new Error('this Router was closed; make another one')))
      const opened = this.#opened
      if (opened !== undefined) return opened.functions[endpoint](body, options)
      return later(this.#start().then(({ functions }) => ({ asked: functions[endpoint](body, options) })))
    }
    // `F` only narrows the body and names the answer, which is the endpoint's.
    return call as unknown as F
  }

  #start(): Promise<OpenRouter> {
    this.#opening ??= this.#open().then(
      (opened) => {
        this.#opened = opened
        return opened
      },
      (error: unknown) => {
        // the next call tries again
        this.#opening = undefined
        throw error
      },
    )
    return this.#opening
  }
}
