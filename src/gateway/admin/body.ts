/**
 * Bodies and queries of the administration, read by a table of fields: what is not in the table is not read, so that nobody
 * can set what they were not meant to. Absent and null are told apart: absent stays as it is, null clears.
 */
import { parseDuration } from '../budget-reset.js'
import { GatewayError } from '../errors.js'
import { isObject, type RawObject, readJson } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import type { Json, JsonObject } from '../store/tables.js'

/** What a field holds. Text that holds a number or a truth counts as one, as in LiteLLM. */
export type Kind =
  /** Text without NUL; it may be empty. */
  | 'text'
  /** Text that names something: 1 to 400 characters. A raw `+` of the query stays one. */
  | 'id'
  /** US dollars, finite, at least 0. Given as a number. */
  | 'money'
  /** Whole, at least 0. */
  | 'integer'
  | 'boolean'
  | 'texts'
  | 'object'
  /** A list of objects. */
  | 'objects'
  /** A list of objects, or a single one, which counts as a list. */
  | 'object-or-objects'
  /** A list of texts or objects, mixed. */
  | 'texts-or-objects'
  /** `30s` to `1mo`; `-1` counts as null. */
  | 'duration'
  /** ISO 8601. */
  | 'date'

/** One of these words. */
type Words = readonly string[]
type Type = Kind | Words
export type Field = Type | { readonly is: Type; readonly required?: true; readonly most?: number }
export type Fields = { readonly [name: string]: Field }

type OfKind<K> = K extends Words
  ? K[number]
  : K extends 'money' | 'integer'
    ? number
    : K extends 'boolean'
      ? boolean
      : K extends 'texts'
        ? readonly string[]
        : K extends 'object'
          ? JsonObject
          : K extends 'objects' | 'object-or-objects'
            ? readonly JsonObject[]
            : K extends 'texts-or-objects'
              ? readonly (string | JsonObject)[]
              : K extends 'date'
                ? Date
                : string
type OfField<F> = F extends { readonly is: infer K } ? OfKind<K> : OfKind<F>
type RequiredNames<F extends Fields> = { [N in keyof F]: F[N] extends { readonly required: true } ? N : never }[keyof F]

/** The values of a table of fields. Absent is undefined; a required field is neither absent nor null. */
export type Values<F extends Fields> = { readonly [N in Exclude<keyof F, RequiredNames<F>>]?: OfField<F[N]> | null } & {
  readonly [N in RequiredNames<F>]: OfField<F[N]>
}

/** Why a value does not fit. `isValue`: it has the right shape, and says what cannot be. */
type Fault = { readonly fault: string; readonly isValue?: true }
type Problem = Fault & { readonly path: string }

/** The JSON body of a request. No body counts as an empty one. Throws what {@link readFields} throws, and a 400 for what is no JSON object. */
export function readBody<const F extends Fields>(call: Pick<GatewayCall, 'bytes'>, fields: F): Values<F> {
  return readFields(call.bytes.length === 0 ? {} : readJson(call), fields)
}

/** The query of a request. Lists may be repeated or divided by commas; of anything else the last counts. Empty text is absent. */
export function readQuery<const F extends Fields>({ request }: Pick<GatewayCall, 'request'>, fields: F): Values<F> {
  const url = request.raw.url ?? ''
  const at = url.indexOf('?')
  const found = new Map<string, string[]>()
  for (const pair of at < 0 ? [] : url.slice(at + 1).split('&')) {
    const equals = pair.indexOf('=')
    const name = decoded(equals < 0 ? pair : pair.slice(0, equals), true)
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field === undefined || equals < 0) continue
    const text = decoded(pair.slice(equals + 1), typeOf(field) !== 'id')
    if (text !== '') found.set(name, [...(found.get(name) ?? []), text])
  }
  const raw = [...found].map(([name, texts]) => {
    const field = fields[name]
    return [name, field !== undefined && typeOf(field) === 'texts' ? texts.flatMap((text) => text.split(',')) : texts.at(-1)]
  })
  return readFields(Object.fromEntries(raw), fields)
}

