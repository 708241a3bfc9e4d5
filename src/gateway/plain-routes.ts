/** The routes that need no store: calls of models, and what there is to know of the gateway. */
import type { Route } from './route.js'
import { speech, transcriptions, translations } from './routes/audio.js'
import { cancelBatch, createBatch, listBatches, showBatch } from './routes/batches.js'
import { cacheDelete, cacheFlush, cachePing } from './routes/cache.js'
import { cacheRedisInfo } from './routes/cache-redis-info.js'
import { chatCompletions } from './routes/chat-completions.js'
import { compactResponse } from './routes/compact-response.js'
import { completions } from './routes/completions.js'
import { configCallbacks } from './routes/config-callbacks.js'
import { countTokens } from './routes/count-tokens.js'
import { embeddings } from './routes/embeddings.js'
import { createFile, deleteFile, fileContent, listFiles, showFile } from './routes/files.js'
import {
  cancelTuning,
  createTuning,
  listTunings,
  pauseTuning,
  resumeTuning,
  showTuning,
  tuningCheckpoints,
  tuningEvents,
} from './routes/fine-tuning.js'
import { gemini } from './routes/gemini.js'
import { listGeminiModels, showGeminiModel } from './routes/gemini-models.js'
import { backlog, health, liveness, readiness, readinessDetails } from './routes/health.js'
import { imageEdits, imageGenerations } from './routes/images.js'
import { messages } from './routes/messages.js'
import { metrics } from './routes/metrics.js'
import { modelGroupInfo, modelInfo, modelInfoPages } from './routes/model-info.js'
import { listModels, showModel } from './routes/models.js'
import { moderations } from './routes/moderations.js'
import { listCallbacks, providerBudgets } from './routes/operations.js'
import { rerank } from './routes/rerank.js'
import { responses } from './routes/responses.js'
import { frontPage, listRoutes, openApi, reloadConfig } from './routes/routes-list.js'
import { cancelResponse, deleteResponse, responseItems, showResponse } from './routes/stored-responses.js'
import { testConnection } from './routes/test-connection.js'
import { tokenCounter } from './routes/token-counter.js'
import { calculateSpend, supportedOpenAiParams, transformRequest } from './routes/utilities.js'

/** In the order of the OpenAPI document. */
export const plainRoutes: readonly Route[] = [
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
  transformRequest,
  supportedOpenAiParams,
  calculateSpend,
  providerBudgets,
  cachePing,
  cacheDelete,
  cacheFlush,
  cacheRedisInfo,
  listModels,
  showModel,
  listGeminiModels,
  showGeminiModel,
  modelInfo,
  modelInfoPages,
  modelGroupInfo,
  liveness,
  readiness,
  readinessDetails,
  health,
  testConnection,
  backlog,
  metrics,
  listCallbacks,
  configCallbacks,
  listRoutes,
  openApi,
  frontPage,
  reloadConfig,
  compactResponse,
  showResponse,
  deleteResponse,
  responseItems,
  cancelResponse,
  createFile,
  listFiles,
  showFile,
  deleteFile,
  fileContent,
  createBatch,
  listBatches,
  showBatch,
  cancelBatch,
  createTuning,
  listTunings,
  showTuning,
  cancelTuning,
  pauseTuning,
  resumeTuning,
  tuningEvents,
  tuningCheckpoints,
]
