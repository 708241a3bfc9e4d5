/** The gateway on the network: its address, and what becomes of connections when it ends. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { fastify } from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { closeApp, listenOn } from '../../src/gateway/server.js'

/** An app whose answer a test gives. */
async function listening(host = '127.0.0.1') {
  const app = fastify({ logger: false })
  let asked: () => void = () => undefined
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  let answer: (text: string) => void = () => undefined
  const answered = new Promise<string>((resolve) => {
    answer = resolve
  })
  app.get('/', () => {
    asked()
    return answered
  })
  const url = await listenOn(app, 0, host)
  onTestFinished(async () => {
    answer('late')
    await app.close()
  })
  return { app, url, isAsked, answer }
}

test.each([
  ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
  ['localhost', /^http:\/\/localhost:\d+$/],
])('on %s it gives an address that can be called', async (host, want) => {
  const { url, answer } = await listening(host)
  answer('here')
  expect(url).toMatch(want)
  expect(await (await fetch(url)).text()).toBe('here')
})

test('an address of IPv6 stands in brackets', async () => {
  const calls: object[] = []
  const app = fastify({ logger: false })
  const listen = app.listen.bind(app)
  Object.assign(app, {
    listen: (at: { host: string; port: number }) => {
      calls.push(at)
      // not every machine has IPv6
      return listen({ ...at, host: '127.0.0.1' })
    },
  })
  onTestFinished(() => app.close())
  expect(await listenOn(app, 0, '::1')).toMatch(/^http:\/\/\[::1\]:\d+$/)
  expect(calls).toEqual([{ host: '::1', port: 0 }])
})

test('a port in use is what the system says it is', async () => {
  const { url } = await listening()
  const other = fastify({ logger: false })
  onTestFinished(() => other.close())
  await expect(listenOn(other, Number(new URL(url).port), '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('a call under way is answered, an idle connection is closed, and nothing new is taken', async () => {
  const { app, url, isAsked, answer } = await listening()
  const idle = connect(Number(new URL(url).port), '127.0.0.1')
  await once(idle, 'connect')
  const closed = once(idle, 'close')
  const call = fetch(url)
  await isAsked
  const gaveUp: string[] = []
  const end = closeApp(app, 20_000, () => gaveUp.push('gave up'))
  await closed
  await expect(fetch(url)).rejects.toThrow()
  answer('in the end')
  expect(await (await call).text()).toBe('in the end')
  await end
  expect(gaveUp).toEqual([])
})

test('a call that does not end in its time is told so, and its connection is broken', async () => {
  const { app, url, isAsked } = await listening()
  const call = fetch(url)
  call.catch(() => undefined)
  await isAsked
  const gaveUp: string[] = []
  await closeApp(app, 50, () => gaveUp.push('gave up'))
  expect(gaveUp).toEqual(['gave up'])
  await expect(call).rejects.toThrow()
})
