/** The adapter of each wire format, imported when a model first needs it. */
import type { Plan } from '../plan/plan.js'
import type { Adapter } from '../providers/adapter.js'

/** One line a format, so that bundlers see every import. A test holds the list against the catalogue's. */
export const adapterLoaders: ReadonlyMap<string, () => Promise<Adapter>> = new Map([
  ['openai', () => import('../providers/openai.js').then((module) => module.openai)],
  ['azure', () => import('../providers/azure.js').then((module) => module.azure)],
  ['azure-ai', () => import('../providers/azure-ai.js').then((module) => module.azureAi)],
  ['azure-anthropic', () => import('../providers/azure-anthropic.js').then((module) => module.azureAnthropic)],
  ['anthropic', () => import('../providers/anthropic.js').then((module) => module.anthropic)],
  ['bedrock', () => import('../providers/bedrock.js').then((module) => module.bedrock)],
  ['gemini', () => import('../providers/gemini.js').then((module) => module.gemini)],
  ['cohere', () => import('../providers/cohere.js').then((module) => module.cohere)],
  ['ollama', () => import('../providers/ollama.js').then((module) => module.ollama)],
  ['voyage', () => import('../providers/voyage.js').then((module) => module.voyage)],
  ['vertex', () => import('../providers/vertex.js').then((module) => module.vertex)],
  ['vertex-gemini', () => import('../providers/vertex-gemini.js').then((module) => module.vertexGemini)],
  ['vertex-anthropic', () => import('../providers/vertex-anthropic.js').then((module) => module.vertexAnthropic)],
  ['vertex-openai', () => import('../providers/vertex-openai.js').then((module) => module.vertexOpenai)],
  ['deepgram', () => import('../providers/deepgram.js').then((module) => module.deepgram)],
  ['elevenlabs', () => import('../providers/elevenlabs.js').then((module) => module.elevenlabs)],
  ['soniox', () => import('../providers/soniox.js').then((module) => module.soniox)],
  ['aws-polly', () => import('../providers/aws-polly.js').then((module) => module.awsPolly)],
  ['stability', () => import('../providers/stability.js').then((module) => module.stability)],
  ['bfl', () => import('../providers/bfl.js').then((module) => module.bfl)],
  ['fal', () => import('../providers/fal.js').then((module) => module.fal)],
  ['runwayml', () => import('../providers/runwayml.js').then((module) => module.runwayml)],
  ['nomic', () => import('../providers/nomic.js').then((module) => module.nomic)],
  ['segmind', () => import('../providers/segmind.js').then((module) => module.segmind)],
  ['openai-responses', () => import('../providers/openai-responses.js').then((module) => module.openaiResponses)],
  ['azure-responses', () => import('../providers/azure-responses.js').then((module) => module.azureResponses)],
  ['databricks', () => import('../providers/databricks.js').then((module) => module.databricks)],
  ['watsonx', () => import('../providers/watsonx.js').then((module) => module.watsonx)],
  ['watsonx-text', () => import('../providers/watsonx-text.js').then((module) => module.watsonxText)],
  ['snowflake', () => import('../providers/snowflake.js').then((module) => module.snowflake)],
  ['cloudflare', () => import('../providers/cloudflare.js').then((module) => module.cloudflare)],
  ['huggingface', () => import('../providers/huggingface.js').then((module) => module.huggingface)],
  ['sap', () => import('../providers/sap.js').then((module) => module.sap)],
  ['gigachat', () => import('../providers/gigachat.js').then((module) => module.gigachat)],
  ['github-copilot', () => import('../providers/github-copilot.js').then((module) => module.githubCopilot)],
  ['github-copilot-responses', () => import('../providers/github-copilot-responses.js').then((module) => module.githubCopilotResponses)],
  ['sagemaker', () => import('../providers/sagemaker.js').then((module) => module.sagemaker)],
  ['sagemaker-chat', () => import('../providers/sagemaker-chat.js').then((module) => module.sagemakerChat)],
  ['replicate', () => import('../providers/replicate.js').then((module) => module.replicate)],
  ['oci', () => import('../providers/oci.js').then((module) => module.oci)],
  ['predibase', () => import('../providers/predibase.js').then((module) => module.predibase)],
  ['triton', () => import('../providers/triton.js').then((module) => module.triton)],
  ['nlp-cloud', () => import('../providers/nlp-cloud.js').then((module) => module.nlpCloud)],
  ['petals', () => import('../providers/petals.js').then((module) => module.petals)],
  ['anthropic-text', () => import('../providers/anthropic-text.js').then((module) => module.anthropicText)],
  ['openai-text', () => import('../providers/openai-text.js').then((module) => module.openaiText)],
  ['ragflow', () => import('../providers/ragflow.js').then((module) => module.ragflow)],
  ['langgraph', () => import('../providers/langgraph.js').then((module) => module.langgraph)],
  ['langflow', () => import('../providers/langflow.js').then((module) => module.langflow)],
  ['a2a', () => import('../providers/a2a.js').then((module) => module.a2a)],
])

/** The adapters of the formats that the deployments of a Plan speak. */
export async function loadAdapters({ providers, deployments }: Plan): Promise<{ readonly [format: string]: Adapter }> {
  const usual = new Map(providers.map((provider) => [provider.name, provider.format]))
  const formats = new Set(deployments.map((deployment) => deployment.format ?? usual.get(deployment.provider) ?? ''))
  const loaded = await Promise.all(
    [...formats].map(async (format) => {
      const adapter = await adapterLoaders.get(format)?.()
      return adapter === undefined ? [] : [[format, adapter] as const]
    }),
  )
  return Object.fromEntries(loaded.flat())
}
