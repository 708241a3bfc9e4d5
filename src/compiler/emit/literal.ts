/** The one way by which text from a config enters emitted code: as a literal that cannot end early or mean something else. */

/** Anything that can be written as a literal: JSON, with absent members as `undefined`. */
export type Writable = null | undefined | boolean | number | string | readonly Writable[] | { readonly [key: string]: Writable }

const widest = 120

/**
 * Characters that would end a string, break a line, or change how a reader sees it: quotes, control characters, line
 * and paragraph separators, lone surrogates, byte-order marks, and the invisible marks that reorder text.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const unsafe = /['\\\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
const named: ReadonlyMap<string, string> = new Map([
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const escaped = (character: string): string => named.get(character) ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** `text` as a single-quoted string literal. */
export function textLiteral(text: string): string {
  return `'${text.replace(unsafe, escaped)}'`
}

/** `name` as a property name: bare where it can be. Quoted `__proto__:` would set the prototype, so it is computed. */
export function keyLiteral(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : textLiteral(name)
}

/** `value` as an expression, on one line where it fits. `indent` is the indentation of the line it starts on. */
export function literal(value: Writable, indent = ''): string {
  const line = inline(value)
  if (line.length + indent.length <= widest || typeof value !== 'object' || value === null) return line
  const inner = `${indent}  `
  if (isList(value)) return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`
  return `{\n${members(value).map(([key, item]) => `${inner}${keyLiteral(key)}: ${literal(item, inner)},\n`).join('')}${indent}}`
}

function inline(value: Writable): string {
  if (typeof value === 'string') return textLiteral(value)
  if (typeof value === 'number') return numberLiteral(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isList(value)) return `[${value.map(inline).join(', ')}]`
  const entries = members(value)
  return entries.length === 0 ? '{}' : `{ ${entries.map(([key, item]) => `${keyLiteral(key)}: ${inline(item)}`).join(', ')} }`
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'Number.NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Number.POSITIVE_INFINITY' : 'Number.NEGATIVE_INFINITY'
  return Object.is(value, -0) ? '-0' : String(value)
}

function members(value: { readonly [key: string]: Writable }): [string, Writable][] {
  return Object.entries(value).filter(([, item]) => item !== undefined)
}

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value)
}
