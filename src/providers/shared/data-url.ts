/** Data URLs and base64 text, without Node's `Buffer`. */

/** What a data URL holds. */
export type DataUrl = { readonly mime: string; readonly base64: string }

/** Type and content of a data URL; undefined for any other text. A URL without a type is plain text. */
export function readDataUrl(url: string): DataUrl | undefined {
  if (!/^data:/i.test(url)) return undefined
  const comma = url.indexOf(',')
  if (comma < 0) return undefined
  const head = url.slice(5, comma).split(';')
  const payload = url.slice(comma + 1)
  const isBase64 = head.some((part) => part.trim().toLowerCase() === 'base64')
  return { mime: (head[0] ?? '').trim().toLowerCase() || 'text/plain', base64: isBase64 ? payload : toBase64(percentDecoded(payload)) }
}

/** The text of base64, or undefined where it is none. */
export function textOfBase64(base64: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)))
  } catch {
    return undefined // neither base64 nor UTF-8: the caller names the file
  }
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text // a stray % in a data URL stands for itself
  }
}

function toBase64(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}
