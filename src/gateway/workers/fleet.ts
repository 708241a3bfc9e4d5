/** The primary of several workers: starts them, replaces those that die, and has all of them serve the same config. */
import type { Lowered } from '../../compiler/lower.js'
import type { ConfigReader } from '../config-reader.js'
import { describeErrors } from '../config-source.js'
import type { GatewayLog } from '../log.js'
import type { ReloadState } from '../route.js'
import { GatewayConfigError } from '../start-error.js'
import { originOf } from '../stored-models.js'
import { CounterDesk } from './counter-desk.js'
import { Member } from './member.js'
import type { FromWorker, Listening, SentConfig, Shared } from './messages.js'
import { afterDeath, noDeaths } from './restart-rules.js'
import { toSent } from './sent-config.js'
import type { WorkerProcess } from './worker-process.js'

/** What a fleet is made of. */
export type FleetParts = {
  readonly size: number
  readonly fork: () => WorkerProcess
  readonly reader: ConfigReader
  readonly log: GatewayLog
}

/** Why no worker can serve. */
export class WorkerStartError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode: number) {
    super(message)
    this.name = 'WorkerStartError'
    this.exitCode = exitCode
  }
}

/** Longest wait for all workers to open a config, milliseconds. */
const prepareMs = 15_000
/** Longest wait for what workers tell, milliseconds. */
const gatherMs = 1_000
/** What workers shared is kept for those that come later: so much of it, the oldest goes first. */
const mostShared = 10_000
/** After their time is over workers get so long to end, milliseconds. */
const afterGraceMs = 5_000

export class WorkerFleet {
  readonly #parts: FleetParts
  readonly #desk = new CounterDesk()
  readonly #members = new Set<Member>()
  readonly #restarts = new Set<ReturnType<typeof setTimeout>>()
  #config: SentConfig | undefined
  #reload: ReloadState = { ok: true }
  #queue: Promise<unknown> = Promise.resolve()
  #deaths = noDeaths
  readonly #shared = new Map<string, Shared>()
  /** Does what one of them has to do. */
  #onDuty: Member | undefined
  #isStopping = false
  readonly #first = promiseOf<Listening>()
  readonly #failed = promiseOf<string>()

  constructor(parts: FleetParts) {
    this.#parts = parts
  }

  /** Reads the config and starts the workers: one first, so that what stands in the way is told once. Resolves when that listens. */
  async start(): Promise<{ readonly first: Listening; readonly served: Lowered }> {
    const { reader, size } = this.#parts
    const read = reader.read()
    if (read.lowered === undefined) throw new GatewayConfigError(describeErrors(read))
    this.#config = toSent(read.lowered, originOf(reader.config, read))
    this.#fork()
    const first = await this.#first.promise
    for (let more = 1; more < size; more++) this.#fork()
    reader.follow(() => void this.reload())
    return { first, served: read.lowered }
  }

  /** Resolves with the reason when no worker stays alive. */
  get failed(): Promise<string> {
    return this.#failed.promise
  }

  /** Reads the config anew; all workers take it over, or none. */
  reload(): Promise<ReloadState> {
    const reload = () => this.#reloadNow()
    // one that fails does not keep the next from being tried
    const next = this.#queue.then(reload, reload)
    this.#queue = next
    return next
  }

  /** Nothing new is taken; calls under way may end within `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    this.#parts.reader.close()
    for (const restart of this.#restarts) clearTimeout(restart)
    const kill = setTimeout(() => {
      for (const { process } of this.#members) process.kill()
    }, graceMs + afterGraceMs)
    const ended = [...this.#members].map((member) => member.ended)
    for (const member of this.#members) member.send({ is: 'stop' })
    await Promise.all(ended)
    clearTimeout(kill)
  }

  #fork(): void {
    if (this.#isStopping) return
    const member = new Member(this.#parts.fork(), this.#desk)
    this.#members.add(member)
    member.listen((message) => this.#hear(member, message))
    void member.ended.then((how) => this.#bury(member, how))
  }

  #hear(member: Member, message: FromWorker): void {
    switch (message.is) {
      case 'hello':
        if (this.#config === undefined) return
        member.hasBegun = true
        member.send({ is: 'begin', config: this.#config, reload: this.#reload })
        break
      case 'listening':
        member.isListening = true
        this.#parts.log.info({ pid: member.process.pid }, 'a worker listens')
        this.#first.resolve(message)
        for (const shared of this.#shared.values()) member.send({ is: 'shared', ...shared })
        this.#giveDuty()
        break
      case 'unable':
        this.#parts.log.error({ pid: member.process.pid }, `a worker cannot start: ${message.message}`)
        this.#first.reject(new WorkerStartError(message.message, message.exitCode))
        break
      case 'reload':
        void this.reload().then((reload) => member.send({ is: 'reloaded', id: message.id, reload }))
        break
      case 'gather':
        void this.#gather(message.topic).then((texts) => member.send({ is: 'gathered', id: message.id, texts }))
        break
      case 'leaving':
        if (!member.isLeaving) this.#replace(member, 'an exception that was not caught')
        member.isListening = false
        member.isLeaving = true
        this.#giveDuty()
        break
      case 'share':
        this.#share(member, message)
        break
      case 'prepared':
      case 'collected':
      case 'counters':
        member.take(message)
        break
    }
  }

  #bury(member: Member, how: number | string): void {
    this.#members.delete(member)
    member.isListening = false
    this.#giveDuty()
    if (!member.isLeaving) this.#replace(member, how)
  }

  /** To one that listens, as long as it does. */
  #giveDuty(): void {
    if (this.#onDuty?.isListening === true) return
    this.#onDuty = [...this.#members].find(({ isListening }) => isListening)
    this.#onDuty?.send({ is: 'duty' })
  }

