/** Tools and tool choice as a host takes them; tools are copied before they change. */
import { isRecord, type JsonRecord, recordsOf } from '../shared/json.js'
import type { QuirkRules } from './quirk-rules.js'

/** Settles `tools` and `tool_choice` of a body. */
export function hostTools(body: JsonRecord, rules: QuirkRules): void {
  if (Array.isArray(body.tools)) body.tools = recordsOf(body.tools).map((tool) => hostTool(tool, rules))
  if (body.tool_choice === 'required' && rules.quirks.toolChoiceRequired !== undefined) body.tool_choice = rules.quirks.toolChoiceRequired
}

function hostTool(tool: JsonRecord, { quirks, accepted }: QuirkRules): JsonRecord {
  const keepsCache = accepted.has('cache_control')
  if (!isRecord(tool.function) && keepsCache) return tool
  const { cache_control: cacheControl, ...plain } = tool
  const kept = keepsCache && cacheControl !== undefined ? { ...plain, cache_control: cacheControl } : plain
  if (!isRecord(kept.function)) return kept
  if (quirks.stripToolStrict !== true && quirks.stripAdditionalProperties !== true) return kept
  const definition: JsonRecord = { ...kept.function }
  if (quirks.stripToolStrict === true) delete definition.strict
  if (quirks.stripAdditionalProperties === true) definition.parameters = openSchema(definition.parameters, 0)
  return { ...kept, function: definition }
}

/** The schema without `additionalProperties: false` and `$schema`, at any depth. */
function openSchema(schema: unknown, depth: number): unknown {
  if (depth > 64) return schema
  if (Array.isArray(schema)) return schema.map((item) => openSchema(item, depth + 1))
  if (!isRecord(schema)) return schema
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => key !== '$schema' && !(key === 'additionalProperties' && value === false))
      .map(([key, value]) => [key, openSchema(value, depth + 1)]),
  )
}
