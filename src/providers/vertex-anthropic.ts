/** Claude on Vertex AI. */
import type { Failure } from '../protocol/failure.js'
import type { Adapter, HttpFailure, Target } from './adapter.js'
import { anthropicErrorRules } from './anthropic/errors.js'
import { geminiErrorRules } from './gemini/errors.js'
import { httpFailure } from './shared/to-failure.js'
import { googleAuthorize, googleSignIn } from './vertex/authorize.js'
import { claudeChat } from './vertex/claude.js'
import { placed } from './vertex/url.js'

/** Adapter of the format `vertex-anthropic`: chat, whole and streamed. */
export const vertexAnthropic: Adapter = {
  format: 'vertex-anthropic',
  framing: 'sse',
  endpoints: { chat: placed(claudeChat) },
  laterSignIn: googleSignIn,
  cannotFetch: () => true,
  authorize: googleAuthorize,
  toFailure: claudeFailure,
}

/** Errors come in Anthropic's words from the model and in Google's from the door before it. */
function claudeFailure(answer: HttpFailure, target: Target, now?: number): Failure {
  return httpFailure(answer, target, [...anthropicErrorRules, ...geminiErrorRules], now)
}
