/** A short line diff: enough to see what kind of change it is. */

/** Lines shown of each side of a file. */
const shown = 6

/** Unified in style: a line number, then `-` lines of the old and `+` lines of the new text. '' where they are equal. */
export function shortDiff(path: string, before: string | undefined, after: string | undefined): string {
  if (before === after) return ''
  if (before === undefined) return `+ ${path} is missing\n`
  if (after === undefined) return `- ${path} is left over from an earlier run\n`
  const old = before.split('\n')
  const now = after.split('\n')
  let first = 0
  while (first < old.length && first < now.length && old[first] === now[first]) first++
  let end = 0
  while (end < old.length - first && end < now.length - first && old[old.length - 1 - end] === now[now.length - 1 - end]) end++
  return [
    `--- ${path}:${first + 1}`,
    ...side('-', old.slice(first, old.length - end)),
    ...side('+', now.slice(first, now.length - end)),
    '',
  ].join('\n')
}

function side(sign: string, lines: readonly string[]): readonly string[] {
  const rest = lines.length - shown
  return [...lines.slice(0, shown).map((line) => `${sign} ${line.slice(0, 160)}`), ...(rest > 0 ? [`${sign} … ${rest} more lines`] : [])]
}
