/** Every route of the gateway. What is not in this list does not exist. */
import type { Route } from './route.js'
import { speech, transcriptions, translations } from './routes/audio.js'
import { chatCompletions } from './routes/chat-completions.js'
import { completions } from './routes/completions.js'
import { countTokens } from './routes/count-tokens.js'
import { embeddings } from './routes/embeddings.js'
import { gemini } from './routes/gemini.js'
import { backlog, health, liveness, readiness, readinessDetails } from './routes/health.js'
import { imageEdits, imageGenerations } from './routes/images.js'
import { messages } from './routes/messages.js'
import { modelGroupInfo, modelInfo } from './routes/model-info.js'
import { listModels, showModel } from './routes/models.js'
import { moderations } from './routes/moderations.js'
import { rerank } from './routes/rerank.js'
import { responses } from './routes/responses.js'
import { frontPage, listRoutes, openApi, reloadConfig } from './routes/routes-list.js'
import { tokenCounter } from './routes/token-counter.js'

/** In the order of the OpenAPI document. */
export const routes: readonly Route[] = [
  chatCompletions,
  completions,
  embeddings,
  messages,
  countTokens,
  gemini,
  responses,
  imageGenerations,
  imageEdits,
  transcriptions,
  translations,
  speech,
  moderations,
  rerank,
  tokenCounter,
  listModels,
  showModel,
  modelInfo,
  modelGroupInfo,
  liveness,
  readiness,
  readinessDetails,
  health,
  backlog,
  listRoutes,
  openApi,
  frontPage,
  reloadConfig,
]
