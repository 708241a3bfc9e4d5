/** Keeps secrets out of what is printed: CI logs are read by more people than the config. */
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Source, Span } from '../compiler/source.js'

/** The sources with every secret that a diagnostic points at starred out, whichever diagnostic shows the line. Offsets stay. */
export function maskSecrets(sources: readonly Source[], diagnostics: readonly Diagnostic[]): readonly Source[] {
  const secrets = diagnostics.filter((each) => each.secret === true).map((each) => each.at)
  if (secrets.length === 0) return sources
  return sources.map((source, file) => {
    const text = secrets.filter((at) => at.file === file).reduce(mask, source.text)
    return { ...source, text }
  })
}

/** First three and last four characters stay, so that the owner knows which one it is; of a short one nothing does. */
function mask(text: string, { start, end }: Span): string {
  const secret = text.slice(start, end)
  const [head, tail] = secret.length >= 16 ? [3, 4] : [0, 0]
  const middle = secret.slice(head, secret.length - tail).replace(/[^\r\n]/g, '*')
  return text.slice(0, start + head) + middle + text.slice(end - tail)
}
