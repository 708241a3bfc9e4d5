/** Line and column of a character offset, and the text of a line. */

/** Both count from 1; the column counts characters (code points), a tab as one. */
export type Position = { readonly line: number; readonly column: number }

/** Stands for a file that is not known: every place in it is 1:1. */
export const noSource = { text: '' } as const

const cut = new WeakMap<object, Lines>()

/** The lines of a source, cut once for all findings in it. */
export function linesOf(source: { readonly text: string }): Lines {
  const lines = cut.get(source) ?? new Lines(source.text)
  cut.set(source, lines)
  return lines
}

/** A text cut into lines once, for any number of lookups. Line ends are `\n`, `\r\n` and `\r`, as in YAML. */
export class Lines {
  readonly #text: string
  readonly #starts: readonly number[]

  constructor(text: string) {
    this.#text = text
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)]
  }

  at(offset: number): Position {
    const bounded = Math.max(0, Math.min(offset, this.#text.length))
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= bounded) low = middle
      else high = middle - 1
    }
    const before = this.#text.slice(this.#starts[low], bounded).replace(/[\r\n]+$/, '')
    return { line: low + 1, column: [...withoutMark(before)].length + 1 }
  }

  /** Without its end. '' beyond the last line. */
  line(number: number): string {
    const start = this.#starts[number - 1]
    if (start === undefined) return ''
    return withoutMark(this.#text.slice(start, this.#starts[number] ?? this.#text.length).replace(/[\r\n]+$/, ''))
  }
}

/** A byte-order mark is no character that anyone sees or counts. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}