/**
 * The values of an object by their fields; others are ignored. Throws a 422 `validation_error` that lists everything that is
 * wrong, or a 400 where the only fault is a value that cannot be, such as a negative budget. `place` stands before each path.
 */
export function readFields<const F extends Fields>(raw: RawObject, fields: F, place = ''): Values<F> {
  const values: { [name: string]: unknown } = Object.create(null)
  const problems: Problem[] = []
  for (const [name, field] of Object.entries(fields)) {
    const path = place + name
    const given = Object.hasOwn(raw, name) ? raw[name] : undefined
    const isRequired = typeof field === 'object' && 'required' in field
    if (given === undefined || given === null) {
      if (isRequired) problems.push({ path, fault: 'is missing' })
      else if (given === null) values[name] = null
      continue
    }
    const value = readValue(given, field)
    if (isFault(value)) problems.push({ path, ...value })
    // a duration of -1 is none
    else if (value === null && isRequired) problems.push({ path, fault: 'is missing' })
    else values[name] = value
  }
  if (problems.length > 0) throw refusal(problems)
  // Each value was read as what its field says, and no required one is absent.
  return values as Values<F>
}

/** A refusal of a single field: 422, or what `status` says. */
export function invalid(param: string, fault: string, status: 400 | 422 = 422): GatewayError {
  return new GatewayError(status, status === 422 ? 'validation_error' : 'bad_request_error', `${param} ${fault}`, { param })
}

function refusal(problems: readonly Problem[]): GatewayError {
  const isShape = problems.some(({ isValue }) => isValue === undefined)
  const text = problems.map(({ path, fault }) => `${path} ${fault}`).join('; ')
  return new GatewayError(isShape ? 422 : 400, isShape ? 'validation_error' : 'bad_request_error', text, { param: problems[0]?.path ?? '' })
}

function typeOf(field: Field): Type {
  return typeof field === 'object' && 'is' in field ? field.is : field
}

/** What cannot be decoded stays as it is: it names nothing then. */
function decoded(text: string, plusIsSpace: boolean): string {
  const plain = plusIsSpace ? text.replaceAll('+', ' ') : text
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}

function isFault(value: unknown): value is Fault {
  return typeof value === 'object' && value !== null && 'fault' in value && faults.has(value)
}

/** Faults are known by themselves: a body may hold an object that looks like one. */
const faults = new WeakSet<object>()

function fault(text: string, isValue?: true): Fault {
  const made: Fault = isValue === undefined ? { fault: text } : { fault: text, isValue }
  faults.add(made)
  return made
}

function readValue(given: unknown, field: Field): unknown {
  const type = typeOf(field)
  if (typeof type === 'object')
    return typeof given === 'string' && type.includes(given) ? given : fault(`must be one of ${type.map((word) => `"${word}"`).join(', ')}`)
  const most = typeof field === 'object' && 'is' in field ? field.most : undefined
  return readers[type](given, most)
}

/** Longest lists and texts; what is longer is a mistake or an attack. */
const longest = { id: 400, text: 100_000, list: 10_000, depth: 50 }
/** Money columns hold eleven digits before the point. */
const mostMoney = 1e11

