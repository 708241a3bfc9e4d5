/** Which routes a gateway serves by itself. Those of the administration make queries, for which a package is loaded. */
import { loadRoutes, MissingPackageError } from './packages.js'
import { plainRoutes } from './plain-routes.js'
import type { Route } from './route.js'
import { customPassThrough } from './routes/custom-pass-through.js'
import { providerPassThrough } from './routes/pass-through.js'

/** Every route but those of the administration. */
export const routes: readonly Route[] = [...plainRoutes, ...providerPassThrough, ...customPassThrough]

/** Every route there is. Rejects with a {@link MissingPackageError} where `drizzle-orm` is not installed. */
export const allRoutes = loadRoutes

/** Without a store those of the administration only answer that there is none: then nobody has to install anything for them. */
export async function routesFor(keepsSomething: boolean): Promise<readonly Route[]> {
  try {
    return await allRoutes()
  } catch (error) {
    if (keepsSomething || !(error instanceof MissingPackageError)) throw error
    return routes
  }
}
