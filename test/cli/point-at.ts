/** The span of a word in a text. */
import type { Span } from '../../src/compiler/source.js'

/** Throws where the text does not hold the word, so that a test cannot point at nothing. */
export function pointAt(text: string, word: string): Span {
  const start = text.indexOf(word)
  if (start < 0) throw new Error(`"${word}" is not in the text`)
  return { file: 0, start, end: start + word.length }
}
