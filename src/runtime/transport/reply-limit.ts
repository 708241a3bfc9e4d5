/** How large an answer may grow that is collected whole. */

/** Bytes: half of what Node can hold as one text. */
export const maxReplyBytes = 268_435_456

/** Why a larger answer is not taken. */
export function tooLarge(limitBytes: number): Error {
  return new Error(`the answer is larger than ${limitBytes} bytes`)
}
