/** The configuration that a call to the orchestration service is, and the way out of its answers. */
import type { Call, Target } from '../adapter.js'
import type { Built } from '../openai/chat-request.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, textOf } from '../shared/json.js'
import { type Refusal, settleRefused } from '../shared/params.js'
import { isText } from '../shared/text-input.js'

/** Models that know no `response_format` behind orchestration. Source: LiteLLM. */
const withoutFormat = /^(anthropic|amazon|cohere|alephalpha)|^gpt-4$/
/** Models whose tools cannot be chosen for them. Source: LiteLLM. */
const withoutChoice = /^(gemini|amazon)/

/** Template, tools and format stand in the prompt; every other parameter is the model's. */
export function completionConfig(body: JsonRecord, call: Call<'chat'>, target: Target): Built<JsonRecord> {
  const refused = settleRefused(body, refusals(body, target.model), call, target)
  if (refused !== undefined) return { ...refused, body: undefined }
  const { model, messages, tools, response_format, stream, model_version, placeholder_values, ...rest } = body
  const own = modulesOf(rest)
  const prompt = { template: messages, ...(tools !== undefined && { tools }), ...(response_format !== undefined && { response_format }) }
  const modules = {
    prompt_templating: { prompt, model: { name: model, params: own.params, version: textOf(model_version) ?? 'latest' } },
    ...own.modules,
  }
  const config = { modules, ...(stream === true && { stream: { enabled: true } }) }
  return { body: { config, ...(placeholder_values !== undefined && { placeholder_values }) } }
}

/** Modules beside the prompt, which a deployment may give by name; what is left is the model's. */
function modulesOf({ filtering, masking, grounding, translation, stream_options: _options, ...params }: JsonRecord) {
  const given = Object.entries({ filtering, masking, grounding, translation }).filter(([, module]) => module !== undefined)
  return { modules: Object.fromEntries(given), params }
}

function refusals(body: JsonRecord, model: string): Refusal[] {
  const refused: Refusal[] = []
  const format = body.response_format
  if (isRecord(format) && format.type !== 'text' && withoutFormat.test(model)) refused.push({ name: 'response_format' })
  if (body.tool_choice !== undefined && withoutChoice.test(model)) refused.push({ name: 'tool_choice' })
  return refused
}

/** The embeddings module: texts in, `dimensions` and the like as parameters of the model. */
export function embeddingConfig(body: JsonRecord, _call: Call<'embeddings'>, target: Target): Built<JsonRecord> {
  const { model, input, user: _user, version, type, encoding_format: _format, ...params } = body
  if (!isText(input)) return { ...badRequest(target, '`input` must be a text or a list of texts', 'input'), body: undefined }
  const embeddings = { model: { name: model, version: textOf(version) ?? 'latest', params } }
  return { body: { config: { modules: { embeddings } }, input: { text: input, ...(type !== undefined && { type }) } } }
}

/** The answer, chunk or list inside `final_result`; older versions call a chunk's `orchestration_result`. */
export function finalResult(body: JsonRecord): JsonRecord {
  const inner = body.final_result ?? body.orchestration_result
  return isRecord(inner) ? inner : body
}
