/** What the database says of a write that it refuses. */

/** An id or another value that only one row may have is in use. */
export class TakenError extends Error {
  /** The constraint that says so, such as `users_pkey`. */
  readonly constraint: string

  constructor(constraint: string, cause: unknown) {
    super(`a value that must be unique is in use (${constraint})`, { cause })
    this.name = 'TakenError'
    this.constraint = constraint
  }
}

/** A row that another refers to is not there. */
export class NoSuchRowError extends Error {
  /** The constraint that says so, such as `team_members_team_id_fkey`. */
  readonly constraint: string

  constructor(constraint: string, cause: unknown) {
    super(`a row that is referred to is not there (${constraint})`, { cause })
    this.name = 'NoSuchRowError'
    this.constraint = constraint
  }
}

/** Does a write, and rejects with a {@link TakenError} or {@link NoSuchRowError} where its values do not fit those that are there. */
export async function written<T>(writing: PromiseLike<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    const { code, constraint } = sqlErrorOf(error)
    if (code === '23505') throw new TakenError(String(constraint), error)
    if (code === '23503') throw new NoSuchRowError(String(constraint), error)
    throw error
  }
}

/** What the database said, from within what the query builder made of it. */
export function sqlErrorOf(error: unknown): { readonly code?: unknown; readonly constraint?: unknown } {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error
  return typeof inner === 'object' && inner !== null ? inner : {}
}

/** The words of the database, or of the network before it. */
export function databaseMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}

/** The one row of a write that always gives one. */
export function rowOf<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('llmgen bug: a row was written and none came back')
  return row
}

/** The text within a pattern of `ilike`, as what it says. */
export function within(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/** SQLSTATE classes and socket errors of a database that cannot be asked. */
const awayCodes = /^(08|57P|53|E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_AGAIN|NOTFOUND))/

/** True where the database could not be asked, or stopped answering: the same may work later. */
export function isDatabaseAway(error: unknown): boolean {
  const { code } = sqlErrorOf(error)
  if (typeof code === 'string' && awayCodes.test(code)) return true
  return /connection (terminated|timeout)|timeout exceeded|query read timeout/i.test(databaseMessage(error))
}
