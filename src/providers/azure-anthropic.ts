/** Claude on Azure AI Foundry: Anthropic's Messages API below `/anthropic`, with Azure's keys and tokens. */
import type { Adapter } from './adapter.js'
import { messagesReply } from './anthropic/reply.js'
import { messagesRequest } from './anthropic/request.js'
import { messagesStream } from './anthropic/stream.js'
import { anthropic } from './anthropic.js'
import { atPlace, claudePlace } from './azure/foundry.js'

/** Adapter of the format `azure-anthropic`: chat, whole and streamed, and token counts. */
export const azureAnthropic: Adapter = {
  ...anthropic,
  format: 'azure-anthropic',
  endpoints: { chat: { ...atPlace({ toRequest: messagesRequest, fromResponse: messagesReply }, claudePlace), stream: messagesStream } },
  later: { tokens: async () => atPlace((await import('./anthropic/tokens.js')).anthropicTokens, claudePlace) },
  laterSignIn: async () => (await import('./azure/sign-in.js')).azureSignIn,
}
