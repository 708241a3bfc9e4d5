/** One worker in the eyes of the primary: what it was asked, and what it counts with. */
import type { CounterDesk, Counters } from './counter-desk.js'
import type { FromWorker, SentConfig, ToWorker } from './messages.js'
import type { WorkerProcess } from './worker-process.js'

/** What a worker says about a config. */
export type Vote = { readonly member: Member; readonly id: number; readonly refused: string | undefined }

type Answer = Extract<FromWorker, { is: 'prepared' | 'collected' | 'counters' }>
type Reply = Extract<FromWorker, { is: 'prepared' | 'collected' }>

export class Member {
  readonly process: WorkerProcess
  /** How it ended, once it has. */
  readonly ended: Promise<number | string>
  /** It was given a config. */
  hasBegun = false
  isListening = false
  /** It broke, takes nothing more, and has been replaced. */
  isLeaving = false
  readonly #bornAt = performance.now()
  readonly #counters: Counters
  readonly #asked = new Map<number, (reply: Reply | 'gone') => void>()
  #questions = 0

  constructor(process: WorkerProcess, desk: CounterDesk) {
    this.process = process
    this.#counters = desk.open((answer) => this.send({ is: 'counters', answer }))
    this.ended = new Promise((resolve) => process.onExit((how) => resolve(how)))
    void this.ended.then(() => this.#end())
  }

  /** Milliseconds since its start. */
  get age(): number {
    return performance.now() - this.#bornAt
  }

  listen(listener: (message: FromWorker) => void): void {
    this.process.channel.listen(listener)
  }

  send(message: ToWorker): void {
    this.process.channel.send(message)
  }

  take(message: Answer): void {
    if (message.is === 'counters') this.#counters.answer(message.question)
    else this.#asked.get(message.id)?.(message)
  }

  /** Has it open a config. A worker that ends meanwhile refuses nothing: who takes its place begins with the config. */
  async prepare(config: SentConfig, ms: number): Promise<Vote> {
    const id = ++this.#questions
    const reply = await this.#ask(id, { is: 'prepare', id, config }, ms)
    if (reply === 'late') return { member: this, id, refused: `worker ${this.process.pid} did not open it within ${ms / 1_000} s` }
    return { member: this, id, refused: reply !== 'gone' && reply.is === 'prepared' ? reply.refused : undefined }
  }

  /** What it answers about a topic; undefined where it has nothing to say, or does not say it in time. */
  async collect(topic: string, ms: number): Promise<string | undefined> {
    const id = ++this.#questions
    const reply = await this.#ask(id, { is: 'collect', id, topic }, ms)
    return typeof reply === 'object' && reply.is === 'collected' ? reply.text : undefined
  }

  #ask(id: number, message: ToWorker, ms: number): Promise<Reply | 'gone' | 'late'> {
    return new Promise((resolve) => {
      const end = (reply: Reply | 'gone' | 'late') => {
        clearTimeout(timer)
        this.#asked.delete(id)
        resolve(reply)
      }
      const timer = setTimeout(() => end('late'), ms)
      this.#asked.set(id, end)
      this.send(message)
    })
  }

  #end(): void {
    this.#counters.end()
    for (const end of [...this.#asked.values()]) end('gone')
  }
}
