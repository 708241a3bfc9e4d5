/** OpenAI messages as Converse's `system` and alternating turns. */
import type { Fault } from '../../protocol/failure.js'
import type { ChatMessage } from '../../protocol/messages.js'
import type { Call, Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from '../shared/json.js'
import { hashText, safeToolId, unsignedId } from '../shared/tool-id.js'
import type { Block, ContentBlock, JsonMap, ReasoningBlock, ResultContent, SystemBlock, TextBlock } from './body.js'
import { limitPoints } from './cache-points.js'
import { cachePoint, contentUnits, isBlank, textBlock, type Unit } from './content.js'
import type { DocumentNames } from './media.js'
import { type Family, signsThoughts } from './route.js'
import { replayedBlocks } from './specific-fields.js'
import { toolName } from './tool-names.js'

/** System text and turns, cache points still beside their blocks. */
export type Conversation = { readonly system: Unit<SystemBlock>[]; readonly turns: UnitTurn[] }
/** A turn before its units are laid out. */
export type UnitTurn = { readonly role: 'user' | 'assistant'; units: Unit[] }

type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly units: Unit[] }
type Setting = { readonly family: Family; readonly names: DocumentNames; readonly target: Target }

/** Longest id that the API takes. */
const longestToolId = 64

/** The API takes dots and colons, and Kimi expects its `functions.name:0` back; Claude refuses them. */
function toolId(given: unknown, family: Family): string {
  const id = unsignedId(String(given ?? ''))
  return family !== 'anthropic' && id.length <= longestToolId && /^[\w.:-]+$/.test(id) ? id : safeToolId(id, longestToolId)
}

/** The messages of a call, or why they cannot be sent. */
export function conversation(call: Call<'chat'>, family: Family, target: Target): Conversation | Fault {
  const setting: Setting = { family, names: { count: 0 }, target }
  const system: Unit<SystemBlock>[] = []
  const turns: UnitTurn[] = []
  if (!Array.isArray(call.request.messages)) return badRequest(target, '`messages` is not a list', 'messages')
  for (const message of call.request.messages) {
    if (!isRecord(message)) return badRequest(target, 'a message is not an object', 'messages')
    const read = messageUnits(message, setting)
    if ('failure' in read) return read
    mark(read.units, message)
    if (read.role === 'system')
      system.push(...(read.units as Unit<SystemBlock>[])) // messageUnits leaves only text in it
    else append(turns, read.role, read.units)
  }
  for (const turn of turns) turn.units = withDocumentText(turn.units)
  const fault = mend(turns, call, family, target)
  return fault ?? { system, turns }
}

function messageUnits(message: ChatMessage, setting: Setting): Message | Fault {
  switch (message.role) {
    case 'assistant':
      return { role: 'assistant', units: assistantUnits(message, setting) }
    case 'tool':
      return toolResult(message.tool_call_id, message, setting)
    case 'function':
      return toolResult(functionId(message.name), message, setting)
    default: {
      const units = contentUnits(message.content, setting.names, setting.target)
      if ('failure' in units) return units
      if (message.role !== 'system' && message.role !== 'developer') return { role: 'user', units }
      const texts = units.filter(({ block }) => 'text' in block || 'guardContent' in block)
      return { role: setting.target.deployment.supportsSystemMessage === false ? 'user' : 'system', units: texts }
    }
  }
}

/** What stands in a result that says nothing: the API refuses blank text there. */
const noOutput: TextBlock = { text: '(no output)' }

/** Nova takes no document or video inside a result: they stand beside it, in the same message. */
function toolResult(id: string, message: JsonRecord, { family, names, target }: Setting): Message | Fault {
  const units = contentUnits(message.content, names, target)
  if ('failure' in units) return units
  const isInside = ({ block }: Unit<ContentBlock>) => family !== 'nova' || !('document' in block || 'video' in block)
  const inside = units.filter(isInside)
  const beside = units.filter((unit) => !isInside(unit))
  const cache = units.findLast((unit) => unit.cache !== undefined)?.cache
  const content = inside.map(({ block }): ResultContent => ('guardContent' in block ? { text: block.guardContent.text.text } : block))
  const block: Block = {
    toolResult: {
      toolUseId: toolId(id, family),
      content: content.length > 0 ? content : [beside.length > 0 ? { text: 'See the attached file.' } : noOutput],
      ...(message.is_error === true && { status: 'error' as const }),
    },
  }
  return { role: 'user', units: [{ block, ...(cache !== undefined && { cache }) }, ...beside.map((unit) => ({ block: unit.block }))] }
}

/** Reasoning first and unchanged, then text, then calls; or the blocks of the answer itself where it holds hosted tools. */
function assistantUnits(message: JsonRecord, { family }: Setting): Unit[] {
  const own = replayedBlocks(message)
  if (own !== undefined) return own.map((block) => ({ block }))
  const units: Unit[] = reasoning(message, family).map((block) => ({ block }))
  units.push(...assistantText(message.content))
  for (const call of recordsOf(message.tool_calls)) {
    const definition = isRecord(call.function)
      ? call.function
      : isRecord(call.custom)
        ? { ...call.custom, arguments: call.custom.input }
        : {}
    units.push(toolUse(toolId(call.id, family), definition))
  }
  if (isRecord(message.function_call)) units.push(toolUse(functionId(String(message.function_call.name ?? '')), message.function_call))
  return units
}

