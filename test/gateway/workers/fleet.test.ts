/** The primary over workers that are not there: who is started, who is replaced, and that all serve one config. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConfigReader } from '../../../src/gateway/config-reader.js'
import { silentLog } from '../../../src/gateway/log.js'
import { GatewayStartError } from '../../../src/gateway/start-error.js'
import { WorkerFleet } from '../../../src/gateway/workers/fleet.js'
import type { FromWorker, ToWorker } from '../../../src/gateway/workers/messages.js'
import type { WorkerProcess } from '../../../src/gateway/workers/worker-process.js'

const yaml = (name: string) => `model_list:\n  - { model_name: ${name}, litellm_params: { model: openai/gpt-4o, api_key: os.environ/K } }\n`

/** A worker that says what a test has it say. */
class FakeWorker implements WorkerProcess {
  readonly pid: number
  readonly told: ToWorker[] = []
  /** What it answers on being asked to prepare a config. */
  refuses: string | undefined
  answersPrepare = true
  hasBeenKilled = false
  #hear: (message: FromWorker) => void = () => undefined
  #exit: (how: number | string) => void = () => undefined
  readonly channel = {
    send: (message: ToWorker) => this.#take(message),
    listen: (listener: (message: FromWorker) => void) => {
      this.#hear = listener
    },
    drained: () => Promise.resolve(),
  }

  constructor(pid: number) {
    this.pid = pid
  }

  onExit(listener: (how: number | string) => void): void {
    this.#exit = listener
  }

  kill(): void {
    this.hasBeenKilled = true
    this.#exit('SIGKILL')
  }

  say(message: FromWorker): void {
    this.#hear(message)
  }

  listens(): void {
    this.say({ is: 'hello' })
    this.say({ is: 'listening', url: 'http://127.0.0.1:4000', masterKey: 'own', missing: [], countsOn: 'memory' })
  }

  async dies(how: number | string): Promise<void> {
    this.#exit(how)
    await vi.advanceTimersByTimeAsync(0)
  }

  /** Names of what it was told about configs and its end, with the models of configs. */
  get heard(): readonly string[] {
    return this.told.flatMap((message) => {
      if (message.is === 'duty') return []
      if (message.is === 'begin' || message.is === 'prepare') return `${message.is} ${message.config.plan.groups[0]?.name}`
      return message.is === 'noted' ? `noted ${message.reload.ok}` : message.is
    })
  }

