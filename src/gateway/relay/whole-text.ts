/** Whether a JSON text says its value and nothing else, so that it may go on with a place of it edited: no spaces, no name twice. */
import type { JsonRecord } from '../../providers/shared/json.js'

/** The shortest member is `"":1,`: nothing that is shorter than it can hide one. */
const shortestMember = 5

/**
 * True where `text` is as long as its value when that is written without spaces: a member that a parser has dropped for a later one of
 * its name would make it longer. Costs a fifth of writing the value. A text with `\u` is not looked at.
 */
export function isWhole(text: string, value: JsonRecord): boolean {
  const escapes = escapesIn(text)
  if (escapes === -1) return false
  const size = new WrittenSize()
  size.addRecord(value)
  return size.characters + escapes === text.length && size.slack < shortestMember
}

/** Backslashes that escape one character, or -1 where one escapes more. */
function escapesIn(text: string): number {
  let count = 0
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at + 2)) {
    if (text.charCodeAt(at + 1) === 0x75) return -1
    count++
  }
  return count
}

/** Characters of a value in JSON, escapes counted as what they stand for. */
class WrittenSize {
  characters = 0
  /** How much shorter its numbers may have been written, with exponents. */
  slack = 0

  addRecord(record: JsonRecord): void {
    let size = 1
    for (const name in record) {
      size += name.length + 4
      this.#add(record[name])
    }
    // a comma fewer than members, and the bracket
    this.characters += size === 1 ? 2 : size
  }

  #add(value: unknown): void {
    if (typeof value === 'string') this.characters += value.length + 2
    else if (typeof value === 'number') this.#addNumber(value)
    else if (value === null || value === true) this.characters += 4
    else if (value === false) this.characters += 5
    else if (Array.isArray(value)) this.#addList(value)
    else this.addRecord(value as JsonRecord) // JSON has nothing else
  }

  #addList(list: readonly unknown[]): void {
    this.characters += list.length === 0 ? 2 : list.length + 1
    for (const each of list) this.#add(each)
  }

  #addNumber(value: number): void {
    const { length } = String(value)
    this.characters += length
    // 1e3
    if (value !== 0 && (value % 1_000 === 0 || Math.abs(value) < 0.01 || Math.abs(value) > 1e15)) this.slack += length - 3
  }
}
