/** Loads the packages that only a gateway needs, and says how to get one that is missing. */
import { hasCode } from './system-error.js'

/** All of them: they are optional, so that who only generates a client can leave them out. */
const ofGateway: readonly string[] = ['fastify', '@fastify/multipart', 'pino', 'drizzle-orm', 'pg', '@electric-sql/pglite']

/** Names the command that installs what is missing. */
export class MissingPackageError extends Error {
  constructor(name: string, cause: unknown, hint = '') {
    super(
      `llmgen serve needs the package "${name}", which is not installed: npm install ${name}${hint}. ` +
        `It is an optional dependency, as are all that a gateway takes (${ofGateway.join(', ')}): install without --omit=optional to have them all`,
      { cause },
    )
    this.name = 'MissingPackageError'
  }
}

/** Fastify's factory. */
export async function loadFastify() {
  return (await load('fastify', () => import('fastify'))).default
}

/** The plugin that reads forms. */
export async function loadMultipart() {
  return (await load('@fastify/multipart', () => import('@fastify/multipart'))).default
}

/** The logger's factory. */
export async function loadPino() {
  return (await load('pino', () => import('pino'))).pino
}

/** What binds queries to a connection of PostgreSQL's driver. */
export async function loadDrizzle() {
  return (await load(queries, () => import('drizzle-orm/node-postgres'))).drizzle
}

/** PostgreSQL's driver. */
export async function loadPg() {
  return (await load('pg', () => import('pg'))).default
}

/** What looks after a store. The packages of its database are loaded when it is first asked, but one that is missing is told of now. */
export async function loadStoreKeeper(kind: 'postgres' | 'embedded') {
  const { StoreKeeper } = await load(queries, () => import('./store-keeper.js'))
  requirePackage('pg')
  if (kind === 'embedded') requirePackage(embedded, ', or name a PostgreSQL: general_settings.database_url or DATABASE_URL')
  return StoreKeeper
}

/** Every route, those of the administration too. */
export async function loadRoutes() {
  return (await load(queries, () => import('./routes.js'))).routes
}

/** Begins to load what every start asks for in turn. Whoever asks hears of what is missing. */
export function loadAhead(): void {
  for (const loading of [loadFastify(), loadRoutes()]) loading.catch(() => undefined)
}

/** What queries are written with. */
const queries = 'drizzle-orm'
const embedded = '@electric-sql/pglite'

/** Throws where a package is not installed, without what it costs to load it. */
function requirePackage(name: string, otherwise?: string): void {
  try {
    import.meta.resolve(name)
  } catch (cause) {
    throw new MissingPackageError(name, cause, otherwise)
  }
}

async function load<T>(name: string, imported: () => Promise<T>): Promise<T> {
  try {
    return await imported()
  } catch (error) {
    const missing = error instanceof Error && hasCode(error, 'ERR_MODULE_NOT_FOUND') && error.message.includes(`'${name}'`)
    throw missing ? new MissingPackageError(name, error) : error
  }
}