  #take(message: ToWorker): void {
    this.told.push(message)
    if (message.is === 'prepare' && this.answersPrepare)
      this.say({ is: 'prepared', id: message.id, ...(this.refuses !== undefined && { refused: this.refuses }) })
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function fleetOf(size: number) {
  const forked: FakeWorker[] = []
  const file = { text: yaml('first') }
  const config = {
    get source() {
      return file.text
    },
  }
  const fork = () => {
    const made = new FakeWorker(forked.length + 1)
    forked.push(made)
    return made
  }
  const fleet = new WorkerFleet({ size, fork, reader: new ConfigReader({ config, env: {} }), log: silentLog })
  const at = (index: number): FakeWorker => {
    const found = forked[index]
    if (found === undefined) throw new Error(`there is no worker ${index}`)
    return found
  }
  return { fleet, forked, file, at }
}

/** A fleet whose workers all listen. */
async function running(size: number) {
  const made = fleetOf(size)
  const started = made.fleet.start()
  made.at(0).listens()
  await started
  for (const each of made.forked.slice(1)) each.listens()
  return made
}

describe('start', () => {
  test('one worker tries first; the others follow when it listens', async () => {
    const { fleet, forked, at } = fleetOf(3)
    const started = fleet.start()
    expect(forked).toHaveLength(1)
    at(0).listens()
    expect(await started).toMatchObject({ first: { url: 'http://127.0.0.1:4000' } })
    expect([forked.length, at(0).heard]).toEqual([3, ['begin first']])
  })

  test('what stands in the way is told once, with its exit code', async () => {
    const { fleet, forked, at } = fleetOf(3)
    const started = fleet.start()
    at(0).say({ is: 'unable', exitCode: 3, message: 'the port is in use' })
    await expect(started).rejects.toMatchObject({ message: 'the port is in use', exitCode: 3 })
    expect(forked).toHaveLength(1)
  })

  test('a config with errors starts nobody', async () => {
    const { fleet, forked, file } = fleetOf(2)
    file.text = 'model_list: 4\n'
    await expect(fleet.start()).rejects.toBeInstanceOf(GatewayStartError)
    expect(forked).toEqual([])
  })

  test('workers that die at once, again and again, are the end', async () => {
    const { fleet, forked, at } = fleetOf(2)
    const started = fleet.start()
    const failed = expect(started).rejects.toMatchObject({ exitCode: 70, message: expect.stringContaining('5 workers in a row') })
    for (let nth = 0; nth < 5; nth++) {
      await at(nth).dies('SIGSEGV')
      await vi.advanceTimersByTimeAsync(2_000)
    }
    await failed
    expect([forked.length, await fleet.failed]).toEqual([5, expect.stringContaining('SIGSEGV')])
  })
})

describe('a worker that is gone', () => {
  test('is replaced after a pause, by one that serves the same', async () => {
    const { forked, at } = await running(2)
    await at(1).dies(1)
    expect(forked).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(100)
    at(2).listens()
    expect(at(2).heard).toEqual(['begin first'])
  })

  test('one that broke is replaced while its calls end, and not once more when it does', async () => {
    const { forked, at } = await running(2)
    at(0).say({ is: 'leaving' })
    await vi.advanceTimersByTimeAsync(100)
    expect(forked).toHaveLength(3)
    await at(0).dies(70)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(forked).toHaveLength(3)
  })
})

describe('a config that is read anew', () => {
  test('is served by all of them, after all of them opened it', async () => {
    const { fleet, file, at } = await running(2)
    file.text = yaml('second')
    at(1).answersPrepare = false
    const reloaded = fleet.reload()
    await vi.advanceTimersByTimeAsync(0)
    expect(at(0).heard).toEqual(['begin first', 'prepare second'])
    const [asked] = at(1).told.filter((message) => message.is === 'prepare')
    at(1).say({ is: 'prepared', id: asked?.id ?? 0 })
    expect(await reloaded).toEqual({ ok: true })
    expect([at(0).heard, at(1).heard]).toEqual(Array(2).fill(['begin first', 'prepare second', 'serve', 'noted true']))
  })

  test('is served by none where it has errors, and all are told', async () => {
    const { fleet, file, at } = await running(2)
    file.text = 'model_list: 4\n'
    expect(await fleet.reload()).toMatchObject({ ok: false, message: expect.stringContaining('model_list') })
    expect([at(0).heard, at(1).heard]).toEqual(Array(2).fill(['begin first', 'noted false']))
  })

  test('is served by none where one of them cannot open it', async () => {
    const { fleet, file, at } = await running(2)
    file.text = yaml('second')
    at(1).refuses = 'no such Redis'
    expect(await fleet.reload()).toMatchObject({ ok: false, message: 'no such Redis' })
    expect([at(0).heard, at(1).heard]).toEqual(Array(2).fill(['begin first', 'prepare second', 'drop', 'noted false']))
  })

  test('is not taken where one of them says nothing', async () => {
    const { fleet, file, at } = await running(2)
    file.text = yaml('second')
    at(1).answersPrepare = false
    const reloaded = fleet.reload()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await reloaded).toMatchObject({ ok: false, message: 'worker 2 did not open it within 15 s' })
  })

  test('a worker that dies while it is asked does not hinder it, and who takes its place begins with it', async () => {
    const { fleet, file, at } = await running(2)
    file.text = yaml('second')
    at(1).answersPrepare = false
    const reloaded = fleet.reload()
    await vi.advanceTimersByTimeAsync(0)
    await at(1).dies('SIGKILL')
    expect(await reloaded).toEqual({ ok: true })
    await vi.advanceTimersByTimeAsync(100)
    at(2).listens()
    expect(at(2).heard).toEqual(['begin second'])
  })

  test('a worker that began with the old one meanwhile takes it over', async () => {
    const { fleet, file, at } = await running(2)
    await at(1).dies('SIGKILL')
    await vi.advanceTimersByTimeAsync(100)
    file.text = yaml('second')
    at(0).answersPrepare = false
    const reloaded = fleet.reload()
    await vi.advanceTimersByTimeAsync(0)
    at(2).listens()
    const [asked] = at(0).told.filter((message) => message.is === 'prepare')
    at(0).say({ is: 'prepared', id: asked?.id ?? 0 })
    await reloaded
    await vi.advanceTimersByTimeAsync(0)
    expect(at(2).heard).toEqual(['begin first', 'prepare second', 'noted true', 'serve'])
  })

  test('a worker that asks for it hears what became of it', async () => {
    const { at } = await running(2)
    at(0).say({ is: 'reload', id: 9 })
    await vi.advanceTimersByTimeAsync(0)
    expect(at(0).told.at(-1)).toEqual({ is: 'reloaded', id: 9, reload: { ok: true } })
  })
})

