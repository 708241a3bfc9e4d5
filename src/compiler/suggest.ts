/** Finds the names nearest to a misspelt one. Pure; the caller decides which candidates are worth offering. */

/**
 * The nearest candidate within `maxDistance` edits (one for words up to three letters, two up to eleven, else three), or undefined.
 * Letter case counts less than any edit. A candidate equal to the word is no suggestion. Ties keep the order of the candidates.
 */
export function closest(word: string, candidates: Iterable<string>, maxDistance: number = allowance(word)): string | undefined {
  return closestFew(word, candidates, 1, maxDistance)[0]
}

/** The nearest candidates, at most `count` (default and limit 4), nearest first; distances as in `closest`. */
export function closestFew(
  word: string,
  candidates: Iterable<string>,
  count = 4,
  maxDistance: number = allowance(word),
): readonly string[] {
  const lower = word.toLowerCase()
  const letters = countLetters(lower)
  const near = new Map<string, number>()
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) > maxDistance) continue
    const other = candidate.toLowerCase()
    if (foreignLetters(other, letters) > maxDistance) continue
    const edits = editDistance(lower, other, maxDistance)
    if (edits <= maxDistance) near.set(candidate, edits + caseDifference(word, candidate))
  }
  return [...near]
    .sort(([, a], [, b]) => a - b)
    .slice(0, Math.min(count, 4))
    .map(([candidate]) => candidate)
}

/** Letters are told apart by their lowest six bits: enough to pass over most of 50,000 names without comparing them. */
function countLetters(word: string): Int32Array {
  const counts = new Int32Array(64)
  for (let i = 0; i < word.length; i++) add(counts, word.charCodeAt(i), 1)
  return counts
}

/** Letters that the word does not have, each of which costs an edit at least. Leaves `letters` as it was. */
function foreignLetters(candidate: string, letters: Int32Array): number {
  let foreign = 0
  for (let i = 0; i < candidate.length; i++) if (add(letters, candidate.charCodeAt(i), -1) < 0) foreign++
  for (let i = 0; i < candidate.length; i++) add(letters, candidate.charCodeAt(i), 1)
  return foreign
}

function add(counts: Int32Array, code: number, by: 1 | -1): number {
  const sum = (counts[code & 63] ?? 0) + by
  counts[code & 63] = sum
  return sum
}

/**
 * Edits (insert, delete, replace, swap of two neighbours) that turn `a` into `b`; anything above `limit` comes back as `limit + 1`.
 * Damerau–Levenshtein in its restricted form: no substring is edited twice.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, last, beforeLast)
    if (Math.min(...current) > limit && Math.min(...last) > limit) return limit + 1
    beforeLast = last
    last = current
  }
  return Math.min(last[b.length] ?? limit + 1, limit + 1)
}

function nextRow(a: string, b: string, row: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const current = [row]
  for (let column = 1; column <= b.length; column++) {
    const same = a[row - 1] === b[column - 1]
    let cost = Math.min(at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (same ? 0 : 1))
    if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
      cost = Math.min(cost, at(beforeLast, column - 2) + 1)
    }
    current.push(cost)
  }
  return current
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}

function allowance(word: string): number {
  if (word.length <= 3) return 1
  return word.length < 12 ? 2 : 3
}

/** Below one, so that it only orders candidates with equal edits. */
function caseDifference(word: string, candidate: string): number {
  let differing = 0
  for (let i = 0; i < Math.min(word.length, candidate.length); i++) {
    if (word[i] !== candidate[i] && word[i]?.toLowerCase() === candidate[i]?.toLowerCase()) differing++
  }
  return differing / (candidate.length + word.length + 1)
}
