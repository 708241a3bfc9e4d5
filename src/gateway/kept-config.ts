/** What a config says that concerns the store: what is declared in it, and by what secrets and calendar. */
import type { Lowered } from '../compiler/lower.js'
import { createEnvironment } from '../runtime/settings.js'
import { readSettings, withExports } from './read-settings.js'
import type { Sources } from './seed/declarations.js'

/** What a config says that concerns the store. */
export type KeptConfig = Pick<Lowered, 'plan' | 'secrets'> & {
  readonly env: { readonly [name: string]: string | undefined }
  readonly find: Sources['env']
  readonly masterKey: string | undefined
  readonly timeZone: string
}

/** The same of what is served, in an environment. */
export function keptConfig({ plan, secrets }: Pick<Lowered, 'plan' | 'secrets'>, given: KeptConfig['env']): KeptConfig {
  const env = withExports(plan, secrets, given)
  const find = createEnvironment(env, plan.routing.environment)
  const { masterKey, limits } = readSettings(plan, secrets, env)
  return { plan, secrets, env, find, masterKey, timeZone: limits.timeZone }
}
