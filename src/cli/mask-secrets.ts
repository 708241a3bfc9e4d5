/** Keeps secrets out of what is printed: CI logs are read by more people than the config. */
import type { Diagnostic } from '../compiler/diagnostic.js'
import { secretRanges } from '../compiler/redact.js'
import type { Source } from '../compiler/source.js'

/**
 * The sources with every secret starred out: what a diagnostic marks as one, whichever diagnostic shows the line, and
 * what looks like a key in a file that could not be read. Offsets stay.
 */
export function maskSecrets(sources: readonly Source[], diagnostics: readonly Diagnostic[]): readonly Source[] {
  return sources.map((source, file) => {
    const marked = diagnostics.flatMap(({ secret, at }) => (secret === true && at.file === file ? [[at.start, at.end] as const] : []))
    const ranges = [...marked, ...secretRanges(source.text)]
    return ranges.length === 0 ? source : { ...source, text: starred(source.text, ranges) }
  })
}

function starred(text: string, ranges: readonly (readonly [number, number])[]): string {
  const parts: string[] = []
  let done = 0
  for (const [start, end] of ranges.toSorted(([a], [b]) => a - b)) {
    if (end <= done) continue
    const from = Math.max(start, done)
    parts.push(text.slice(done, from), star(text.slice(from, end)))
    done = end
  }
  return parts.join('') + text.slice(done)
}

/** First three and last four characters stay, so that the owner knows which one it is; of a short one nothing does. */
function star(secret: string): string {
  const [head, tail] = secret.length >= 16 ? [3, 4] : [0, 0]
  const middle = secret.slice(head, secret.length - tail).replace(/[^\r\n]/g, '*')
  return secret.slice(0, head) + middle + secret.slice(secret.length - tail)
}
