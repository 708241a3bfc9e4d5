/** The lines of a file that comes from a provider, one after the other: files of batches are longer than anybody wants to hold. */

/** Longest line, characters. */
const longestLine = 33_554_432

/** Rejects with what `tooLong` makes for a line that is too long to be held. The last line may be empty. */
export async function* linesOf(pieces: AsyncIterable<Uint8Array>, tooLong: () => Error): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let open = ''
  for await (const piece of pieces) {
    const [first = '', ...more] = decoder.decode(piece, { stream: true }).split('\n')
    open += first
    if (open.length > longestLine) throw tooLong()
    for (const next of more) {
      yield open
      open = next
    }
  }
  yield open
}
