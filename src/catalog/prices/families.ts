/** Every price table by family, and the day they hold for. Written by `npm run prices`; not edited by hand. */
import { anthropic } from './anthropic.js'
import { avian } from './avian.js'
import { azure } from './azure.js'
import { baseten } from './baseten.js'
import { bedrock } from './bedrock.js'
import { cerebras } from './cerebras.js'
import { cloudflare } from './cloudflare.js'
import { cohere } from './cohere.js'
import { deepseek } from './deepseek.js'
import { doubleword } from './doubleword.js'
import { fireworksAi } from './fireworks_ai.js'
import { githubCopilot } from './github_copilot.js'
import { google } from './google.js'
import { groq } from './groq.js'
import { minimax } from './minimax.js'
import { mistral } from './mistral.js'
import { moonshot } from './moonshot.js'
import { novita } from './novita.js'
import { openai } from './openai.js'
import { openrouter } from './openrouter.js'
import { ovhcloud } from './ovhcloud.js'
import { perplexity } from './perplexity.js'
import { togetherAi } from './together_ai.js'
import { voyage } from './voyage.js'
import { xai } from './xai.js'
import { zai } from './zai.js'
import { zhipu } from './zhipu.js'

/** Day (YYYY-MM-DD) whose prices these are. */
export const pricesAsOf = '2026-11-23'

export const priceTables: { readonly [family: string]: string } = {
  anthropic,
  avian,
  azure,
  baseten,
  bedrock,
  cerebras,
  cloudflare,
  cohere,
  deepseek,
  doubleword,
  fireworks_ai: fireworksAi,
  github_copilot: githubCopilot,
  google,
  groq,
  minimax,
  mistral,
  moonshot,
  novita,
  openai,
  openrouter,
  ovhcloud,
  perplexity,
  together_ai: togetherAi,
  voyage,
  xai,
  zai,
  zhipu,
}
