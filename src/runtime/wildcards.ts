/** Model names with `*`: matching a caller's name and filling the upstream model from it. */

/** What a pattern caught: the text of each `*`, in order. */
export type Match = { readonly captures: readonly string[]; readonly name: string }

/** A pattern ready to match. */
export type Pattern = { readonly text: string; readonly regex: RegExp }

/**
 * Each `*` matches any text, also none; all else is literal.
 * Anchored at the start only, as in LiteLLM: `openai/gpt-4*x` matches a longer name too.
 */
export function createPattern(text: string): Pattern {
  const literal = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return { text, regex: new RegExp(`^${literal.join('(.*)')}`, 's') }
}

/** `.` and `..` between slashes, written out or encoded: such a name would leave its place in the path of a URL. */
const dotSegment = /(?:^|[/\\])(?:\.|%2e){1,2}(?=$|[/\\?#])/i

/** What `pattern` catches of `name`, or undefined. */
export function matchPattern(pattern: Pattern, name: string): Match | undefined {
  const found = dotSegment.test(name) ? null : pattern.regex.exec(name)
  return found === null ? undefined : { captures: found.slice(1).map((part) => part ?? ''), name }
}

/**
 * The upstream model: each `*` of `model` is filled with the text caught, in order. A model without `*` is used as it
 * stands; where the name has more `*` than the model, the caller's whole text is the model.
 */
export function fillModel(model: string, match: Match): string {
  const stars = model.split('*').length - 1
  if (stars === 0) return model
  if (match.captures.length > stars) return match.name
  let next = 0
  return model.replaceAll('*', () => match.captures[next++] ?? '')
}

/** Families whose bare names LiteLLM gives to a provider: `gpt-4o` is tried as `openai/gpt-4o` when nothing else matches. */
const bareNames: readonly (readonly [RegExp, string])[] = [
  [/^(gpt-|chatgpt-|o[134](-|$)|text-embedding-|dall-e-|whisper-|tts-)/, 'openai'],
  [/^claude-/, 'anthropic'],
  [/^gemini-/, 'gemini'],
  [/^(command|embed-)/, 'cohere'],
]

/** The name with the prefix of the provider that it is known to belong to, or undefined. */
export function withProvider(name: string): string | undefined {
  if (name.includes('/')) return undefined
  const provider = bareNames.find(([family]) => family.test(name))?.[1]
  return provider === undefined ? undefined : `${provider}/${name}`
}
