/** The gateway's app over a database with every route, keys included. */
import { keyRoutes } from '../../../src/gateway/admin/key-routes.js'
import { objectRoutes } from '../../../src/gateway/admin/object-routes.js'
import { routes } from '../../../src/gateway/routes.js'
import type { Connection } from '../../../src/gateway/store/connection.js'
import { type AdminApp, openAdmin } from './admin-app.js'

const all = [...new Set([...routes, ...objectRoutes, ...keyRoutes])]

/** Ends with the test, but for the database. */
export function openKeys(connection: Connection, config?: string): Promise<AdminApp> {
  return openAdmin(connection, { routes: all, ...(config !== undefined && { config }) })
}
