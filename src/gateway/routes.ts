/** Every route of the gateway. What is not in this list does not exist. */
import { configRoutes } from './admin/config-routes.js'
import { credentialRoutes } from './admin/credential-routes.js'
import { keyRoutes } from './admin/key-routes.js'
import { modelRoutes } from './admin/model-routes.js'
import { objectRoutes } from './admin/object-routes.js'
import { spendRoutes } from './admin/spend-routes.js'
import { plainRoutes } from './plain-routes.js'
import type { Route } from './route.js'
import { customPassThrough } from './routes/custom-pass-through.js'
import { providerPassThrough } from './routes/pass-through.js'

/** In the order of the OpenAPI document. */
export const routes: readonly Route[] = [
  ...plainRoutes,
  ...keyRoutes,
  ...objectRoutes,
  ...modelRoutes,
  ...credentialRoutes,
  ...configRoutes,
  ...spendRoutes,
  ...providerPassThrough,
  ...customPassThrough,
]
