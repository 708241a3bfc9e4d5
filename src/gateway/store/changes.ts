/**
 * Tells every instance what was changed in the store: this process at once, others on the same PostgreSQL by its notifications.
 * Whoever may have missed some is told that everything may have changed; where notifications do not come through, as behind a
 * pooler of transactions, a number that each change raises is asked for instead.
 */
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Changed } from '../row-memory.js'
import type { Connection } from './connection.js'

const channel = 'llmgen_changes'
/** What PostgreSQL carries in one notification, bytes. */
const longestPayload = 7_900
/** How often the number is asked for while notifications do not come, milliseconds. */
const pollMs = 500

export type Changes = {
  /** To be called once the change is committed. Others hear of it when this resolves, or soon after. */
  tell(change: Changed): Promise<void>
  close(): Promise<void>
}

const everything: Changed = { kind: 'all', id: '' }

/** Hears of the changes of all instances from now on, its own included. `pollsAlways` is for tests. */
export async function followChanges(
  connection: Connection,
  hear: (change: Changed) => void,
  { pollsAlways = false }: { readonly pollsAlways?: boolean } = {},
): Promise<Changes> {
  const tellHere = async (change: Changed) => hear(change)
  if (connection.kind !== 'postgres') return { tell: tellHere, close: async () => {} }
  const following = new Following(connection, hear, pollsAlways)
  await following.start()
  return following
}

class Following implements Changes {
  readonly #connection: Connection
  readonly #hear: (change: Changed) => void
  readonly #pollsAlways: boolean
  /** Sent to oneself: one that comes back proves that notifications do. */
  readonly #probe = `probe ${randomUUID()}`
  #isProven = false
  #raised: string | undefined
  #timer: NodeJS.Timeout | undefined
  #asking = false
  #stop: (() => Promise<void>) | undefined

  constructor(connection: Connection, hear: (change: Changed) => void, pollsAlways: boolean) {
    this.#connection = connection
    this.#hear = hear
    this.#pollsAlways = pollsAlways
  }

  async start(): Promise<void> {
    this.#stop = await this.#connection.listen(channel, (payload) => this.#take(payload))
    this.#timer = setInterval(() => void this.#look(), pollMs)
    this.#timer.unref()
    await this.#look()
  }

  async tell(change: Changed): Promise<void> {
    this.#hear(change)
    const payload = JSON.stringify(change)
    const text = Buffer.byteLength(payload) > longestPayload ? JSON.stringify(everything) : payload
    await this.#connection.db.execute(sql`
      with raised as (
        insert into settings (name, value) values ('changes', '1')
        on conflict (name) do update set value = to_jsonb((settings.value)::bigint + 1), updated_at = now()
        returning value)
      select pg_notify(${channel}, ${text}) from raised`)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#stop?.()
  }

  #take(payload: string | undefined): void {
    if (payload === undefined) {
      this.#isProven = false
      this.#hear(everything)
    } else if (payload === this.#probe) this.#isProven = !this.#pollsAlways
    else if (!payload.startsWith('probe ') && !this.#pollsAlways) this.#hear(read(payload))
  }

  /** Asks for the number, and sends another probe. A database that is away answers neither: it is asked again soon. */
  async #look(): Promise<void> {
    if (this.#isProven || this.#asking) return
    this.#asking = true
    try {
      const { rows } = await this.#connection.db.execute<{ raised: string | null }>(sql`
        select (select value::text from settings where name = 'changes') as raised, pg_notify(${channel}, ${this.#probe})`)
      const raised = rows[0]?.raised ?? ''
      if (this.#raised !== undefined && raised !== this.#raised) this.#hear(everything)
      this.#raised = raised
    } catch {
      // whoever needs the database is told by what it asks for; here nothing depends on it but the next look
      this.#raised ??= ''
    } finally {
      this.#asking = false
    }
  }
}

const kinds: ReadonlySet<string> = new Set<Changed['kind']>([
  'key',
  'user',
  'team',
  'organization',
  'budget',
  'end_user',
  'tag',
  'model',
  'all',
])

/** What cannot be read came from another version: anything may have changed. */
function read(payload: string): Changed {
  try {
    const change: unknown = JSON.parse(payload)
    return isChange(change) ? change : everything
  } catch {
    return everything
  }
}

function isChange(value: unknown): value is Changed {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('id' in value)) return false
  return typeof value.kind === 'string' && kinds.has(value.kind) && typeof value.id === 'string'
}
