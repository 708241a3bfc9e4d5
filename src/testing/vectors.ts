/** Vectors for the inputs of an embedding request, whichever form they have. */
import { deriveVector } from './derive-answer.js'
import { textOf, wordsIn } from './mock-format.js'

export type Vectors = { readonly vectors: readonly (readonly number[])[]; readonly tokens: number }

/** One vector for each input, of `dimensions` numbers (default 8); undefined where there is no input. */
export function vectorsOf(input: unknown, dimensions: unknown): Vectors | undefined {
  const texts = inputsOf(input)
  if (texts === undefined) return undefined
  const length = typeof dimensions === 'number' ? dimensions : 8
  return { vectors: texts.map((text) => deriveVector(text, length)), tokens: wordsIn(texts) }
}

/** Texts as they are, lists of token numbers as their text; undefined where neither. */
function inputsOf(input: unknown): readonly string[] | undefined {
  if (typeof input === 'string') return [input]
  if (!Array.isArray(input) || input.length === 0) return undefined
  if (typeof input[0] === 'number') return [input.join(' ')]
  return input.map((each: unknown) =>
    Array.isArray(each) && typeof each[0] === 'number' ? each.join(' ') : typeof each === 'string' ? each : textOf([each]),
  )
}

/** Little-endian 32-bit floats, as OpenAI packs them. */
export function toBase64(vector: readonly number[]): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4))
  for (const [i, value] of vector.entries()) view.setFloat32(i * 4, value, true)
  return btoa(String.fromCharCode(...new Uint8Array(view.buffer)))
}
