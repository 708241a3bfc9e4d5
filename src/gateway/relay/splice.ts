/** Changes a few bytes of a body that comes in pieces, and copies nothing that it need not. */

/** Bytes from `from` to `to` become `text`. */
export type Edit = { readonly from: number; readonly to: number; readonly text: string }

/** Below this many bytes one piece is cheaper than several. */
const smallBytes = 65_536

/** The pieces with the edits made; edits must not overlap. Small ones become one. */
export function splice(parts: readonly Buffer[], edits: readonly Edit[]): readonly Buffer[] {
  const sorted = [...edits].sort((a, b) => a.from - b.from || a.to - b.to)
  const out: Buffer[] = []
  let base = 0
  let at = 0
  let next = 0
  for (const part of parts) {
    const end = base + part.length
    for (let edit = sorted[next]; edit !== undefined && edit.from < end; edit = sorted[next]) {
      if (edit.from > at) out.push(part.subarray(at - base, edit.from - base))
      out.push(Buffer.from(edit.text))
      at = edit.to
      next++
    }
    if (at < end) {
      out.push(at <= base ? part : part.subarray(at - base))
      at = end
    }
    base = end
  }
  const size = sizeOf(out)
  return size <= smallBytes && out.length > 1 ? [Buffer.concat(out, size)] : out
}

/** Bytes of all pieces. */
function sizeOf(parts: readonly Uint8Array[]): number {
  let size = 0
  for (const part of parts) size += part.length
  return size
}
