/** Keeps secrets out of what is said about a config: by the places that rules marked, and by the shapes of well-known keys. */
import { isPlaceholderKey } from '../catalog/placeholders.js'
import type { Diagnostic } from './diagnostic.js'
import type { Source } from './source.js'

/** Keys and tokens that give themselves away: OpenAI and its kin, Google, AWS, GitHub, Slack, JSON web tokens. */
const shapes =
  /(?<![A-Za-z0-9])(?:(?:sk|rk|gsk|xai|hf|nvapi|pplx|csk|fw|r8|ghp|gho|ghs|github_pat|glpat|xox[abposr]|lsv2)[-_][A-Za-z0-9_-]{16,}|AIza[A-Za-z0-9_-]{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)?)(?![A-Za-z0-9])/g

/** A setting whose name promises a secret, in text that may not even parse: the value, up to a blank or a bracket. */
const named =
  /(?<=(?:^|[\s{,"'_-])(?:api[_-]?key|secret|secret_key|secret_access_key|password|passwd|auth_value|client_secret|master_key|access_token|authorization)["']?[ \t]*:[ \t]*["']?(?:bearer[ \t]+)?)(?!os\.environ|bearer\b|[$&*|>!<[{#])[^\s"'#,}\]]{8,}/gim

/** Shortest text that is looked for in messages; anything shorter would hit ordinary words. */
const shortest = 6

/** Where well-known keys and the values of telling settings stand in `text`: start and end offsets. */
export function secretRanges(text: string): readonly (readonly [number, number])[] {
  return [shapes, named].flatMap((pattern) =>
    Array.from(text.matchAll(pattern)).flatMap((match): [number, number][] =>
      isReal(match[0]) ? [[match.index, match.index + match[0].length]] : [],
    ),
  )
}

/** True where a well-known key stands in `text`. */
export function holdsSecret(text: string): boolean {
  return Array.from(text.matchAll(shapes)).some(([found]) => isReal(found))
}

function isReal(text: string): boolean {
  return /\d/.test(text) && !isPlaceholderKey(text)
}

/**
 * The same findings with every secret in their sentences shortened to its first and last characters. `marks` are those that say
 * where secrets stand, if more than these.
 */
export function withoutSecrets(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  marks: readonly Diagnostic[] = diagnostics,
): readonly Diagnostic[] {
  const known = new Set(
    marks.flatMap(({ secret, at }) => (secret === true ? textsOf(sources[at.file]?.text.slice(at.start, at.end) ?? '') : [])),
  )
  return diagnostics.map((diagnostic) => {
    const { message, label, help } = diagnostic
    return {
      ...diagnostic,
      message: redact(message, known),
      ...(label !== undefined && { label: redact(label, known) }),
      ...(help !== undefined && {
        help: { text: redact(help.text, known), ...(help.replacement !== undefined && { replacement: redact(help.replacement, known) }) },
      }),
    }
  })
}

/** The value as written and, where it stands in quotes, what is in them. */
function textsOf(written: string): readonly string[] {
  return [written, /^(["'])(.*)\1$/s.exec(written)?.[2] ?? written].filter((text) => text.length >= shortest)
}

function redact(text: string, known: ReadonlySet<string>): string {
  let clean = text
  for (const secret of known) if (clean.includes(secret)) clean = clean.replaceAll(secret, () => shorten(secret))
  return clean.replace(shapes, (found) => (isReal(found) ? shorten(found) : found))
}

function shorten(secret: string): string {
  return secret.length >= 16 ? `${secret.slice(0, 3)}…${secret.slice(-4)}` : '…'
}
