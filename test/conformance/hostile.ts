/** What a broken or hostile host may send: ways to spoil the pieces of an answer, and values of any type in any place. */
import fc from 'fast-check'
import { runs } from '../support/soak.js'

export type Pieces = readonly Uint8Array[]
/** A way to spoil an answer, with the name that a counterexample shows. */
export type Spoiling = { readonly name: string; spoil(pieces: Pieces): Pieces }

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const joined = (pieces: Pieces): Uint8Array => new Uint8Array(Buffer.concat(pieces))
const at = (share: number, length: number) => Math.min(length, Math.floor(share * (length + 1)))

/** Bodies that are no answer. */
export const junkTexts: readonly string[] = [
  '',
  ' \n',
  'null',
  '7',
  '"text"',
  '[]',
  '[null]',
  '{}',
  '[[[[[[',
  '{"half":',
  '\u0000\u0000\u0000\u0000',
  '\ufeff{"a":1}',
  '<!doctype html><title>502 Bad gateway</title>',
  'data: \n\n',
  'data: [DONE]\n\n',
  'data: null\n\ndata: 7\n\ndata: "x"\n\n',
  'event: error\ndata: nothing\n\n',
  ': comment\n\nid: 1\nretry: 5\n\n',
  '{"error":null}\n',
  '{"error":[]}',
  '{"error":{"message":{"deep":[1]}},"message":7,"detail":{"a":null}}',
  '{"type":"error","error":7}',
  '{"choices":[null],"candidates":[null],"output":{"message":{"content":[null]}},"message":null,"content":[null],"embeddings":[null],"data":[null]}',
  '{"__proto__":{"choices":[]},"constructor":1}',
]

/** Values of every type, to stand where something else is expected. */
const junkValues = [null, 0, -1, 1e300, '', 'text', true, [], {}, [null], [[]], { type: 7 }, { failure: 1 }]

/** Ways to spoil, chosen by fast-check. */
export const spoilings: fc.Arbitrary<Spoiling> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({
    name: `cut off at ${share}`,
    spoil: (pieces: Pieces) => [joined(pieces).subarray(0, at(share, joined(pieces).length))],
  })),
  fc.array(fc.nat(30), { maxLength: 30 }).map((order) => ({
    name: `in the order ${order}`,
    spoil: (pieces: Pieces) => order.flatMap((index) => pieces[index % Math.max(1, pieces.length)] ?? []),
  })),
  fc.nat(30).map((index) => ({
    name: `${index} twice`,
    spoil: (pieces: Pieces) => pieces.flatMap((piece, here) => (here === index % pieces.length ? [piece, piece] : [piece])),
  })),
  fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.double({ min: 0, max: 1, noNaN: true })).map(([noise, share]) => ({
    name: `noise ${noise} at ${share}`,
    spoil: (pieces: Pieces) => {
      const bytes = joined(pieces)
      const place = at(share, bytes.length)
      return [bytes.subarray(0, place), noise, bytes.subarray(place)]
    },
  })),
  fc.tuple(fc.constantFrom(...junkTexts), fc.nat(30)).map(([text, index]) => ({
    name: `${JSON.stringify(text)} in place of ${index}`,
    spoil: (pieces: Pieces) => pieces.map((piece, here) => (here === index % pieces.length ? utf8(text) : piece)),
  })),
  fc.constantFrom(...junkTexts).map((text) => ({ name: `${JSON.stringify(text)} alone`, spoil: () => [utf8(text)] })),
  fc.nat(0xffffffff).map((seed) => ({ name: `members of other types, seed ${seed}`, spoil: (pieces: Pieces) => respelled(pieces, seed) })),
  fc.integer({ min: 1, max: 40 }).map((size) => ({
    name: `in pieces of ${size} bytes`,
    spoil: (pieces: Pieces) => {
      const bytes = joined(pieces)
      return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
    },
  })),
)

/** Lines of JSON, as bodies, events or lines of a stream, in which one member has another type. */
function respelled(pieces: Pieces, seed: number): Pieces {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
  return pieces.map((piece) => {
    const text = new TextDecoder().decode(piece)
    const found = /\{.*\}/s.exec(text)
    if (found === null || random() < 0.5) return piece
    try {
      return utf8(text.replace(found[0], () => JSON.stringify(respell(JSON.parse(found[0]), random))))
    } catch {
      return piece // a binary frame, or several objects: the other ways spoil them
    }
  })
}

/** A copy in which one member has another type. */
export function respell(value: unknown, random: () => number): unknown {
  const copy: unknown = structuredClone(value)
  let here: unknown = copy
  for (let depth = 0; depth < 14 && typeof here === 'object' && here !== null; depth += 1) {
    const keys = Object.keys(here)
    const key = keys[Math.floor(random() * keys.length)]
    if (key === undefined) break
    const next: unknown = Reflect.get(here, key)
    if (typeof next !== 'object' || next === null || random() < 0.3) {
      Reflect.set(here, key, junkValues[Math.floor(random() * junkValues.length)])
      break
    }
    here = next
  }
  return copy
}

/** A million characters in one piece, five in a soak, by name: what grows faster than its input is late with either. */
export const oversized: readonly Spoiling[] = makeOversized()

function makeOversized(): readonly Spoiling[] {
  const size = runs(1_000_000, 5_000_000)
  const long = 'x'.repeat(size)
  const body = JSON.stringify({ error: { message: long } })
  const event = JSON.stringify({ id: long, type: 'message', choices: [{ index: 0, delta: { content: long } }] })
  const alone = (name: string, text: string) => {
    const bytes = utf8(text)
    return { name, spoil: () => [bytes] }
  }
  const first = (name: string, text: string) => {
    const bytes = utf8(text)
    return { name, spoil: (pieces: Pieces) => [bytes, ...pieces] }
  }
  return [
    alone('one line without an end', long),
    alone('an object of one long text', body),
    alone('an event of one long text', `data: ${event}\n\n`),
    alone('a line that is not JSON', `data: {${long}\n\n`),
    alone('brackets that never close', '['.repeat(size)),
    first('a long comment in front', `: ${long}\n\n`),
    first('a long line in front', `${event}\n`),
    {
      name: 'a frame that says it is four gigabytes',
      spoil: () => [new Uint8Array([255, 255, 255, 255, 0, 0, 0, 9, 1, 2, 3, 4]), utf8(long)],
    },
  ]
}