const readers: { readonly [K in Kind]: (given: unknown, most: number | undefined) => unknown } = {
  text: (given) => textOf(given, longest.text),
  id: (given) => (given === '' ? fault('must not be empty') : textOf(given, longest.id)),
  money: (given) => {
    const amount = numberOf(given)
    if (amount === undefined) return fault('must be a number of US dollars')
    if (amount < 0) return fault('must not be negative', true)
    return amount < mostMoney ? amount : fault(`must be a finite amount below ${mostMoney} US dollars`, true)
  },
  integer: (given, most = Number.MAX_SAFE_INTEGER) => {
    const count = numberOf(given)
    if (count === undefined || !Number.isInteger(count)) return fault('must be a whole number')
    return count >= 0 && count <= most ? count : fault(`must be a whole number from 0 to ${most}`)
  },
  boolean: (given) => {
    const word = typeof given === 'string' ? given.toLowerCase() : given
    if (word === true || word === 'true' || word === '1' || word === 1) return true
    return word === false || word === 'false' || word === '0' || word === 0 ? false : fault('must be true or false')
  },
  texts: (given) => listOf(given, (each) => textOf(each, longest.text), 'text'),
  object: objectOf,
  objects: (given) => listOf(given, objectOf, 'objects'),
  'object-or-objects': (given) => listOf(isObject(given) ? [given] : given, objectOf, 'objects'),
  'texts-or-objects': (given) => listOf(given, (each) => (isObject(each) ? objectOf(each) : textOf(each, longest.text)), 'text or objects'),
  duration: (given) => {
    if (given === '-1') return null
    if (typeof given === 'string' && parseDuration(given) !== undefined) return given.trim()
    return fault('must be a duration such as "30s", "30m", "30h", "30d", "1w" or "1mo"')
  },
  date: (given) => {
    const time = typeof given === 'string' && /^\d{4}-\d\d-\d\d/.test(given) ? Date.parse(given) : Number.NaN
    return Number.isNaN(time) ? fault('must be a date such as "2026-02-14" or "2026-02-14T12:00:00Z"') : new Date(time)
  },
}

function numberOf(given: unknown): number | undefined {
  if (typeof given === 'number') return given
  return typeof given === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(given.trim()) ? Number(given) : undefined
}

function textOf(given: unknown, most: number): string | Fault {
  if (typeof given !== 'string') return fault('must be text')
  if (given.length > most) return fault(`must not be longer than ${most} characters`)
  return isStorable(given) ? given : fault('holds characters that no database keeps')
}

/** NUL and halves of a character, which PostgreSQL takes in no text. */
function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}

function listOf(given: unknown, each: (entry: unknown) => unknown, what: string): unknown {
  if (!Array.isArray(given)) return fault(`must be a list of ${what}`)
  if (given.length > longest.list) return fault(`must not have more than ${longest.list} entries`)
  const entries: readonly unknown[] = given.map(each)
  const wrong = entries.findIndex(isFault)
  if (wrong < 0) return entries
  const first = entries[wrong]
  return fault(`must be a list of ${what}: entry ${wrong + 1} ${isFault(first) ? first.fault : 'does not fit'}`)
}

function objectOf(given: unknown): JsonObject | Fault {
  if (!isObject(given)) return fault('must be an object')
  const wrong = unstorable(given, 0)
  // What was parsed from JSON holds nothing but JSON.
  return wrong === undefined ? (given as JsonObject) : fault(wrong)
}

function unstorable(value: unknown, depth: number): string | undefined {
  if (depth > longest.depth) return 'is nested too deep'
  if (typeof value === 'string') return isStorable(value) ? undefined : 'holds characters that no database keeps'
  if (typeof value === 'number' && !Number.isFinite(value)) return 'holds a number that is too large'
  if (Array.isArray(value)) return first(value, (each) => unstorable(each, depth + 1))
  if (!isObject(value)) return undefined
  return first(Object.entries(value), ([name, each]) => {
    if (name === '__proto__') return 'holds the name "__proto__", which is not taken'
    return isStorable(name) ? unstorable(each, depth + 1) : 'holds characters that no database keeps'
  })
}

function first<T>(list: readonly T[], find: (each: T) => string | undefined): string | undefined {
  for (const each of list) {
    const found = find(each)
    if (found !== undefined) return found
  }
  return undefined
}

/** A JSON value read as an object; for members of objects that were read already. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? (value as JsonObject) : undefined // its members are JSON like itself
}
