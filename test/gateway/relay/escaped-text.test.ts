/** Texts full of quotes and backslashes, looked through in steps: they end where they end byte by byte. */
import { expect, test } from 'vitest'
import { escapedText } from '../../../src/gateway/relay/escaped-text.js'
import { JsonScan } from '../../../src/gateway/relay/scan-json.js'
import { seededRandom } from '../../../src/runtime/trace/seeded-random.js'
import { runs } from '../../support/soak.js'

const random = seededRandom(11)
const below = (count: number) => Math.floor(random() * count)

/** A text as JSON writes it; `letters` makes some of it likelier. */
function written(length: number, letters: readonly string[]): string {
  let text = ''
  while (text.length < length) text += letters[below(letters.length)] ?? ''
  return text
}

const kinds: readonly (readonly string[])[] = [
  ['\\"', 'word ', 'x'],
  ['\\"', '\\\\', 'ab', '\\n'],
  ['\\"'],
  ['\\\\', '\\\\\\"'],
  ['\\"', 'a long piece of text without any of them in it, longer than a step '],
  ['é', '\\u00e9', '\\"'],
]

/** Index of the first quote that is not escaped, or the length. */
function endOf(bytes: Buffer, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] === 0x22) return at
    if (bytes[at] === 0x5c) at++
  }
  return bytes.length
}

/** Places where no escape has begun, as the byte-by-byte walk visits them. */
function fresh(bytes: Buffer, from: number, to: number): boolean {
  let at = from
  while (at < to) at += bytes[at] === 0x5c ? 2 : 1
  return at === to
}

const total = runs(600, 20_000)

test(`${total} texts are passed over up to their end, and never beyond`, { timeout: 300_000 }, () => {
  const text = escapedText()
  for (let nth = 0; nth < total; nth++) {
    const letters = kinds[nth % kinds.length] ?? ['x']
    const bytes = Buffer.from(`${written(below(900), letters)}${nth % 3 === 0 ? '' : '"'}${written(below(300), [...letters, '"'])}`)
    text.begin()
    const end = endOf(bytes, 0)
    for (let at = 0; at < end; ) {
      const next = text.skip(bytes, at)
      expect([String(bytes), at, next >= at && (next <= end || end === bytes.length), fresh(bytes, at, next)]).toEqual([
        String(bytes),
        at,
        true,
        true,
      ])
      // a few bytes of one's own, as a scan does
      at = next
      for (let left = 1 + below(70); left > 0 && at < end; left--) at += bytes[at] === 0x5c ? 2 : 1
    }
  }
})

test('a text that is longer than what is looked at in one go ends at its quote', () => {
  for (const length of [65_530, 65_600, 200_000]) {
    const body = Buffer.from(`["${written(length, ['\\"', 'word '])}",7]`)
    const found: unknown[] = []
    const scan = new JsonScan({ key: () => undefined, value: (kind, _text, depth, from, to) => found.push([kind, depth, from, to]) })
    expect([scan.push(body), scan.end()]).toEqual([true, true])
    expect(found).toEqual([
      ['string', 1, 1, body.length - 3],
      ['number', 1, body.length - 2, body.length - 1],
      ['array', 0, 0, body.length],
    ])
  }
})

test('pieces that come in the same memory one after the other are looked through anew', () => {
  const memory = Buffer.alloc(400)
  const pieces = [`["${'\\"'.repeat(199)}`, '\\"'.repeat(200), `${'\\"'.repeat(100)}",${' '.repeat(197)}1`, ']'.padEnd(400)]
  const found: unknown[] = []
  const scan = new JsonScan({ key: () => undefined, value: (kind, _text, depth) => found.push([kind, depth]) })
  for (const piece of pieces) {
    memory.write(piece.padEnd(400), 'latin1')
    expect(scan.push(memory)).toBe(true)
  }
  expect([scan.end(), found]).toEqual([
    true,
    [
      ['string', 1],
      ['number', 1],
      ['array', 0],
    ],
  ])
})

test('whole bodies of such texts, cut anywhere, are what a parser reads', () => {
  for (let nth = 0; nth < 200; nth++) {
    const letters = kinds[nth % kinds.length] ?? ['x']
    const texts = Array.from({ length: 3 }, () => written(below(3_000), letters))
    const body = Buffer.from(`[${texts.map((each) => `"${each}"`).join(',')}]`)
    const places: [number, number][] = []
    const scan = new JsonScan({
      key: () => undefined,
      value: (kind, _text, _depth, from, to) => kind === 'string' && places.push([from, to]),
    })
    const at = below(body.length)
    expect([scan.push(body.subarray(0, at)), scan.push(body.subarray(at)), scan.end()]).toEqual([true, true, true])
    expect(places.map(([from, to]) => JSON.parse(body.toString('utf8', from, to)))).toEqual(JSON.parse(String(body)))
  }
})
