/** Web pages that a grounded answer rests on, as OpenAI's annotations. */
import type { Annotation } from '../../protocol/chat.js'
import { isRecord, type JsonRecord, listOf, recordsOf, textOf } from '../shared/json.js'
import type { Candidate } from './candidate.js'

/** Annotations of the finished text; places in the text are characters, which the vendor counts as UTF-8 bytes. */
export function annotationsOf({ text, members }: Candidate): Annotation[] {
  const grounding = isRecord(members.groundingMetadata) ? members.groundingMetadata : {}
  const chunks = recordsOf(grounding.groundingChunks)
  const bytes = new TextEncoder().encode(text)
  const decoder = new TextDecoder()
  const charsBefore = (offset: unknown) => (typeof offset === 'number' ? decoder.decode(bytes.subarray(0, Math.max(0, offset))).length : 0)
  return recordsOf(grounding.groundingSupports).flatMap((support) => {
    const segment = isRecord(support.segment) ? support.segment : {}
    const start = charsBefore(segment.startIndex)
    const end = charsBefore(segment.endIndex)
    const named = textOf(segment.text) ?? ''
    // offsets count within one part: where an answer has several, the words themselves tell the place
    const moved = text.slice(start, end) === named ? -1 : text.indexOf(named)
    const [from, to] = named === '' || moved < 0 ? [start, end] : [moved, moved + named.length]
    return listOf(support.groundingChunkIndices).flatMap((index) => annotation(chunks[Number(index)], from, to) ?? [])
  })
}

function annotation(chunk: JsonRecord | undefined, start: number, end: number): Annotation | undefined {
  const source = [chunk?.web, chunk?.maps, chunk?.retrievedContext].find(isRecord)
  const url = textOf(source?.uri)
  if (url === undefined) return undefined
  return { type: 'url_citation', url_citation: { url, title: textOf(source?.title) ?? '', start_index: start, end_index: end } }
}
