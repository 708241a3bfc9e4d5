/** A fixed load of everything that calls do, for a minute or, by `npm run soak`, for ten: the heap of the process stays flat. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createMockProvider, type MockStep } from '../../src/testing/index.js'
import { runs } from '../support/soak.js'
import { authorised, masterKey, yaml } from './gateway-support.js'
import type { MemorySample } from './soak-process.js'

/** Seconds: until what is loaded late is loaded, and then of measuring. */
const warmUpSeconds = runs(15, 60)
const seconds = runs(40, 600)
const sampleEveryMs = runs(1_000, 5_000)
/** Calls begun in a second, come what may. */
const rate = runs(40, 60)
/** Growth of the heap that still counts as none, MB a minute: 1.3 kB a call while code still warms up, 60 bytes a call in a long run. */
const flatMbPerMinute = runs(3, 0.2)
const mb = 1_048_576

const steps: readonly MockStep[] = [
  {},
  {},
  { status: 429, retryAfter: 1 },
  { status: 500 },
  { body: '<html>' },
  { cutAfter: 3 },
  { malformedAt: 1 },
  { delayMs: 30 },
]

async function start(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  let failing = 0
  const mock = await createMockProvider({
    remember: 1,
    script: { 'gpt-4o-mini': () => steps[failing++ % steps.length], 'claude-sonnet-4-5': { text: 'word '.repeat(40), stallMs: 2 } },
  })
  const folder = mkdtempSync(join(tmpdir(), 'llmgen-soak-'))
  writeFileSync(join(folder, 'litellm_config.yaml'), yaml.replaceAll('MOCK', mock.url))
  const program = fileURLToPath(new URL('soak-process.ts', import.meta.url))
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', import.meta.resolve('tsx'), program, '--port', '0', '--host', '127.0.0.1', '--silent'],
    {
      cwd: folder,
      env: { ...process.env, PROVIDER_KEY: 'sk-p', LITELLM_MASTER_KEY: masterKey, LITELLM_LOG: 'error' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await mock.close()
    rmSync(folder, { recursive: true, force: true })
  })
  child.stderr?.resume() // each failure that the load provokes is told there
  let out = ''
  child.stdout?.on('data', (text) => {
    out += String(text)
  })
  await expect.poll(() => out, { timeout: 60_000 }).toMatch(/gateway on http:\S+\n/)
  return { child, url: /gateway on (http:\S+)\n/.exec(out)?.[1] ?? '' }
}

async function sample(child: ChildProcess): Promise<MemorySample> {
  const told = once(child, 'message')
  child.send('sample')
  const [message] = (await told) as [MemorySample] // what the process sends
  return message
}

const megabyte = 'lorem ipsum '.repeat(90_000)
const chat = (model: string, more: object = {}, content = 'hi') => JSON.stringify({ model, messages: [{ role: 'user', content }], ...more })
const streamed = { stream: true, stream_options: { include_usage: true } }

/** Each kind of call, as often as it stands here. */
const kinds: readonly { readonly path: string; readonly body: string; readonly leaves?: 'at once' | 'in the middle' }[] = [
  ...Array.from({ length: 8 }, () => ({ path: '/v1/chat/completions', body: chat('gpt-4o') })),
  ...Array.from({ length: 5 }, () => ({ path: '/v1/chat/completions', body: chat('claude', streamed) })),
  ...Array.from({ length: 2 }, () => ({ path: '/v1/chat/completions', body: chat('gpt-4o', streamed) })),
  { path: '/v1/messages', body: chat('claude', { max_tokens: 50 }) },
  { path: '/v1/messages', body: chat('gpt-4o', { max_tokens: 50, stream: true }) },
  { path: '/v1beta/models/gpt-4o:generateContent', body: JSON.stringify({ contents: [{ parts: [{ text: 'hi' }] }] }) },
  ...Array.from({ length: 3 }, () => ({ path: '/v1/embeddings', body: JSON.stringify({ model: 'embed', input: ['one', 'two'] }) })),
  ...Array.from({ length: 4 }, (_, at) => ({ path: '/v1/chat/completions', body: chat('failing', at % 2 === 0 ? {} : streamed) })),
  { path: '/v1/chat/completions', body: chat('nobody') },
  { path: '/v1/chat/completions', body: '{' },
  { path: '/v1/nothing', body: '{}' },
  { path: '/v1/chat/completions', body: chat('gpt-4o', {}, megabyte) },
  { path: '/v1/chat/completions', body: chat('claude', streamed), leaves: 'at once' },
  { path: '/v1/chat/completions', body: chat('claude', streamed), leaves: 'in the middle' },
  { path: '/v1/chat/completions', body: chat('failing'), leaves: 'at once' },
]

