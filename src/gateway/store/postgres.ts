/** PostgreSQL by a URL. */
import type { Client } from 'pg'
import { loadPg } from '../packages.js'
import { type Connection, connectionOver } from './connection.js'

/** Sessions of one process. A gateway writes in batches and reads on misses: few are enough. */
const defaultSessions = 10
/** Longest time to get a session, milliseconds. */
const connectMs = 5_000
/** Longest time of one statement, milliseconds: reports over a million rows end well within it. */
const statementMs = 30_000
/** The same where the database does not even say that it gave up: its host is gone, or the network. */
const answerMs = 35_000
/** Until a listener that was cut off tries again, milliseconds; doubled each time. */
const firstRetryMs = 250
const longestRetryMs = 10_000

/** What a connection tells of trouble that no query hears of. */
export type Trouble = (message: string) => void

/** Connects on the first query. `onTrouble` hears of sessions that end by themselves. */
export async function openPostgres(url: string, onTrouble: Trouble, sessions = defaultSessions): Promise<Connection> {
  const { Pool, Client } = await loadPg()
  const settings = { connectionString: url, application_name: 'llmgen', connectionTimeoutMillis: connectMs, keepAlive: true }
  const pool = new Pool({ ...settings, max: sessions, statement_timeout: statementMs, query_timeout: answerMs, idleTimeoutMillis: 60_000 })
  // without a listener the process would end when the database restarts
  pool.on('error', (error) => onTrouble(`a session of the database ended: ${error.message}`))
  const listeners = new Set<Listener>()
  return connectionOver(pool, {
    kind: 'postgres',
    listen: async (channel, hear) => {
      const listener = new Listener(() => new Client(settings), { channel, hear, onTrouble })
      listeners.add(listener)
      await listener.start()
      return async () => {
        listeners.delete(listener)
        await listener.stop()
      }
    },
    closed: async () => {
      await Promise.all([...listeners].map((listener) => listener.stop()))
    },
  })
}

type Listening = { readonly channel: string; readonly hear: (payload: string | undefined) => void; readonly onTrouble: Trouble }

/** A session that does nothing but listen; one that is cut off comes back by itself. */
class Listener {
  readonly #create: () => Client
  readonly #listening: Listening
  #client: Client | undefined
  #retry: NodeJS.Timeout | undefined
  #retryMs = firstRetryMs
  #stopped = false

  constructor(create: () => Client, listening: Listening) {
    this.#create = create
    this.#listening = listening
  }

  async start(): Promise<void> {
    try {
      await this.#connect()
    } catch (error) {
      this.#lost(error)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#retry)
    const client = this.#client
    this.#client = undefined
    await client?.end()
  }

  async #connect(): Promise<void> {
    const { channel, hear } = this.#listening
    const client = this.#create()
    client.on('notification', ({ payload }) => hear(payload ?? ''))
    client.on('error', (error) => this.#drop(client, error))
    client.on('end', () => this.#drop(client, new Error('the session ended')))
    await client.connect()
    await client.query(`listen ${client.escapeIdentifier(channel)}`)
    if (this.#stopped) return client.end()
    this.#client = client
    this.#retryMs = firstRetryMs
    // what was told before this moment was not heard
    hear(undefined)
  }

  #drop(client: Client, error: Error): void {
    if (this.#client !== client) return
    this.#client = undefined
    // what is told from now on is not heard
    this.#listening.hear(undefined)
    this.#lost(error)
  }

  #lost(error: unknown): void {
    if (this.#stopped) return
    const { channel, onTrouble } = this.#listening
    onTrouble(`not listening to ${channel}: ${error instanceof Error ? error.message : String(error)}; trying again`)
    this.#retry = setTimeout(() => void this.start(), this.#retryMs)
    this.#retry.unref()
    this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs)
  }
}
