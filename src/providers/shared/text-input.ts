/** What an embedding request may hold where a host takes text only. */

/** A list of texts, not empty. */
export function isTextList(input: unknown): input is string[] {
  return Array.isArray(input) && input.length > 0 && input.every((entry) => typeof entry === 'string')
}

/** One text, or a list of them. */
export function isText(input: unknown): input is string | string[] {
  return typeof input === 'string' || isTextList(input)
}
