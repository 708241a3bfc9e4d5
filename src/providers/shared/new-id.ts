/** Ids for answers and tool calls that a provider sends without one. */

/** The prefix and 24 hex digits. */
export function newId(random: () => number, prefix: string): string {
  let digits = ''
  while (digits.length < 24) {
    digits += Math.floor(random() * 0x1000000)
      .toString(16)
      .padStart(6, '0')
  }
  return prefix + digits
}
