/** Tells whoever changes what the config declares that the config has the last word: its fields come back at the next start. */
import type { Json, JsonObject } from '../../plan/plan.js'
import { hashKey } from '../auth/key-text.js'
import type { GatewayCall } from '../route.js'
import type { Changed } from '../row-memory.js'
import type { AdminStore } from '../store/admin-store.js'

/** Says so beside an answer. */
export const noteHeader = 'x-llmgen-note'

type Of = Pick<GatewayCall['serving'], 'plan' | 'secrets' | 'env'>

/** The store for one request of the administration: a change of what is declared is noted on its answer. */
export function notingDeclared(store: AdminStore, { serving, reply }: Pick<GatewayCall, 'serving' | 'reply'>): AdminStore {
  return {
    connection: store.connection,
    tell: async (change) => {
      if (declares(serving, change)) reply.header(noteHeader, noteOn(change.kind))
      await store.tell(change)
    },
  }
}

function noteOn(kind: Changed['kind']): string {
  return `this ${kind} is declared in the config: what is declared of it comes back when the gateway starts or reads its config anew`
}

const known = new WeakMap<Of, ReadonlySet<string>>()

/** True where the config declares what was changed. */
export function declares(serving: Of, { kind, id }: Changed): boolean {
  const ids = known.get(serving) ?? declaredIds(serving)
  known.set(serving, ids)
  return ids.has(`${kind} ${id}`)
}

const kinds = { budgets: 'budget', users: 'user', teams: 'team', virtual_keys: 'key' } as const

function declaredIds({ plan, secrets, env }: Of): ReadonlySet<string> {
  const fill = (value: Json | undefined): string | undefined => {
    if (typeof value === 'string') return value
    const { env: name, slot } = objectOf(value)
    return typeof name === 'string' ? env(name) : typeof slot === 'number' ? secrets.get(slot) : undefined
  }
  const ids = new Set<string>()
  for (const [section, kind] of Object.entries(kinds)) {
    const entries = plan.gateway?.[section]
    for (const entry of Array.isArray(entries) ? entries.map(objectOf) : []) {
      const key = fill(entry.key)
      const id = kind === 'key' ? (fill(entry.key_hash)?.toLowerCase() ?? (key && hashKey(key))) : fill(entry[`${kind}_id`])
      if (id !== undefined && id !== '') ids.add(`${kind} ${id}`)
    }
  }
  return ids
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {} // a map, as was just asked
}
