/** Reading answers: however their bytes are cut, they are read in the same way, and in that of undici where we are no stricter. */
import { createServer, type Socket } from 'node:net'
import { Client } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TransportFault } from '../../../src/protocol/http.js'
import { HeadReader } from '../../../src/runtime/transport/head-reader.js'
import { createTransport } from '../../../src/runtime/transport/transport.js'
import { type RawAnswer, type Reading, rawAnswers } from './raw-answers.js'
import { chances, noTimers, randomCuts, readPieces } from './reader-support.js'

const bytesOf = ({ raw }: RawAnswer) => Buffer.from(raw, 'latin1')
const byByte = (bytes: Buffer) => Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1))
/** What is told of it: where the table names no headers, none are compared. */
function compared(reading: Reading, { want }: RawAnswer): Reading {
  if ('fault' in reading || ('headers' in want && want.headers !== undefined)) return reading
  return { status: reading.status, body: reading.body }
}

const alphabet = [
  '\r',
  '\n',
  '\r\n',
  ' ',
  ':',
  ';',
  ',',
  '0',
  '1',
  'a',
  'f',
  '\0',
  '\t',
  '\u00ff',
  'chunked',
  'content-length: 2\r\n',
  '\r\n\r\n',
]
const short = rawAnswers.filter(({ raw }) => raw.length < 400)
/** With some faults at random places. */
function mutated(raw: string, chance: () => number): string {
  let text = raw
  for (let change = Math.floor(chance() * 3); change >= 0; change--) {
    const at = Math.floor(chance() * (text.length + 1))
    const added = chance() < 0.3 ? '' : (alphabet[Math.floor(chance() * alphabet.length)] ?? '')
    text = text.slice(0, at) + added + text.slice(at + Math.floor(chance() * 3))
  }
  return chance() < 0.2 ? text.slice(0, Math.floor(chance() * text.length)) : text
}