  #share(from: Member, { topic, key, text }: Shared): void {
    const place = JSON.stringify([topic, key])
    this.#shared.delete(place)
    const [oldest] = this.#shared.size >= mostShared ? this.#shared.keys() : []
    if (oldest !== undefined) this.#shared.delete(oldest)
    this.#shared.set(place, { topic, key, text })
    for (const member of this.#members) if (member !== from && member.isListening) member.send({ is: 'shared', topic, key, text })
  }

  /** Has another take its place, if that is of any use. */
  #replace(gone: Member, how: number | string): void {
    if (this.#isStopping) return
    const serving = [...this.#members].filter((member) => member !== gone && member.isListening).length
    const next = afterDeath(this.#deaths, gone.age, serving)
    const facts = { pid: gone.process.pid, ended: how, serving }
    if (next.do === 'give-up') {
      const message = `${next.early} workers in a row ended soon after their start, the last one with ${how}: no other is started`
      this.#parts.log.error(facts, message)
      this.#first.reject(new WorkerStartError(message, 70))
      this.#failed.resolve(message)
      return
    }
    this.#deaths = next.deaths
    this.#parts.log.error({ ...facts, restartMs: next.afterMs }, 'a worker ended, and another takes its place')
    const restart = setTimeout(() => {
      this.#restarts.delete(restart)
      this.#fork()
    }, next.afterMs)
    this.#restarts.add(restart)
  }

  async #reloadNow(): Promise<ReloadState> {
    const refusal = await this.#rollOut()
    this.#reload = refusal === undefined ? { ok: true } : { ok: false, message: refusal, at: Date.now() }
    if (refusal === undefined) this.#parts.log.info({ workers: this.#members.size }, 'the config was read anew by all workers')
    else this.#parts.log.error({}, `the config was not taken, the one before is still served: ${refusal}`)
    for (const member of this.#members) if (member.hasBegun) member.send({ is: 'noted', reload: this.#reload })
    if (!this.#isStopping) this.#parts.reader.follow(() => void this.reload())
    return this.#reload
  }

  /** Why the config on disk is not served; undefined where it now is. */
  async #rollOut(): Promise<string | undefined> {
    const config = this.#read()
    if (typeof config === 'string') return config
    const asked = [...this.#members].filter(({ hasBegun, isLeaving }) => hasBegun && !isLeaving)
    const answers = await Promise.all(asked.map((member) => member.prepare(config, prepareMs)))
    const refusal = answers.find((answer) => answer.refused !== undefined)?.refused
    for (const { id, member } of answers) member.send({ is: refusal === undefined ? 'serve' : 'drop', id })
    if (refusal !== undefined) return refusal
    this.#config = config
    for (const member of this.#members) if (member.hasBegun && !asked.includes(member)) void this.#catchUp(member, config)
    return undefined
  }

  /** One that began with the config before while the others were asked. */
  async #catchUp(member: Member, config: SentConfig): Promise<void> {
    const { id, refused } = await member.prepare(config, prepareMs)
    if (refused === undefined) member.send({ is: 'serve', id })
    else this.#parts.log.error({ pid: member.process.pid }, `a worker serves the config before: ${refused}`)
  }

  #read(): SentConfig | string {
    try {
      const { reader } = this.#parts
      const read = reader.read()
      return read.lowered === undefined ? describeErrors(read) : toSent(read.lowered, originOf(reader.config, read))
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  async #gather(topic: string): Promise<readonly string[]> {
    const asked = [...this.#members].filter(({ isListening }) => isListening)
    const texts = await Promise.all(asked.map((member) => member.collect(topic, gatherMs)))
    return texts.filter((text) => text !== undefined)
  }
}

function promiseOf<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: Error) => void = () => undefined
  const promise = new Promise<T>((kept, broken) => {
    resolve = kept
    reject = broken
  })
  // who waits for it hears of it; where nobody does, the log has said it
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}
