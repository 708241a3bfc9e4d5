/** Names that look like a misspelled one, for messages. */

/** Longest name compared: messages need no more, and the comparison is quadratic. */
const longest = 100

/** Up to two names within a third of the length, nearest first. */
export function nearestNames(name: string, names: readonly string[]): readonly string[] {
  const wanted = name.slice(0, longest).toLowerCase()
  const limit = Math.max(2, Math.floor(wanted.length / 3))
  return names
    .map((candidate) => ({ candidate, distance: distanceBetween(wanted, candidate.slice(0, longest).toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 2)
    .map(({ candidate }) => candidate)
}

/** Edits (insert, delete, replace) from `a` to `b`. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