describe('without a socket', () => {
  test.each(rawAnswers)('$name', async (answer) => {
    const bytes = bytesOf(answer)
    const want = { reading: answer.want, stays: answer.stays === true }
    const read = async (pieces: readonly Buffer[]) => {
      const { reading, stays } = await readPieces(pieces)
      return { reading: compared(reading, answer), stays }
    }
    expect(await read([bytes])).toEqual(want)
    if (bytes.length < 30_000) expect(await read(byByte(bytes))).toEqual(want)
    // long ones: near both ends, where the lines are
    for (let at = 1; at < bytes.length; at++) {
      if (bytes.length > 1_000 && at > 300 && at < bytes.length - 100) continue
      expect({ at, ...(await read([bytes.subarray(0, at), bytes.subarray(at)])) }).toEqual({ at, ...want })
    }
    const chance = chances(bytes.length)
    for (let round = 0; round < 20; round++) expect(await read(randomCuts(bytes, chance))).toEqual(want)
  })

  test('answers with random faults are read in the same way however they are cut', async () => {
    const chance = chances(7)
    const kinds = new Map<string, number>()
    for (let round = 0; round < 4_000; round++) {
      const text = mutated(short[Math.floor(chance() * short.length)]?.raw ?? '', chance)
      const bytes = Buffer.from(text, 'latin1')
      const whole = await readPieces([bytes])
      expect([text, await readPieces(byByte(bytes))]).toEqual([text, whole])
      expect([text, await readPieces(randomCuts(bytes, chance))]).toEqual([text, whole])
      const kind = 'fault' in whole.reading ? whole.reading.fault : 'answer'
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    // all ways are taken, often
    expect(
      [...kinds]
        .filter(([, count]) => count > 30)
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(['answer', 'other', 'reset', 'truncated'])
  })
})

describe('an answer that is like one before', () => {
  const head = 'HTTP/1.1 200 OK\r\nServer: nginx\r\ncontent-length: 2\r\nX-Request-Id:  a b \r\nset-cookie: a=1\r\nset-cookie: b=2\r\n\r\n'
  const likes: readonly (readonly [string, string, string])[] = [
    ['the same', 'nginx', 'nginx'],
    ['a longer value', 'nginx', 'nginx/1.22.1 (Debian)'],
    ['a shorter value', 'nginx', 'n'],
    ['no value', 'nginx', ''],
    ['other blanks', ': nginx', ':nginx \t'],
    ['a character of latin1', 'nginx', 'n\u00e9'],
    ['a half end of a line', 'nginx', 'nginx\rx'],
    ['an end of a line that is a line feed', 'nginx\r\n', 'nginx\n'],
    ['a control character', 'nginx', 'ngi\0nx'],
    ['a character that deletes', 'nginx', 'ngin\x7f'],
    ['another name', 'Server', 'server'],
    ['one header more', 'Server: nginx\r\n', 'Server: nginx\r\nVia: 1.1 x\r\n'],
    ['one header less', 'Server: nginx\r\n', ''],
    ['a folded line', 'nginx', 'nginx\r\n x'],
    ['another status', '200 OK', '201 Created'],
    ['another version', 'HTTP/1.1', 'HTTP/1.0'],
    ['another length', 'length: 2', 'length: 1'],
    ['a length that is none', 'length: 2', 'length: 2x'],
    ['the end of its connection', 'Server: nginx', 'Connection: close'],
  ]
  test.each(likes)('%s', async (_what, was, is) => {
    const bytes = Buffer.from(`${head.replace(was, is)}ok`, 'latin1')
    const heads = new HeadReader()
    await readPieces([Buffer.from(`${head}ok`)], heads)
    expect(await readPieces([bytes], heads)).toEqual(await readPieces([bytes]))
  })

  test.each([
    ['by itself', '', 16_310, 16_370],
    ['behind a hint', 'HTTP/1.1 103 Early Hints\r\nx-long: ?\r\n\r\n', 8_120, 8_190],
  ])('one that is too long, %s', async (_what, hint, most, tooMany) => {
    const answer = (size: number) =>
      Buffer.from(`${hint}HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-long: ?\r\n\r\nok`.replaceAll('?', 'x'.repeat(size)))
    const heads = new HeadReader()
    for (const size of [9, most]) expect((await readPieces([answer(size)], heads)).reading).toMatchObject({ status: 200 })
    const read = await readPieces([answer(tooMany)], heads)
    expect(read).toEqual({ reading: { fault: 'other' }, stays: false })
    expect(await readPieces([answer(tooMany)])).toEqual(read)
  })

  test('heads that come in pieces do not drive out those of other forms', async () => {
    const heads = new HeadReader()
    const refusal = Buffer.from('HTTP/1.1 429 No\r\nb: 1\r\ncontent-length: 0\r\n\r\n')
    await readPieces([refusal], heads)
    for (let round = 0; round < 9; round++) await readPieces(byByte(Buffer.from(`${head}ok`)), heads)
    expect(heads.likeBefore(refusal, 0, refusal.length)?.status).toBe(429)
  })

  test('heads of several forms, in turn', async () => {
    const heads = new HeadReader()
    const forms = [1, 2, 3, 4, 5, 6].map((form) => `HTTP/1.1 200 OK\r\nx-form-${form}: ?\r\ncontent-length: 1\r\n\r\n!`)
    for (let round = 0; round < 40; round++) {
      const bytes = Buffer.from((forms[(round * 7) % (round < 20 ? 6 : 3)] ?? '').replace('?', `value ${round}`))
      expect(await readPieces([bytes], heads)).toEqual(await readPieces([bytes]))
    }
  })

  test('with random faults it is read as if none had been before', async () => {
    const chance = chances(11)
    let answers = 0
    for (let round = 0; round < 4_000; round++) {
      const raw = chance() < 0.5 ? `${head}ok` : (short[Math.floor(chance() * short.length)]?.raw ?? '')
      const bytes = Buffer.from(mutated(raw, chance), 'latin1')
      const heads = new HeadReader()
      await readPieces([Buffer.from(raw, 'latin1')], heads)
      const read = await readPieces([bytes], heads)
      expect([String(bytes), read]).toEqual([String(bytes), await readPieces([bytes])])
      if ('status' in read.reading) answers++
    }
    expect(answers).toBeGreaterThan(400)
  })
})

describe('over a socket, beside undici', () => {
  let pieces: readonly Buffer[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', () => void say(socket))
  })
  async function say(socket: Socket): Promise<void> {
    for (const piece of pieces) {
      socket.write(piece)
      await new Promise((resolve) => setImmediate(resolve))
    }
    socket.end()
  }
  let base = ''
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    if (typeof address === 'object' && address !== null) base = `http://127.0.0.1:${address.port}`
  })
  afterAll(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  async function byUs(): Promise<Reading> {
    const wire = createTransport()
    try {
      const reply = await wire.whole({ method: 'POST', url: `${base}/`, headers: {}, body: '{}' }, noTimers)
      return { status: reply.status, body: reply.text(), headers: { ...reply.headers } }
    } catch (error) {
      return { fault: error instanceof TransportFault ? error.reason : String(error) }
    } finally {
      await wire.close()
    }
  }

  async function byUndici(): Promise<Reading> {
    const client = new Client(base)
    try {
      const { statusCode, headers, body } = await client.request({ method: 'POST', path: '/', body: '{}' })
      const text = await body.text()
      const joined = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')])
      return { status: statusCode, body: text, headers: Object.fromEntries(joined) }
    } catch {
      return { fault: 'some' }
    } finally {
      client.destroy().catch(() => {})
    }
  }

  const alike = (reading: Reading) => ('fault' in reading ? 'fails' : reading)

  test.each(rawAnswers)('$name', async (answer) => {
    const bytes = bytesOf(answer)
    const chance = chances(bytes.length + 1)
    const ways = [[bytes], randomCuts(bytes, chance), ...(bytes.length < 500 ? [byByte(bytes)] : [])]
    for (const way of ways) {
      pieces = way
      const ours = await byUs()
      expect(compared(ours, answer)).toEqual(answer.want)
      const theirs = await byUndici()
      if (answer.undici === undefined) expect(alike(ours)).toEqual(alike(theirs))
      else expect([answer.undici, alike(ours)]).not.toEqual([answer.undici, alike(theirs)])
    }
  })
})
