/** What a gateway sees of the other processes that serve the same port. */
import type { ReloadState } from '../route.js'

/** Several gateways under one primary. */
export interface Fleet {
  /** One for all of them, and never the same again. */
  readonly id: string
  /** Has all of them take over the config as it is now, or none. */
  reload(): Promise<ReloadState>
  /** Declares how this process answers a question. The last declaration for a topic counts. */
  answer(topic: string, answer: () => string | Promise<string>): void
  /** What each of them answers, this one included; whoever does not within a second is left out. */
  gather(topic: string): Promise<readonly string[]>
  /** True in one of them at a time: it does what has to be done once. */
  isOnDuty(): boolean
  /** Tells the others, and those that come later, the last there is to say of `key`. */
  share(topic: string, key: string, text: string): void
  /** Declares who hears what others share. The last declaration for a topic counts. */
  onShared(topic: string, listener: (key: string, text: string) => void): void
}
