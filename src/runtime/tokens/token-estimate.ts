/** Tokens of a text: estimated from its characters in one pass, or counted by a tokenizer of the `gpt-tokenizer` package. */

/** What is used of the package `gpt-tokenizer`. */
export type Tokenizer = { countTokens(text: string, options: { readonly disallowedSpecial: Set<string> }): number }

/**
 * What an estimate is multiplied by to be on the safe side: of prose in 40 languages, code, JSON and tables it lies between
 * 0.8 and 1.6 of what `o200k_base` counts, all together within a tenth. The test of this file holds it to that.
 */
export const safeSide = 1.2
/** The same for the other side: with it an estimate is never above what is counted. */
export const lowSide = 0.6

/** Kinds of characters, and what the first, the following, and those from `from` on in a run of one kind cost. Fitted, see {@link safeSide}. */
const kinds = [
  { name: 'letter', first: 0.88, next: 0, from: 5, late: 0.4 },
  { name: 'digit', first: 1.5, next: 0, from: 3, late: 0.47 },
  { name: 'sign', first: 0.5, next: 0.41, from: 1, late: 0.41 },
  { name: 'symbol', first: 1.1, next: 0.75, from: 1, late: 0.75 },
  { name: 'space', first: 0, next: 1.3, from: 2, late: 0.02 },
  { name: 'line', first: 0.64, next: 0.05, from: 1, late: 0.05 },
  { name: 'cyrillic', first: 1.65, next: 0, from: 4, late: 0.14 },
  { name: 'greek', first: 1.45, next: 0, from: 3, late: 0.27 },
  { name: 'han', first: 0.74, next: 0.74, from: 1, late: 0.74 },
  { name: 'kana', first: 0.67, next: 0.67, from: 1, late: 0.67 },
  { name: 'hangul', first: 0.68, next: 0.68, from: 1, late: 0.68 },
  { name: 'arabic', first: 1, next: 0, from: 2, late: 0.28 },
  { name: 'indic', first: 0.42, next: 0.42, from: 1, late: 0.42 },
  { name: 'other', first: 2.2, next: 2.2, from: 1, late: 2.2 },
  { name: 'half', first: 1, next: 1, from: 1, late: 1 },
] as const
type Kind = (typeof kinds)[number]['name']

/** An accented letter, a capital after a small letter (`camelCase`) and one after a capital cost so much more than a letter. */
const accent = 0.65
const hump = 0.44
const shout = 0.15

/** Costs of the first characters of a run, by kind; the last stands for all that follow. */
const depth = 8
const costs = Float64Array.from({ length: kinds.length * depth }, (_, at) => {
  const { first, next, from, late } = kinds[Math.floor(at / depth)] ?? kinds[0]
  const nth = at % depth
  return nth === 0 ? first : nth < from ? next : late
})

const kindOf = (name: Kind): number => kinds.findIndex((kind) => kind.name === name)
const letter = kindOf('letter')
const digit = kindOf('digit')
const sign = kindOf('sign')
const han = kindOf('han')
const other = kindOf('other')

const ascii = Uint8Array.from({ length: 128 }, (_, code) => {
  if (isCapital(code) || isSmall(code)) return letter
  if (code >= 48 && code <= 57) return digit
  if (code === 10 || code === 13) return kindOf('line')
  return code === 32 || code === 9 ? kindOf('space') : sign
})

/** First and last code of the scripts beyond ASCII, in order. Source: the block table of Unicode. */
const blocks: readonly (readonly [number, number, number])[] = [
  [0x80, 0xbf, kindOf('symbol')],
  [0xc0, 0x24f, letter],
  [0x250, 0x2af, other],
  [0x300, 0x36f, other],
  [0x370, 0x3ff, kindOf('greek')],
  [0x400, 0x52f, kindOf('cyrillic')],
  [0x530, 0x77f, kindOf('arabic')], // Armenian and Hebrew too
  [0x900, 0xe7f, kindOf('indic')], // Thai too
  [0x10a0, 0x10ff, kindOf('arabic')], // Georgian
  [0x1e00, 0x1eff, letter],
  [0x1f00, 0x1fff, kindOf('greek')],
  [0x2000, 0x2fff, kindOf('symbol')],
  [0x3000, 0x303f, kindOf('han')],
  [0x3040, 0x30ff, kindOf('kana')],
  [0x3100, 0x9fff, han],
  [0xac00, 0xd7af, kindOf('hangul')],
  [0xd800, 0xdfff, kindOf('half')], // of a character beyond the first 65,536
  [0xf900, 0xfaff, han],
  [0xfe00, 0xffef, kindOf('han')], // full-width forms
]

/** Tokens of a text, estimated; neither side is the safe one. Multiply by {@link safeSide} or {@link lowSide} for that. */
export function estimateTokens(text: string): number {
  let tokens = 0
  let run = -1
  let nth = 0
  let before = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? (ascii[code] ?? sign) : beyond(code)
    nth = kind === run ? Math.min(nth + 1, depth - 1) : 0
    run = kind
    tokens += costs[kind * depth + nth] ?? 0
    if (kind !== letter) continue
    if (code >= 128) tokens += accent
    else if (nth > 0 && isCapital(code)) tokens += isSmall(before) ? hump : shout
    before = code
  }
  return tokens
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

function isSmall(code: number): boolean {
  return code >= 97 && code <= 122
}

function beyond(code: number): number {
  for (let at = 0; at < blocks.length; at++) {
    const [from, to, kind] = blocks[at] ?? [0, 0, other]
    if (code <= to) return code >= from ? kind : other
  }
  return other
}

/**
 * More tokens than this no tokenizer makes of a text: one for each byte of its UTF-8, of which a character of UTF-16 has at
 * most three. The text is not read for it.
 */
export function mostTokens(text: string): number {
  return text.length * 3
}

/** Longest piece counted at once: the package's time grows with the square of the length of a word. */
const piece = 512
const nothingSpecial = { disallowedSpecial: new Set<string>() }

/** Tokens of a text by the tokenizer: where a piece ends within a word, up to one more than there are. */
export function countTokens(text: string, tokenizer: Tokenizer): number {
  let tokens = 0
  for (let at = 0; at < text.length; at += piece) tokens += tokenizer.countTokens(text.slice(at, at + piece), nothingSpecial)
  return tokens
}

/** True for the package, or anything that counts as it does. */
export function isTokenizer(value: unknown): value is Tokenizer {
  return typeof value === 'object' && value !== null && 'countTokens' in value && typeof value.countTokens === 'function'
}
