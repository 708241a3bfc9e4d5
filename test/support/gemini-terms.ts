/** A recorded Gemini body in OpenAI's terms, as a caller would write the same conversation, and what counts as the same body. */
import { camelCase } from '../../src/providers/gemini/native.js'
import { unknownSignature } from '../../src/providers/gemini/signature.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../../src/providers/shared/json.js'

/** Members whose content is the caller's own: names inside are not the API's. */
const opaque: ReadonlySet<string> = new Set(['args', 'response', 'parametersJsonSchema', 'responseJsonSchema', 'parameters'])

/** API names in camel case at every depth, with `data` in plain base64; what the caller wrote stays. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = camelCase(key)
      if (name === 'data' && typeof member === 'string') return [name, member.replaceAll('-', '+').replaceAll('_', '/')]
      return [name, opaque.has(name) ? member : camelCased(member)]
    }),
  )
}

/** The request that a caller of llmgen sends for this body. */
export function openAiTerms(recorded: JsonRecord): JsonRecord {
  const body = camelCased(recorded)
  if (!isRecord(body)) throw new Error('a recorded body is an object')
  const { contents, systemInstruction, generationConfig, tools, toolConfig, ...native } = body
  const system = isRecord(systemInstruction)
    ? recordsOf(systemInstruction.parts).map(({ text }) => ({ role: 'system', content: text }))
    : []
  const choice = isRecord(toolConfig) && isRecord(toolConfig.functionCallingConfig) ? toolConfig.functionCallingConfig : undefined
  const { functionCallingConfig: _choice, ...otherConfig } = isRecord(toolConfig) ? toolConfig : {}
  return {
    messages: [...system, ...recordsOf(contents).flatMap(messagesOf)],
    ...generationTerms(isRecord(generationConfig) ? generationConfig : {}),
    ...(tools !== undefined && { tools: toolTerms(isRecord(tools) ? [tools] : tools, choice?.mode === 'VALIDATED') }),
    ...choiceTerms(choice),
    ...(Object.keys(otherConfig).length > 0 && { tool_config: otherConfig }),
    ...native,
  }
}

function messagesOf({ role, parts: list }: JsonRecord): JsonRecord[] {
  const parts = recordsOf(list)
  if (role === 'model') return [assistantOf(parts)]
  const results = parts.flatMap(({ functionResponse: result }) => (isRecord(result) ? [toolMessage(result)] : []))
  const rest = parts.filter((part) => part.functionResponse === undefined)
  return [...results, ...(rest.length > 0 ? [{ role: 'user', content: rest.map(contentOf) }] : [])]
}

function assistantOf(parts: readonly JsonRecord[]): JsonRecord {
  const texts = parts.flatMap((part) => (textOf(part.text) === undefined ? [] : [{ type: 'text', text: part.text }]))
  const calls = parts.flatMap(({ functionCall: call, thoughtSignature: signature }) =>
    isRecord(call)
      ? [
          {
            id: signature === undefined || signature === unknownSignature ? callId(call) : `${callId(call)}__thought__${signature}`,
            type: 'function',
            function: { name: call.name, arguments: JSON.stringify(call.args) },
          },
        ]
      : [],
  )
  const isPlain = parts.every((part) => part.functionCall !== undefined || (part.text !== undefined && part.thoughtSignature === undefined))
  return {
    role: 'assistant',
    content: texts,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(!isPlain && { provider_specific_fields: { content_parts: parts } }),
  }
}

/** Calls and results without an id meet by name. */
const callId = (call: JsonRecord) => textOf(call.id) ?? `call_${String(call.name)}`

function toolMessage(result: JsonRecord): JsonRecord {
  const response = isRecord(result.response) ? result.response : {}
  const isBare = Object.keys(response).length === 0 && result.parts !== undefined
  const content = [...(isBare ? [] : [{ type: 'text', text: JSON.stringify(response) }]), ...recordsOf(result.parts).map(contentOf)]
  return { role: 'tool', tool_call_id: callId(result), content }
}

function contentOf(part: JsonRecord): JsonRecord {
  if (part.text !== undefined) return { type: 'text', text: part.text }
  const details = { ...(part.videoMetadata !== undefined && { video_metadata: part.videoMetadata }) }
  const { fileData, inlineData } = part
  if (isRecord(fileData)) return { type: 'file', file: { file_id: fileData.fileUri, format: fileData.mimeType, ...details } }
  if (!isRecord(inlineData)) return part
  const url = `data:${String(inlineData.mimeType)};base64,${String(inlineData.data)}`
  return String(inlineData.mimeType).startsWith('image/')
    ? { type: 'image_url', image_url: { url, ...details } }
    : { type: 'file', file: { file_data: url, ...details } }
}

function toolTerms(tools: unknown, isStrict: boolean): JsonRecord[] {
  return recordsOf(tools).flatMap(({ functionDeclarations, ...hosted }) => [
    ...recordsOf(functionDeclarations).map(({ parametersJsonSchema, parameters, ...declared }) => ({
      type: 'function',
      function: { ...declared, ...(isStrict && { strict: true }), parameters: parametersJsonSchema ?? lowerTypes(parameters) },
    })),
    ...Object.entries(hosted).map(([name, value]) => ({ [name]: value })),
  ])
}

