/** Replaces one text by another in bytes that flow by, wherever they are cut. */
import { Transform } from 'node:stream'

/** Both are ASCII. */
export function renaming(from: string, to: string): Transform {
  let open = ''
  // each byte is one character of latin1, whatever it means
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const text = (open + piece.toString('latin1')).replaceAll(from, to)
      const kept = beginningAtEnd(text, from)
      open = text.slice(text.length - kept)
      done(null, Buffer.from(text.slice(0, text.length - kept), 'latin1'))
    },
    flush(done) {
      done(null, Buffer.from(open, 'latin1'))
    },
  })
}

/** How many characters at the end of a text may be the beginning of another. */
function beginningAtEnd(text: string, wanted: string): number {
  for (let length = Math.min(wanted.length - 1, text.length); length > 0; length--)
    if (text.endsWith(wanted.slice(0, length))) return length
  return 0
}
