/** What the config declares, out of a Plan: references and slots filled, values read by the tables of the administration. */
import type { Json, JsonObject, Plan, Secrets } from '../../plan/plan.js'
import { hashKey, keyName, keyPrefix } from '../auth/key-text.js'
import { GatewayError } from '../errors.js'
import { type Section, sections, tables, type ValuesOf } from './declared-fields.js'

/** One entry. `fields` are the keys it has in the file, but for what it is known by. */
export type Declared<S extends Section> = {
  readonly id: string
  /** How messages name it. */
  readonly label: string
  readonly values: ValuesOf<S>
  readonly fields: readonly string[]
}

export type Declarations = {
  /** Undefined where the config has no such section: then nothing of the kind is touched. */
  readonly [S in Section]: readonly Declared<S>[] | undefined
} & {
  /** Why entries were left out. */
  readonly troubles: readonly string[]
  /** Ids of entries that were left out, and `alias:…` of keys whose hash is not known: they are declared all the same. */
  readonly leftOut: { readonly [S in Section]: ReadonlySet<string> }
  /** A key was left out of which nothing tells which one it is. */
  readonly hasUnknownKey: boolean
}

/** What references and slots are filled with. */
export type Sources = {
  readonly plan: Pick<Plan, 'gateway'>
  readonly secrets: Secrets
  /** A variable, as the engine reads it. */
  readonly env: (name: string) => string | undefined
  /** It cannot be a virtual key too; without one nobody's key is asked for. */
  readonly masterKey: string | undefined
}

/** True where the config has one of the sections. */
export function declaresSomething({ gateway }: Pick<Plan, 'gateway'>): boolean {
  return sections.some((section) => Array.isArray(gateway?.[section]))
}

/** Reads all sections. Entries that cannot be are left out and told; nothing throws. */
export function readDeclarations(sources: Sources): Declarations {
  const troubles: string[] = []
  const leftOut = { budgets: new Set<string>(), users: new Set<string>(), teams: new Set<string>(), virtual_keys: new Set<string>() }
  const read = <S extends Section>(section: S) => readSection(section, sources, { troubles, leftOut: leftOut[section] })
  const found = { budgets: read('budgets'), users: read('users'), teams: read('teams'), virtual_keys: read('virtual_keys') }
  return { ...found, troubles, leftOut, hasUnknownKey: leftOut.virtual_keys.has('') }
}

type Notes = { readonly troubles: string[]; readonly leftOut: Set<string> }

function readSection<S extends Section>(section: S, sources: Sources, notes: Notes): readonly Declared<S>[] | undefined {
  const list = sources.plan.gateway?.[section]
  if (!isList(list)) return undefined
  const seen = new Set<string>()
  return list.flatMap((item, at) => {
    const entry = readEntry(section, item, { at, sources, notes })
    if (entry === undefined) return []
    if (seen.has(entry.id)) {
      notes.troubles.push(`${entry.label} is left out: it is declared twice`)
      return []
    }
    seen.add(entry.id)
    return [entry]
  })
}

type Place = { readonly at: number; readonly sources: Sources; readonly notes: Notes }

function readEntry<S extends Section>(section: S, item: Json, { at, sources, notes }: Place): Declared<S> | undefined {
  if (!isMap(item)) return undefined
  const missing: string[] = []
  const raw = fill(item, sources, missing)
  const label = labelOf(section, isMap(raw) ? raw : {}, at)
  const leave = (why: string, ids: readonly string[]) => {
    notes.troubles.push(`${label} is left out: ${why}`)
    for (const id of ids) notes.leftOut.add(id)
    return undefined
  }
  if (!isMap(raw)) return leave('it is no map', [])
  const { id, why } =
    section === 'virtual_keys' ? tokenOf(raw, sources.masterKey) : { id: text(raw[`${section.slice(0, -1)}_id`]), why: undefined }
  // what is left out is declared all the same: its row stays as it is
  const alias = text(raw.key_alias)
  const known = id !== undefined ? [id] : [alias === undefined ? '' : `alias:${alias}`]
  if (missing.length > 0) return leave(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set in the environment`, known)
  if (id === undefined) return leave(why ?? 'it has no id', known)
  try {
    const values = tables[section].read(raw)
    const fields = Object.keys(raw).filter((name) => !identity.includes(name))
    return { id, label, values: withKeyName(section, values, raw), fields }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error
    return leave(error.message, known)
  }
}

const identity: readonly string[] = ['key', 'key_hash', 'team_id', 'user_id', 'budget_id']

function labelOf(section: Section, raw: JsonObject, at: number): string {
  if (section === 'virtual_keys') {
    const alias = text(raw.key_alias)
    return alias === undefined ? `the virtual key at position ${at + 1}` : `the virtual key "${alias}"`
  }
  const name = section.slice(0, -1)
  return `the ${name} "${text(raw[`${name}_id`]) ?? `at position ${at + 1}`}"`
}

/** The hash of a key. What is wrong is said without the key. */
function tokenOf(raw: JsonObject, masterKey: string | undefined): { readonly id: string | undefined; readonly why?: string } {
  const { key, key_hash: hash } = raw
  if (hash !== undefined && hash !== null) {
    const given = text(hash)?.trim().toLowerCase() ?? ''
    return /^[0-9a-f]{64}$/.test(given) ? { id: given } : { id: undefined, why: 'its key_hash is not a SHA-256 in hex' }
  }
  const given = text(key)
  if (given === undefined || given === '') return { id: undefined, why: 'it has neither key_hash nor key' }
  if (!given.startsWith(keyPrefix)) return { id: undefined, why: `its key does not begin with "${keyPrefix}"` }
  return given === masterKey ? { id: undefined, why: 'its key is the master key' } : { id: hashKey(given) }
}

/** `sk-...last4`, where the key is known and not only its hash. */
function withKeyName<S extends Section>(section: S, values: ValuesOf<S>, raw: JsonObject): ValuesOf<S> {
  const key = section === 'virtual_keys' ? text(raw.key) : undefined
  return key === undefined ? values : { ...values, key_name: keyName(key) }
}

/** A value with its references and slots filled. Names of variables that are not set are added to `missing`. */
function fill(value: Json, { env, secrets }: Pick<Sources, 'env' | 'secrets'>, missing: string[]): Json {
  const again = (each: Json): Json => fill(each, { env, secrets }, missing)
  if (isList(value)) return value.map(again)
  if (!isMap(value)) return value
  const { env: name, slot } = value
  const isAlone = Object.keys(value).length === 1
  if (isAlone && typeof slot === 'number') return secrets.get(slot) ?? null
  if (isAlone && typeof name === 'string') {
    const found = env(name)
    if (found === undefined || found === '') missing.push(name)
    return found ?? null
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, again(each)]))
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
