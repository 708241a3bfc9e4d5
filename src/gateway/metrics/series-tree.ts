/** Finds what was made for requests of the same kind without building a text for it: one map for each thing it depends on. */

type Node = Map<unknown, unknown>

/** Values by the answers to a fixed list of questions. Holds at most `most`; what does not fit is made each time. */
export class SeriesTree<Asked, Value extends object> {
  readonly #questions: readonly ((asked: Asked) => unknown)[]
  readonly #make: (asked: Asked) => Value
  readonly #most: number
  #root: Node = new Map()
  #size = 0

  /** At least one question. */
  constructor(questions: readonly ((asked: Asked) => unknown)[], make: (asked: Asked) => Value, most: number) {
    this.#questions = questions
    this.#make = make
    this.#most = most
  }

  /** The value for this kind of request. */
  find(asked: Asked): Value {
    const questions = this.#questions
    let node: unknown = this.#root
    for (let at = 0; at < questions.length && node !== undefined; at++) {
      // Every level but the last holds maps: `#keep` alone writes them.
      node = (node as Node).get(questions[at]?.(asked))
    }
    // The last level holds values.
    return node === undefined ? this.#keep(asked) : (node as Value)
  }

  /** Forgets everything: what is served has changed. */
  clear(): void {
    this.#root = new Map()
    this.#size = 0
  }

  #keep(asked: Asked): Value {
    const made = this.#make(asked)
    if (this.#size >= this.#most) return made
    this.#size++
    let node = this.#root
    for (const question of this.#questions.slice(0, -1)) {
      const key = question(asked)
      // As above: maps on every level but the last.
      const next = (node.get(key) as Node | undefined) ?? new Map<unknown, unknown>()
      node.set(key, next)
      node = next
    }
    node.set(this.#questions.at(-1)?.(asked), made)
    return made
  }
}
