/** Which wire format a Vertex AI model speaks, by its name: asked when compiling, and at the call where a wildcard names the model. */

/** Formats of Vertex AI, each with an adapter of its own. */
export type VertexFamily = 'vertex-gemini' | 'vertex-anthropic' | 'vertex-openai'

/**
 * Claude is Anthropic's; models of other publishers and endpoints of one's own speak OpenAI's format; everything else is
 * Google's. LiteLLM's `gemini/ID` is a tuned Gemini.
 */
export function vertexFamily(model: string): VertexFamily {
  if (/^(?:gemini|google|publishers\/google)\//.test(model) || /^(?:text|multimodal|gemini|image)[a-z]*-/.test(model))
    return 'vertex-gemini'
  if (/claude/.test(model)) return 'vertex-anthropic'
  return /\/|^\d+$|^(?:mistral|codestral|ministral|jamba)/.test(model) ? 'vertex-openai' : 'vertex-gemini'
}
