/** Blocks of an Anthropic turn as parts of an OpenAI message. */
import { isRecord, type JsonRecord, recordsOf, textOf } from '../../providers/shared/json.js'
import type { Door } from './door.js'

/** A block as content part. What OpenAI's parts cannot say goes to Claude as it is, and to others as text where it is text. */
export function contentPart(block: JsonRecord, door: Door): JsonRecord {
  const { type, source } = block
  if (type === 'image' && isRecord(source)) return imagePart(block, source, door)
  if (type === 'document' && isRecord(source)) return documentPart(block, source, door)
  if (door.isClaude || type === 'text') return block
  if (type === 'search_result') return { type: 'text', text: titled(block, plainText(block.content)) }
  return block
}

const markOf = ({ cache_control: mark }: JsonRecord) => (mark === undefined ? {} : { cache_control: mark })

function imagePart(block: JsonRecord, source: JsonRecord, { isClaude }: Door): JsonRecord {
  if (source.type === 'url') return { type: 'image_url', image_url: { url: source.url }, ...markOf(block) }
  if (source.type === 'base64') return { type: 'image_url', image_url: { url: dataUrl(source) }, ...markOf(block) }
  if (isClaude || source.type !== 'file') return block
  return { type: 'file', file: { file_id: source.file_id, format: 'image/png' }, ...markOf(block) }
}

function dataUrl({ media_type: mime, data }: JsonRecord): string {
  return `data:${String(mime)};base64,${String(data)}`
}

/** A PDF is OpenAI's file; texts, and documents with citations or a context, stay Anthropic's own where Claude reads them. */
function documentPart(block: JsonRecord, source: JsonRecord, { isClaude }: Door): JsonRecord {
  const named = textOf(block.title) === undefined ? {} : { filename: block.title }
  const isPlain = block.citations === undefined && block.context === undefined
  if (isClaude && !isPlain) return block
  if (source.type === 'base64') return { type: 'file', file: { file_data: dataUrl(source), ...named }, ...markOf(block) }
  if (source.type === 'url') return { type: 'file', file: { file_id: source.url, format: 'application/pdf', ...named }, ...markOf(block) }
  if (isClaude) return block
  if (source.type === 'file') return { type: 'file', file: { file_id: source.file_id, ...named }, ...markOf(block) }
  const text = source.type === 'text' ? String(source.data ?? '') : plainText(source.content)
  return { type: 'text', text: titled(block, text), ...markOf(block) }
}

function titled({ title, source }: JsonRecord, text: string): string {
  const name = textOf(title) ?? textOf(source)
  return name === undefined ? text : `${name}\n\n${text}`
}

function plainText(content: unknown): string {
  return typeof content === 'string'
    ? content
    : recordsOf(content)
        .map((block) => textOf(block.text) ?? '')
        .join('\n')
}