test('what is asked of all is answered by those that answer in time', async () => {
  const { at } = await running(3)
  at(0).say({ is: 'gather', id: 4, topic: 'metrics' })
  for (const [index, text] of [
    [0, 'a'],
    [1, 'b'],
  ] as const) {
    const [asked] = at(index).told.filter((message) => message.is === 'collect')
    expect(asked).toMatchObject({ topic: 'metrics' })
    at(index).say({ is: 'collected', id: asked?.id ?? 0, text })
  }
  await vi.advanceTimersByTimeAsync(1_000)
  expect(at(0).told.at(-1)).toEqual({ is: 'gathered', id: 4, texts: ['a', 'b'] })
})

describe('what one does for all', () => {
  const onDuty = (made: { readonly forked: readonly FakeWorker[] }) =>
    made.forked.filter(({ told }) => told.some(({ is }) => is === 'duty')).map(({ pid }) => pid)

  test("is the first one's to do, as long as that listens", async () => {
    const made = await running(3)
    expect(onDuty(made)).toEqual([1])
    await made.at(1).dies('SIGKILL')
    expect(onDuty(made)).toEqual([1])
    await made.at(0).dies('SIGKILL')
    expect(onDuty(made)).toEqual([1, 3])
    made.at(2).say({ is: 'leaving' })
    await vi.advanceTimersByTimeAsync(1_000)
    for (const late of made.forked.slice(3)) late.listens()
    expect(onDuty(made)).toEqual([1, 3, 4])
  })

  test('what it has to say the others hear, and those that come later the last of it', async () => {
    const { at } = await running(2)
    for (const text of ['old', 'new']) at(0).say({ is: 'share', topic: 'health', key: 'a', text })
    at(1).say({ is: 'share', topic: 'health', key: 'b', text: 'other' })
    const heard = (worker: FakeWorker) => worker.told.flatMap((told) => (told.is === 'shared' ? [`${told.key} ${told.text}`] : []))
    expect([heard(at(0)), heard(at(1))]).toEqual([['b other'], ['a old', 'a new']])
    await at(1).dies('SIGKILL')
    await vi.advanceTimersByTimeAsync(100)
    at(2).listens()
    expect(heard(at(2))).toEqual(['a new', 'b other'])
  })
})

test('stopping tells all, waits for them, ends those that do not end, and replaces nobody', async () => {
  const { fleet, forked, at } = await running(2)
  const stopped = fleet.stop(30_000)
  expect([at(0).heard.at(-1), at(1).heard.at(-1)]).toEqual(['stop', 'stop'])
  await at(0).dies(0)
  await vi.advanceTimersByTimeAsync(34_999)
  expect(at(1).hasBeenKilled).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  await stopped
  expect([at(0).hasBeenKilled, at(1).hasBeenKilled, forked.length, vi.getTimerCount()]).toEqual([false, true, 2, 0])
})
