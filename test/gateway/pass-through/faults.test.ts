/** Callers and hosts that break off in the middle of a body: nothing is left behind, and the gateway answers on. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { authorised, masterKey, providerKey, setUp } from '../gateway-support.js'
import { startEcho } from './echo-server.js'

async function setUpHost(host: string) {
  const yaml = 'model_list: []\ngeneral_settings: { master_key: os.environ/LITELLM_MASTER_KEY }\n'
  return setUp({ yaml, env: { LITELLM_MASTER_KEY: masterKey, OPENAI_API_KEY: providerKey, OPENAI_BASE_URL: `${host}/v1` } })
}

async function until(holds: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!holds()) {
    if (performance.now() > end) throw new Error('it did not come true')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const head = (path: string, type: string) =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${masterKey}\r\ncontent-type: ${type}\r\ncontent-length: 9000000\r\n\r\n`
const form = '--b\r\ncontent-disposition: form-data; name="file"; filename="x"\r\n\r\n'

test('callers who leave in the middle of what they send', async () => {
  const echo = await startEcho()
  const { url, gateway } = await setUpHost(echo.url)
  const { port } = new URL(url)
  const starts = [
    `${head('/v1/files', 'multipart/form-data; boundary=b')}${form}${'x'.repeat(2_000_000)}`,
    `${head('/v1/files', 'multipart/form-data; boundary=b')}${form}x`,
    `${head('/openai/v1/things', 'application/octet-stream')}${'x'.repeat(100_000)}`,
    `${head('/openai/v1/things', 'application/json')}{"model":`,
  ]
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => {
      const socket = connect(Number(port), '127.0.0.1')
      socket.on('error', () => undefined) // it is cut off on purpose
      return new Promise<void>((resolve) => {
        socket.write(starts[index % starts.length] ?? '', () => setTimeout(() => resolve(void socket.destroy()), 20))
      })
    }),
  )
  await until(() => gateway.app.server.listening && echo.seen.length === 0)
  expect((await fetch(`${url}/openai/v1/models`, { headers: authorised })).status).toBe(200)
  const backlog = async () =>
    (await (await fetch(`${url}/health/backlog`, { headers: authorised })).json()) as { in_flight_requests: number } // the route's own shape
  let left = await backlog()
  for (let time = 0; time < 200 && left.in_flight_requests > 1; time++) left = await backlog()
  expect(left).toEqual({ in_flight_requests: 1 })
})

test('a host that answers before it has read, and hangs up', async () => {
  const server = createServer((incoming, outgoing) => {
    outgoing.writeHead(413, { 'content-type': 'application/json', connection: 'close' })
    outgoing.end('{"error":{"message":"too large for me","type":"invalid_request_error","param":null,"code":null}}', () =>
      incoming.socket.destroySoon(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const { url } = await setUpHost(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
  const statuses = new Set<number>()
  for (let time = 0; time < 10; time++) {
    const body = new FormData()
    body.set('file', new Blob(['x'.repeat(3_000_000)]), 'x.jsonl')
    statuses.add((await fetch(`${url}/v1/files`, { method: 'POST', body, headers: authorised })).status)
    const bytes = { method: 'POST', body: Buffer.alloc(3_000_000), headers: { ...authorised, 'content-type': 'application/octet-stream' } }
    statuses.add((await fetch(`${url}/openai/v1/things`, bytes)).status)
  }
  // whether the answer or the broken connection is seen first is the network's to decide
  expect([...statuses].filter((status) => status !== 413 && status !== 502)).toEqual([])
  expect((await fetch(`${url}/health/liveliness`)).status).toBe(200)
})

test('callers who leave in the middle of what they are sent', async () => {
  const echo = await startEcho((_request, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'application/octet-stream' })
    const more = () => {
      while (!outgoing.destroyed && outgoing.write(Buffer.alloc(65_536)));
    }
    outgoing.on('drain', more)
    more()
    return true
  })
  const { url } = await setUpHost(echo.url)
  for (const path of ['/v1/files/file-1/content', '/openai/v1/things']) {
    const before = echo.left
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const leaving = new AbortController()
        const answer = await fetch(url + path, { headers: authorised, signal: leaving.signal })
        await answer.body?.getReader().read()
        leaving.abort()
      }),
    )
    await until(() => echo.left === before + 20)
  }
})
