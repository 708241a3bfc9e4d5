/** The worker's side of its talk with the primary: what it is told to serve, and what it asks of the others. */
import type { Gateway, Prepared } from '../gateway.js'
import type { ReloadState } from '../route.js'
import type { Channel } from './channel.js'
import type { Fleet } from './fleet-view.js'
import type { FromWorker, SentConfig, ToWorker } from './messages.js'
import { fromSent } from './sent-config.js'
import { type CounterLink, workerState } from './worker-state.js'

type Begin = Extract<ToWorker, { is: 'begin' }>
type Answer = ReloadState | readonly string[]

export class PrimaryLink implements Fleet {
  readonly id: string
  readonly #channel: Channel<FromWorker, ToWorker>
  readonly #begun: Promise<Begin>
  readonly #stop = new AbortController()
  readonly #topics = new Map<string, () => string | Promise<string>>()
  readonly #listeners = new Map<string, (key: string, text: string) => void>()
  #isOnDuty = false
  /** Questions of this worker that the primary has not answered. */
  readonly #asked = new Map<number, (answer: Answer) => void>()
  readonly #prepared = new Map<number, Prepared>()
  #begin: (begin: Begin) => void = () => undefined
  #hearCounters: Parameters<CounterLink['onAnswer']>[0] = () => undefined
  /** What is served is changed by one message after the other. */
  #queue: Promise<unknown> = Promise.resolve()
  /** What it is told to prepare before it is there, waits for it. */
  readonly #attached: Promise<Gateway>
  #attach: (gateway: Gateway) => void = () => undefined
  #questions = 0

  /** `fleetId` is that of the primary, which all its workers know. */
  constructor(channel: Channel<FromWorker, ToWorker>, fleetId: string) {
    this.id = fleetId
    this.#channel = channel
    this.#begun = new Promise((resolve) => {
      this.#begin = resolve
    })
    this.#attached = new Promise((resolve) => {
      this.#attach = resolve
    })
    channel.listen((message) => this.#hear(message))
  }

  /** Aborts when the primary wants an end. */
  get stopped(): AbortSignal {
    return this.#stop.signal
  }

  /** Asks for what is to be served. */
  begin(): Promise<Begin> {
    this.#channel.send({ is: 'hello' })
    return this.#begun
  }

  /** From now on the gateway serves what the primary says. */
  attach(gateway: Gateway): void {
    this.#attach(gateway)
  }

  /** Counters that the primary keeps. */
  counters(onStatus: (isUp: boolean) => void) {
    return workerState({
      send: (question) => this.#channel.send({ is: 'counters', question }),
      onAnswer: (listener) => {
        this.#hearCounters = listener
      },
      onStatus,
    })
  }

  /** Tells the primary something; resolves when it is on its way. */
  tell(message: FromWorker): Promise<void> {
    this.#channel.send(message)
    return this.#channel.drained()
  }

  async reload(): Promise<ReloadState> {
    const answer = await this.#ask((id) => ({ is: 'reload', id }))
    if ('ok' in answer) return answer
    throw new Error('llmgen bug: a reload was answered with texts')
  }

  answer(topic: string, answer: () => string | Promise<string>): void {
    this.#topics.set(topic, answer)
  }

  async gather(topic: string): Promise<readonly string[]> {
    const answer = await this.#ask((id) => ({ is: 'gather', id, topic }))
    if ('ok' in answer) throw new Error('llmgen bug: a question to all was answered with a reload')
    return answer
  }

  isOnDuty(): boolean {
    return this.#isOnDuty
  }

  share(topic: string, key: string, text: string): void {
    this.#channel.send({ is: 'share', topic, key, text })
  }

  onShared(topic: string, listener: (key: string, text: string) => void): void {
    this.#listeners.set(topic, listener)
  }

  #ask(question: (id: number) => FromWorker): Promise<Answer> {
    const id = ++this.#questions
    return new Promise((resolve) => {
      this.#asked.set(id, resolve)
      this.#channel.send(question(id))
    })
  }

  #hear(message: ToWorker): void {
    switch (message.is) {
      case 'begin':
        this.#begin(message)
        break
      case 'counters':
        this.#hearCounters(message.answer)
        break
      case 'stop':
        this.#stop.abort()
        break
      case 'duty':
        this.#isOnDuty = true
        break
      case 'shared':
        this.#listeners.get(message.topic)?.(message.key, message.text)
        break
      case 'reloaded':
        this.#end(message.id, message.reload)
        break
      case 'gathered':
        this.#end(message.id, message.texts)
        break
      case 'collect':
        void this.#collect(message.id, message.topic)
        break
      case 'noted':
        this.#inTurn(async () => (await this.#attached).noteReload(message.reload))
        break
      case 'prepare':
        this.#inTurn(() => this.#prepare(message.id, message.config))
        break
      case 'serve':
      case 'drop':
        this.#inTurn(() => this.#decide(message.id, message.is))
        break
    }
  }

  #end(id: number, answer: Answer): void {
    this.#asked.get(id)?.(answer)
    this.#asked.delete(id)
  }

  /** A task that fails is a bug, which the process tells; those after it go on. */
  #inTurn(task: () => Promise<void>): void {
    this.#queue = this.#queue.then(task).catch((bug: unknown) => void Promise.reject(bug))
  }

  async #prepare(id: number, config: SentConfig): Promise<void> {
    const gateway = await this.#attached
    const prepared = await gateway.prepare(fromSent(config))
    if (prepared.ok) this.#prepared.set(id, prepared)
    this.#channel.send({ is: 'prepared', id, ...(!prepared.ok && { refused: prepared.message }) })
  }

  async #decide(id: number, what: 'serve' | 'drop'): Promise<void> {
    const prepared = this.#prepared.get(id)
    this.#prepared.delete(id)
    if (prepared?.ok !== true) return
    if (what === 'serve') prepared.serve()
    else await prepared.drop()
  }

  async #collect(id: number, topic: string): Promise<void> {
    const answer = this.#topics.get(topic)
    try {
      const text = await answer?.()
      this.#channel.send({ is: 'collected', id, ...(text !== undefined && { text }) })
    } catch {
      // whoever asked goes on without this one's part
      this.#channel.send({ is: 'collected', id })
    }
  }
}
