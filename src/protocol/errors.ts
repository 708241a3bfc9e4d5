/** The errors a call can end with: a closed set with OpenAI's names. Made from a {@link Failure} when it is thrown. */
import type { Failure } from './failure.js'

/** One attempt as an error lists it. */
export type ErrorAttempt = {
  readonly deploymentId: string
  readonly group: string
  readonly provider: string
  readonly outcome: string
  readonly status: number
  readonly durationMs: number
}

/** Makes the error to throw. The default set is ours; `llmgen/openai-errors` builds one over the `openai` package's classes. */
export type ErrorSet = {
  create(failure: Failure, attempts: readonly ErrorAttempt[]): Error
}
