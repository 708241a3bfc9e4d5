/** The one way by which text from a config enters emitted code: as a literal that cannot end early or mean something else. */

/** Anything that can be written as a literal: JSON, with absent members as `undefined`. */
export type Writable = null | undefined | boolean | number | string | readonly Writable[] | { readonly [key: string]: Writable }

const widest = 140

/**
 * Characters that would end a string, break a line, or change how a reader sees it: quotes, control characters, line
 * and paragraph separators, lone surrogates, noncharacters, and invisible marks such as those that reorder text.
 */
const unsafe = /['\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu
const named: ReadonlyMap<string, string> = new Map([
  ["'", "\\'"],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

const escaped = (character: string): string => named.get(character) ?? character.split('').map(unitEscape).join('')
const unitEscape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Plain ASCII without quote and backslash: nearly all text, and not worth the slower search. */
const isPlain = (text: string): boolean => /^[ -&(-[\]-~]*$/.test(text)

/** `text` as a single-quoted string literal. */
export function textLiteral(text: string): string {
  return isPlain(text) ? `'${text}'` : `'${text.replace(unsafe, escaped)}'`
}

/** `name` as a property name: bare where it can be. Quoted `__proto__:` would set the prototype, so it is computed. */
export function keyLiteral(name: string): string {
  if (name === '__proto__') return "['__proto__']"
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : textLiteral(name)
}

/** `value` as an expression, on one line where it fits. `indent` is the indentation of the line it starts on. */
export function literal(value: Writable, indent = ''): string {
  if (typeof value !== 'object' || value === null) return scalarLiteral(value)
  const [open, close] = isList(value) ? '[]' : '{}'
  const members = membersOf(value)
  const texts = members.map(([key, item]) => key + inline(item))
  const line = onOneLine(value, texts)
  if (line.length + indent.length <= widest) return line
  const inner = `${indent}  `
  // A member that is too long itself is written again, over several lines.
  const lines = members.map(([key, item], index) => inner + fitting(texts[index], inner, () => key + literal(item, inner)))
  return `${open}\n${lines.join(',\n')},\n${indent}${close}`
}

function fitting(line: string | undefined, indent: string, otherwise: () => string): string {
  return line !== undefined && line.length + indent.length < widest ? line : otherwise()
}

function inline(value: Writable): string {
  if (typeof value !== 'object' || value === null) return scalarLiteral(value)
  return onOneLine(
    value,
    membersOf(value).map(([key, item]) => key + inline(item)),
  )
}

function onOneLine(value: object, texts: readonly string[]): string {
  if (isList(value)) return `[${texts.join(', ')}]`
  return texts.length === 0 ? '{}' : `{ ${texts.join(', ')} }`
}

/** Members with what stands before each: nothing in a list, the key in an object. Undefined ones are left out. */
function membersOf(value: readonly Writable[] | { readonly [key: string]: Writable }): readonly (readonly [string, Writable])[] {
  if (isList(value)) return value.map((item) => ['', item] as const)
  return Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[`${keyLiteral(key)}: `, item] as const]))
}

function scalarLiteral(value: null | undefined | boolean | number | string): string {
  if (typeof value === 'string') return textLiteral(value)
  return typeof value === 'number' ? numberLiteral(value) : String(value)
}

function numberLiteral(value: number): string {
  if (Number.isNaN(value)) return 'Number.NaN'
  if (!Number.isFinite(value)) return value > 0 ? 'Number.POSITIVE_INFINITY' : 'Number.NEGATIVE_INFINITY'
  return Object.is(value, -0) ? '-0' : String(value)
}

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value)
}
