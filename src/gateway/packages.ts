/** Loads the packages that only a gateway needs, and says how to get one that is missing. */

/** Names the command that installs what is missing. */
export class MissingPackageError extends Error {
  constructor(name: string, cause: unknown) {
    super(`llmgen serve needs the package "${name}", which is not installed: npm install ${name}`, { cause })
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
  return (await load('drizzle-orm', () => import('drizzle-orm/node-postgres'))).drizzle
}

/** PostgreSQL's driver. */
export async function loadPg() {
  return (await load('pg', () => import('pg'))).default
}

async function load<T>(name: string, imported: () => Promise<T>): Promise<T> {
  try {
    return await imported()
  } catch (error) {
    const missing =
      error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && error.message.includes(`'${name}'`)
    throw missing ? new MissingPackageError(name, error) : error
  }
}
