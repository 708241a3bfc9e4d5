/** Columns that text takes on a terminal: carets must stand under what they mean. */

const tabWidth = 4

/** First and last code point of ranges that take two columns (East Asian Width W and F, emoji). Source: Unicode 16, EastAsianWidth.txt, neighbours joined. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2757],
  [0x2795, 0x2797],
  [0x2b50, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1faff],
  [0x20000, 0x3fffd],
]

export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** 0 for combining marks and joiners, 2 for wide characters, 1 for all others; a tab counts as {@link showLine} shows it. */
export function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x300) return character === '\t' ? tabWidth : 1
  if (/^(?:\p{Mn}|\p{Me}|[\u200b-\u200f])$/u.test(character)) return 0
  return wide.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}

/** Text as it may go to a terminal: tabs as spaces, control and direction characters (escape sequences!) as a replacement sign. */
export function showLine(text: string): string {
  return showText(text.replaceAll('\t', ' '.repeat(tabWidth)))
}

/** The same for messages, which keep their line ends. */
export function showText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD')
}
