/** Routes as lists show them: what the config serves by a route stands there under its own path. */
import type { Route } from './route.js'
import type { Serving } from './serving.js'

/** The list with what the config adds now. */
export function shownRoutes(routes: readonly Route[], serving: Serving): readonly Route[] {
  return routes.flatMap(
    (route) => route.listed?.(serving).map(({ path, access, summary }) => ({ ...route, paths: [path], access, summary })) ?? [route],
  )
}
