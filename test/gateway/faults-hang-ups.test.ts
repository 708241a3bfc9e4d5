/** Clients that hang up at every stage: the provider is called off within 100 ms, and after thousands of them nothing is left. */
import type { Socket } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { runs } from '../support/soak.js'
import {
  behaved,
  type Client,
  chatBody,
  chatRequest,
  connections,
  dial,
  dialOnce,
  event,
  expectAlive,
  expectAtRest,
  head,
  type Play,
  piece,
  setUpBefore,
  streamHead,
  until,
} from './faults-support.js'
import { authorised } from './gateway-support.js'

const whole = chatRequest(chatBody())
const streamed = chatRequest(chatBody({ stream: true }))
const begun = streamHead + piece(event('one'))

const ways: readonly (readonly [string, (client: Client) => void])[] = [
  ['with a reset', ({ socket }) => void socket.resetAndDestroy()],
  ['with a farewell', ({ socket }) => void socket.end()],
]
const stages: readonly (readonly [string, string, Play, (client: Client) => boolean])[] = [
  ['before the answer began', whole, () => undefined, () => true],
  ['before the stream began', streamed, () => undefined, () => true],
  ['after the head of the answer', whole, (socket) => void socket.write(head('content-length: 900')), () => true],
  ['in the middle of the body', whole, (socket) => void socket.write(`${head('content-length: 900')}{"id":`), () => true],
  ['after the head of the stream', streamed, (socket) => void socket.write(streamHead), () => true],
  ['in the middle of an event', streamed, (socket) => void socket.write(streamHead + piece(event('one').slice(0, 20))), () => true],
  ['in the middle of the stream', streamed, (socket) => void socket.write(begun), (client) => client.received().includes('"one"')],
]

describe.each(ways)('a client that hangs up %s is noticed by the provider within 100 ms', (_way, hangUp) => {
  test.each(stages)('%s', async (_stage, request, play, isThere) => {
    let asked: Socket | undefined
    const setup = await setUpBefore((socket, ...said) => {
      asked = socket
      play(socket, ...said)
    })
    const client = await dial(setup.url)
    client.socket.write(request)
    await until(() => asked !== undefined && isThere(client), 'the call is under way')
    const gone = new Promise<number>((resolve) => asked?.once('close', () => resolve(performance.now())))
    const startedAt = performance.now()
    hangUp(client)
    expect((await gone) - startedAt).toBeLessThan(100)
    await expectAtRest(setup, setup.provider)
    await expectAlive(setup, setup.provider)
  })
})

test('a client that hangs up while a call waits to be tried again ends the call', async () => {
  const setup = await setUpBefore((socket) => void socket.end(`${head('content-length: 2\r\nretry-after: 30', '503 Busy')}{}`))
  const client = await dial(setup.url)
  client.socket.write(chatRequest(chatBody({ num_retries: 5 })))
  await until(() => setup.provider.asked === 1, 'it was tried once')
  client.socket.resetAndDestroy()
  await expectAtRest(setup, setup.provider, 1)
  expect(setup.provider.asked).toBe(1)
})

/** Where a client of the crowd leaves: what it sends, and what it waits for. */
const leavings: readonly { readonly bytes: string; readonly until: 'sent' | 'asked' | 'begun' }[] = [
  { bytes: '', until: 'sent' },
  { bytes: whole.slice(0, 40), until: 'sent' },
  { bytes: whole.slice(0, -10), until: 'sent' },
  { bytes: whole, until: 'sent' },
  { bytes: streamed, until: 'sent' },
  { bytes: whole, until: 'asked' },
  { bytes: streamed, until: 'begun' },
  { bytes: whole + streamed + whole, until: 'asked' },
  {
    bytes: `POST /v1/audio/transcriptions HTTP/1.1\r\nhost: x\r\nauthorization: ${authorised.authorization}\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 900\r\n\r\n--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc`,
    until: 'sent',
  },
  { bytes: 'GET /v1/models HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(5), until: 'sent' },
]

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heapMb(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / 1_048_576
}

const total = runs(600, 10_000)
const wave = 50

test(`${total} hang-ups leave no connection, no slot and no memory`, { timeout: 600_000 }, async () => {
  const problems: unknown[] = []
  const note = (error: unknown) => void problems.push(error)
  process.on('unhandledRejection', note)
  process.on('warning', note) // of listeners that pile up
  let asked = 0
  const setup = await setUpBefore((socket, body) => {
    asked++
    if (body.includes('"stream":true')) socket.write(begun)
  })
  const leave = async (at: number) => {
    const { bytes, until: what } = leavings[at % leavings.length] ?? { bytes: '', until: 'sent' as const }
    const before = asked
    const client = await dialOnce(setup.url)
    if (bytes !== '') await new Promise((resolve) => client.socket.write(bytes, resolve))
    if (what === 'asked') await until(() => asked > before, 'the provider was asked', 20_000)
    if (what === 'begun') await until(() => client.received().includes('"one"'), 'the stream began', 20_000)
    if (at % 3 === 0) client.socket.resetAndDestroy()
    else if (at % 3 === 1) client.socket.destroy()
    else client.socket.end()
  }
  const crowd = async (count: number) => {
    for (let from = 0; from < count; from += wave) await Promise.all(Array.from({ length: wave }, (_, at) => leave(from + at)))
    await until(async () => (await connections(setup)) === 0, 'no client is connected', 20_000)
  }
  await crowd(total / 4)
  await expectAtRest(setup, setup.provider)
  const heapBefore = heapMb()
  const startedAt = performance.now()
  await crowd(total)
  await expectAtRest(setup, setup.provider)
  const seconds = (performance.now() - startedAt) / 1_000
  const grown = heapMb() - heapBefore
  process.stdout.write(`${total} hang-ups in ${seconds.toFixed(1)} s, ${asked} calls begun; the heap grew by ${grown.toFixed(2)} MB\n`)
  process.off('unhandledRejection', note)
  process.off('warning', note)
  expect(problems).toEqual([])
  expect(grown).toBeLessThan(4)
  setup.provider.play(behaved)
  await expectAlive(setup, setup.provider)
})