/** One call; resolves with the first digit of its status, or 0 where its client left. */
function call(url: string, { path, body, leaves }: (typeof kinds)[number]): Promise<number> {
  return new Promise((resolve) => {
    const headers = { ...authorised, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const outgoing = request(url + path, { method: 'POST', headers })
    outgoing.on('error', () => resolve(0))
    outgoing.on('response', (incoming) => {
      if (leaves === 'in the middle') incoming.once('data', () => outgoing.destroy())
      incoming.on('error', () => resolve(0))
      incoming.on('close', () => resolve(Math.floor((incoming.statusCode ?? 0) / 100)))
      incoming.resume()
    })
    outgoing.end(body)
    if (leaves === 'at once') setTimeout(() => outgoing.destroy(), 5)
  })
}

/** The line of least squares through points: its slope, and the standard error of that. */
function lineThrough(points: readonly (readonly [number, number])[]): { readonly slope: number; readonly error: number } {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const x = mean(points.map(([at]) => at))
  const y = mean(points.map(([, value]) => value))
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0)
  const slope = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0) / spread
  const rest = points.reduce((sum, [at, value]) => sum + (value - y - slope * (at - x)) ** 2, 0)
  return { slope, error: Math.sqrt(rest / (points.length - 2) / spread) }
}

test(`${seconds} s of load leave the heap flat`, { timeout: (warmUpSeconds + seconds + 120) * 1_000 }, async () => {
  const { child, url } = await start()
  const counts = new Map<number, number>()
  let begun = 0
  let underWay = 0
  const load = setInterval(() => {
    underWay++
    void call(url, kinds[begun++ % kinds.length] ?? { path: '/', body: '' }).then((status) => {
      underWay--
      counts.set(status, (counts.get(status) ?? 0) + 1)
    })
  }, 1_000 / rate)
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
  await wait(warmUpSeconds * 1_000)
  const startedAt = performance.now()
  const heap: [number, number][] = []
  let last: MemorySample | undefined
  while (performance.now() - startedAt < seconds * 1_000) {
    await wait(sampleEveryMs)
    last = await sample(child)
    heap.push([(performance.now() - startedAt) / 60_000, (last.heap + last.external) / mb])
  }
  clearInterval(load)
  await expect.poll(() => underWay, { timeout: 20_000 }).toBe(0)
  const backlog = await fetch(`${url}/health/backlog`, { headers: authorised })
  const { slope, error } = lineThrough(heap)
  const shown = [...counts].sort().map(([status, count]) => `${status === 0 ? 'left' : `${status}xx`} ${count}`)
  const figures = `heap ${heap[0]?.[1].toFixed(1)} to ${heap.at(-1)?.[1].toFixed(1)} MB, slope ${slope.toFixed(3)} ± ${error.toFixed(3)} MB a minute, resident ${((last?.rss ?? 0) / mb).toFixed(0)} MB`
  process.stdout.write(`soak: ${begun} calls (${shown.join(', ')}) in ${warmUpSeconds + seconds} s; ${figures}\n`)
  expect(await backlog.json()).toEqual({ in_flight_requests: 1 })
  for (const kind of [0, 2, 4, 5]) expect(counts.get(kind) ?? 0).toBeGreaterThan(10)
  expect(begun).toBeGreaterThan((warmUpSeconds + seconds) * rate * 0.3)
  // the slope less twice its error: what the noise of the samples cannot explain
  expect(slope - 2 * error).toBeLessThan(flatMbPerMinute)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})
