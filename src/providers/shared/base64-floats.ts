/** Vectors as base64 text of little-endian 32-bit floats, the form OpenAI and Voyage send embeddings in. */

/** The numbers, or undefined where the text is not base64 of whole floats. */
export function fromBase64Floats(text: string): number[] | undefined {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined // not base64: the caller reports the vector
  }
  if (binary.length % 4 !== 0) return undefined
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i)
  const view = new DataView(bytes.buffer)
  return Array.from({ length: binary.length / 4 }, (_, i) => view.getFloat32(i * 4, true))
}

/** The numbers as base64 text. */
export function toBase64Floats(numbers: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(numbers.length * 4))
  numbers.forEach((value, i) => {
    view.setFloat32(i * 4, value, true)
  })
  let binary = ''
  for (let i = 0; i < view.byteLength; i += 1) binary += String.fromCharCode(view.getUint8(i))
  return btoa(binary)
}
