/** Multipart forms as bytes: how files and fields travel to the hosts that take uploads. */
import type { Upload } from '../../protocol/upload.js'
import { newId } from './new-id.js'

/** One part, in the order of the form. */
export type FormPart = { readonly name: string; readonly value: string | Upload }

/** The body, and the `content-type` that names its boundary. `random` chooses the boundary. */
export function multipart(parts: readonly FormPart[], random: () => number): { readonly contentType: string; readonly body: Uint8Array } {
  const boundary = newId(random, 'llmgen-')
  const encoder = new TextEncoder()
  const pieces = parts.flatMap(({ name, value }) => {
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"`
    if (typeof value === 'string') return [encoder.encode(`${head}\r\n\r\n${value}\r\n`)]
    const type = /^[\w.+-]+\/[\w.+-]+(?:[ \t]*;[^\r\n]*)?$/.test(value.type) ? value.type : 'application/octet-stream'
    const start = `${head}; filename="${quoted(value.name)}"\r\ncontent-type: ${type}\r\n\r\n`
    return [encoder.encode(start), value.bytes, encoder.encode('\r\n')]
  })
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: joinBytes([...pieces, encoder.encode(`--${boundary}--\r\n`)]),
  }
}

/** A form of plain members: lists become `name[]` parts, objects JSON text; null and undefined are left out. */
export function formParts(members: { readonly [name: string]: unknown }): FormPart[] {
  return Object.entries(members).flatMap(([name, value]) => {
    if (value === null || value === undefined) return []
    if (Array.isArray(value)) return value.map((entry) => ({ name: `${name}[]`, value: textOfMember(entry) }))
    return [{ name, value: textOfMember(value) }]
  })
}

/** The bytes of all, one behind the other. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    joined.set(piece, at)
    at += piece.length
  }
  return joined
}

const textOfMember = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))

/** As browsers write names in forms: a quote or a line break would end the header. */
function quoted(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}
