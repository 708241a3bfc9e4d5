/** Bytes as base64 text and back, without Node's `Buffer`. */

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  let binary = ''
  // in blocks: one call for a whole file would have more arguments than an engine takes
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(binary)
}

/** The bytes, or undefined where the text is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return undefined // the caller names what it was to be
  }
}
