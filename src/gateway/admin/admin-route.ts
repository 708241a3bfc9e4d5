/** What all routes of the administration share: the store, who acts, and what becomes of a database that is away. */
import { GatewayError } from '../errors.js'
import type { Identity } from '../identity.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { notingDeclared } from '../seed/comes-back.js'
import type { AdminStore } from '../store/admin-store.js'
import { type Audit, addAudit } from '../store/audit.js'
import type { Db } from '../store/connection.js'
import type { Deleter } from '../store/keys.js'
import { isDatabaseAway, NoSuchRowError, sqlErrorOf } from '../store/sql-error.js'
import { StoreClosedError } from '../store/store-desk.js'

/** What a route works with. */
export type Desk = {
  readonly call: GatewayCall
  readonly store: AdminStore
  readonly db: Db
  readonly identity: Identity
  /** Milliseconds since 1970. */
  readonly now: number
  /** Zone in which the days of budgets begin. */
  readonly timeZone: string
  /** Who acts: a user, else the hash of a key. */
  readonly by: string
  readonly deleter: Deleter
}

type Parts = Pick<Route, 'method' | 'paths' | 'access' | 'summary' | 'tags'> &
  Partial<Pick<Route, 'query' | 'example'>> & {
    /** Gives what is sent as JSON. */
    answer(desk: Desk): Promise<unknown>
  }

/** A route of the administration. Answers 503 `no_db_connection` while the database cannot be asked. */
export function adminRoute({ answer, ...route }: Parts): Route {
  return {
    ...route,
    errors: 'openai',
    handle: async (call) => {
      const found = await atDesk(call, answer)
      // bare numbers are answers too
      call.reply.type('application/json; charset=utf-8').send(JSON.stringify(found))
    },
  }
}

/** Does what needs the store for a request. Rejects with a 503 `no_db_connection` while the database cannot be asked. */
export function atDesk<T>(call: GatewayCall, work: (desk: Desk) => Promise<T>): Promise<T> {
  return openDesk(call)
    .then(work)
    .catch((error: unknown) => {
      throw asRefusal(error)
    })
}

async function openDesk(call: GatewayCall): Promise<Desk> {
  const { identity, serving } = call
  if (serving.store === undefined)
    throw new GatewayError(503, 'no_db_connection', 'this gateway has no database: start it with a database_url or a folder for its data')
  const by = identity.userId ?? identity.keyHash
  const store = notingDeclared(await serving.store.open(), call)
  const now = serving.engine.now()
  const { timeZone = 'UTC' } = serving.settings.store
  return { call, store, db: store.connection.db, identity, now, timeZone, by, deleter: { by, changedBy: changedBy(call) } }
}

function changedBy({ request }: GatewayCall): string | undefined {
  const given = request.headers['litellm-changed-by']
  return typeof given === 'string' && given !== '' ? given.slice(0, 400) : undefined
}

/** Writes down who changed what, where the caller says for whom, or the config wants it of every change. */
export async function audit({ call, by, identity }: Desk, db: Db, what: Omit<Audit, 'changedBy' | 'keyHash'>): Promise<void> {
  const told = changedBy(call)
  const litellm = call.serving.plan.gateway?.litellm_settings
  if (told === undefined && !(isObject(litellm) && litellm.store_audit_logs === true)) return
  await addAudit(db, { ...what, changedBy: told ?? by, keyHash: identity.keyHash })
}

function asRefusal(error: unknown): unknown {
  if (error instanceof GatewayError) return error
  if (error instanceof NoSuchRowError) return notThere(error)
  if (error instanceof StoreClosedError)
    return new GatewayError(503, 'no_db_connection', `${error.message}. Nothing was changed: try again soon`)
  if (isDatabaseAway(error))
    return new GatewayError(503, 'no_db_connection', 'the database cannot be asked: nothing was changed. Try again soon')
  return unstorable.has(sqlErrorOf(error).code)
    ? new GatewayError(400, 'bad_request_error', 'a text of this request has a character that no database keeps, such as NUL')
    : error
}

/** SQLSTATE of texts that are none to PostgreSQL: in columns, and in JSON. */
const unstorable: ReadonlySet<unknown> = new Set(['22021', '22P05'])

/** What columns with references are called in bodies. */
const references: readonly string[] = ['budget_id', 'organization_id', 'team_id', 'user_id']

function notThere({ constraint }: NoSuchRowError): GatewayError {
  const name = references.find((each) => constraint.includes(each)) ?? 'id'
  return new GatewayError(400, 'bad_request_error', `there is nothing with this ${name}`, { param: name })
}

/** 404 with LiteLLM's type; ids as they were given. */
export function noSuch(what: string, ids: string | readonly string[], param: string): GatewayError {
  const list = (typeof ids === 'string' ? [ids] : ids).slice(0, 20).map((id) => `"${id}"`)
  return new GatewayError(404, 'not_found_error', `there is no ${what} ${list.join(', ')}`, { param })
}

/** 403 with LiteLLM's type. */
export function forbidden(message: string): GatewayError {
  return new GatewayError(403, 'auth_error', message)
}

/** 400 with LiteLLM's type. */
export function refused(message: string, param: string): GatewayError {
  return new GatewayError(400, 'bad_request_error', message, { param })
}

/** An object without the members that are undefined: what is absent stays as it is. */
export function defined<T extends object>(given: T): { [N in keyof T]?: Exclude<T[N], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined)
  // the same members, but for those that are absent
  return Object.fromEntries(entries) as { [N in keyof T]?: Exclude<T[N], undefined> }
}