function toolUse(toolUseId: string, definition: JsonRecord): Unit {
  return { block: { toolUse: { toolUseId, name: toolName(String(definition.name ?? '')), input: toolInput(definition.arguments) } } }
}

function assistantText(content: unknown): Unit[] {
  if (typeof content === 'string') return isBlank(content) ? [] : [{ block: { text: content } }]
  const units: Unit[] = []
  for (const part of recordsOf(content)) {
    const block = textBlock(part.text) ?? textBlock(part.refusal)
    const cache = cachePoint(part.cache_control)
    if (block !== undefined) units.push({ block, ...(cache !== undefined && { cache }) })
  }
  return units
}

/** Signed reasoning goes back to Claude; other models refuse it in a request. */
function reasoning(message: JsonRecord, family: Family): ReasoningBlock[] {
  if (!signsThoughts({ family })) return []
  return recordsOf(message.thinking_blocks).flatMap((block): ReasoningBlock[] => {
    const data = block.type === 'redacted_thinking' ? textOf(block.data) : undefined
    if (data !== undefined) return [{ reasoningContent: { redactedContent: data } }]
    const signature = textOf(block.signature)
    if (block.type !== 'thinking' || typeof block.thinking !== 'string' || signature === undefined) return []
    return [{ reasoningContent: { reasoningText: { text: block.thinking, signature } } }]
  })
}

/** Arguments as an object; text that is not one is kept under a name of its own. */
function toolInput(value: unknown): JsonMap {
  const input = typeof value === 'string' ? parseJson(value.trim() === '' ? '{}' : value) : value
  if (isRecord(input)) return input as JsonMap // it came out of JSON
  return value === undefined || value === null ? {} : { input: (input ?? value) as JsonMap } // as above
}

function functionId(name: string): string {
  return `call_${hashText(name, 12)}`
}

/** A mark on the whole message stands at its last block that may carry one. */
function mark(units: Unit[], message: ChatMessage): void {
  const cache = cachePoint('cache_control' in message ? message.cache_control : undefined)
  const last = units.at(-1)
  if (cache !== undefined && last !== undefined && !('reasoningContent' in last.block)) last.cache ??= cache
}

/** Adds a turn, joined with the one before where the role is the same; tool results stand before anything else. */
function append(turns: UnitTurn[], role: UnitTurn['role'], units: readonly Unit[]): void {
  if (units.length === 0) return
  const last = turns.at(-1)
  if (last?.role !== role) turns.push({ role, units: [...units] })
  else if (role === 'assistant') last.units.push(...units)
  else {
    const all = [...last.units, ...units]
    last.units = [...all.filter(({ block }) => 'toolResult' in block), ...all.filter(({ block }) => !('toolResult' in block))]
  }
}

/** The API wants a text beside a document. */
function withDocumentText(units: Unit[]): Unit[] {
  const needsText = units.some(({ block }) => 'document' in block) && !units.some(({ block }) => 'text' in block)
  if (!needsText) return units
  const at = units.findIndex(({ block }) => !('toolResult' in block))
  return [...units.slice(0, at), { block: { text: 'See the attached document.' } }, ...units.slice(at)]
}

const goOn = (): UnitTurn => ({ role: 'user', units: [{ block: { text: 'Please continue.' } }] })

/** What the API refuses in the shape of a conversation: repaired under `modify_params`, else reported where nothing could be sent. */
function mend(turns: UnitTurn[], { modifyParams }: Call<'chat'>, family: Family, target: Target): Fault | undefined {
  if (turns.length === 0 && !modifyParams)
    return badRequest(target, 'there is no user, assistant or tool message with content to send', 'messages')
  if (modifyParams && turns[0]?.role !== 'user') turns.unshift(goOn())
  const last = turns.at(-1)
  if (last?.role !== 'assistant') return undefined
  const noPrefill = target.deployment.flags.includes('no-prefill')
  if (modifyParams && (noPrefill || family !== 'anthropic')) turns.push(goOn())
  else if (noPrefill)
    return badRequest(target, 'the last message is an assistant message, and this model does not continue one', 'messages')
  else trimEnd(last.units)
  return undefined
}

function trimEnd(units: Unit[]): void {
  const last = units.at(-1)
  if (last !== undefined && 'text' in last.block) last.block.text = last.block.text.trimEnd()
}

/** Blocks in order, each followed by its cache point. */
export function laidOut<B>(units: readonly Unit<B>[]): (B | NonNullable<Unit<B>['cache']>)[] {
  return units.flatMap(({ block, cache }) => (cache === undefined ? [block] : [block, cache]))
}

/** Takes out cache points that this model does not take, and those beyond the limit; `fixed` stand in front of the messages. */
export function settlePoints(fixed: readonly Unit<unknown>[], turns: readonly UnitTurn[], family: Family): void {
  limitPoints(
    fixed,
    turns.flatMap((turn) => turn.units),
    family,
  )
}
