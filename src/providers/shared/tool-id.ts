/** Tool-call ids that another vendor takes: the same id in gives the same id out, on the call and on its result. */

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Stands between an id and the thought signature that travels in it (the form is LiteLLM's); only Gemini reads what follows. */
export const signatureMark = '__thought__'

/** An id without the signature that a Gemini answer put into it. */
export function unsignedId(id: string): string {
  const at = id.indexOf(signatureMark)
  return at > 0 ? id.slice(0, at) : id
}

/** Exactly nine letters or digits; ids that are that already stay. */
export function alnum9(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : hashText(id, 9)
}

/** Letters, digits, `_` and `-`, at most `longest` characters. What does not fit is replaced, with a hash against collisions. */
export function safeToolId(id: string, longest: number): string {
  if (id.length > 0 && id.length <= longest && /^[A-Za-z0-9_-]+$/.test(id)) return id
  const readable = id.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, longest - 10)
  return `${readable}_${hashText(id, 9)}`
}

/** At most `longest` characters, otherwise unchanged. */
export function shortToolId(id: string, longest: number): string {
  return id.length <= longest ? id : `${id.slice(0, longest - 10)}_${hashText(id, 9)}`
}

/** `length` letters and digits from two 32-bit FNV-1a sums; not for secrets. */
export function hashText(text: string, length: number): string {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ (code + i), 0x85ebca6b)
    high ^= high >>> 13
  }
  let rest = BigInt(low >>> 0) * 0x100000000n + BigInt(high >>> 0)
  let out = ''
  for (let i = 0; i < length; i += 1) {
    out += alphabet[Number(rest % 62n)]
    rest = rest / 62n
  }
  return out
}