/** The OpenAPI subset as JSON Schema: types in lower case. */
function lowerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lowerTypes)
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === 'type' && typeof value === 'string' ? value.toLowerCase() : lowerTypes(value),
    ]),
  )
}

function choiceTerms(choice: JsonRecord | undefined): JsonRecord {
  const names = listOf(choice?.allowedFunctionNames)
  if (choice?.mode === 'AUTO') return { tool_choice: 'auto' }
  if (choice?.mode === 'NONE') return { tool_choice: 'none' }
  if (choice?.mode !== 'ANY') return {}
  if (names.length === 0) return { tool_choice: 'required' }
  if (names.length === 1) return { tool_choice: { type: 'function', function: { name: names[0] } } }
  const tools = names.map((name) => ({ type: 'function', function: { name } }))
  return { tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'required', tools } } }
}

function generationTerms(config: JsonRecord): JsonRecord {
  const { maxOutputTokens, responseModalities, responseJsonSchema, responseMimeType, thinkingConfig, responseLogprobs, logprobs, ...rest } =
    config
  const thinking = isRecord(thinkingConfig) ? thinkingConfig : {}
  const schema = { type: 'json_schema', json_schema: { name: 'answer', schema: responseJsonSchema } }
  return {
    ...Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]),
    ),
    ...(maxOutputTokens !== undefined && { max_tokens: maxOutputTokens }),
    ...(Array.isArray(responseModalities) && { modalities: responseModalities.map((modality) => String(modality).toLowerCase()) }),
    ...(responseMimeType !== undefined && { response_format: responseJsonSchema === undefined ? { type: 'json_object' } : schema }),
    ...(responseLogprobs !== undefined && { logprobs: responseLogprobs, top_logprobs: logprobs }),
    ...(thinking.thinkingBudget === 0 && { reasoning_effort: 'none' }),
    ...(thinking.thinkingBudget === undefined && thinking.includeThoughts === true && { thinking: { type: 'adaptive' } }),
  }
}

/**
 * The body without what llmgen changes on purpose and the API takes alike:
 * - names of members in camel case, base64 in its plain alphabet, one tool as a list of one;
 * - `systemInstruction.role`, which means nothing, and `includeThoughts: false`, which is the default;
 * - neighbouring turns of one role are one, results of tools apart; empty texts beside media are left out;
 * - the stand-in for an unknown signature;
 * - ids of calls that had none; the order of hosted tools and functions;
 * - the OpenAPI subset of `parameters` is written as JSON Schema.
 */
export function normalBody(recorded: JsonRecord): JsonRecord {
  const body = camelCased(recorded)
  if (!isRecord(body)) throw new Error('a body is an object')
  const { contents, systemInstruction, tools, generationConfig, ...rest } = body
  const generation = isRecord(generationConfig) ? generationConfig : {}
  const { includeThoughts, ...thinking } = isRecord(generation.thinkingConfig) ? generation.thinkingConfig : {}
  const config = {
    ...generation,
    ...(generation.thinkingConfig !== undefined && {
      thinkingConfig: { ...thinking, ...(includeThoughts === true && { includeThoughts }) },
    }),
  }
  return {
    ...rest,
    ...(isRecord(systemInstruction) && { systemInstruction: { parts: systemInstruction.parts } }),
    ...(Object.keys(config).length > 0 && { generationConfig: config }),
    ...(tools !== undefined && { tools: normalTools(isRecord(tools) ? [tools] : tools) }),
    contents: recordsOf(contents).reduce<JsonRecord[]>(joined, []),
  }
}

function normalTools(tools: unknown): JsonRecord[] {
  const inOrder = recordsOf(tools).toSorted((a, b) => Object.keys(a).join().localeCompare(Object.keys(b).join()))
  return inOrder.map((tool) => {
    if (tool.functionDeclarations === undefined) return tool
    const functions = recordsOf(tool.functionDeclarations).map(({ parameters, parametersJsonSchema, ...declared }) => {
      const schema = parametersJsonSchema ?? lowerTypes(parameters)
      return { ...declared, ...(schema !== undefined && { parametersJsonSchema: schema }) }
    })
    return { ...tool, functionDeclarations: functions }
  })
}

function joined(turns: JsonRecord[], { role, parts }: JsonRecord): JsonRecord[] {
  const own = recordsOf(parts)
    .filter((part) => part.text !== '' || part.thoughtSignature !== undefined)
    .map(normalPart)
  const last = turns.at(-1)
  const isResult = (list: unknown) => recordsOf(list).some((part) => part.functionResponse !== undefined)
  if (last?.role === role && isResult(last?.parts) === isResult(own))
    return [...turns.slice(0, -1), { role, parts: [...recordsOf(last?.parts), ...own] }]
  return [...turns, { role, parts: own }]
}

function normalPart({ thoughtSignature: signature, ...part }: JsonRecord): JsonRecord {
  const kept = signature === undefined || signature === unknownSignature ? {} : { thoughtSignature: signature }
  for (const kind of ['functionCall', 'functionResponse'] as const) {
    const value = part[kind]
    if (isRecord(value)) return { ...part, ...kept, [kind]: { ...value, id: callId(value) } }
  }
  return { ...part, ...kept }
}
