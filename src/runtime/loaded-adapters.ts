/** Adapters that a client carries, and those it imports when a deployment is first called. */
import type { Provider } from '../plan/plan.js'
import type { Adapter, Credentials } from '../providers/adapter.js'

/** An adapter, or what imports it. */
export type GivenAdapter = Adapter | (() => Promise<Adapter>)

const loaded = new WeakMap<() => Promise<Adapter>, Adapter>()

/** At once where it is carried or was imported before. */
export function adapterOf(given: GivenAdapter): Adapter | Promise<Adapter> {
  if (typeof given !== 'function') return given
  return (
    loaded.get(given) ??
    given().then((adapter) => {
      loaded.set(given, adapter)
      return adapter
    })
  )
}

/** For what runs after {@link adapterOf}. */
export function loadedAdapter(given: GivenAdapter): Adapter {
  const adapter = typeof given === 'function' ? loaded.get(given) : given
  if (adapter === undefined) throw new Error('llmgen bug: an adapter is used that was not imported')
  return adapter
}

/** Keys and tokens that the config or the environment gives are used as they are, unless the adapter has a sign-in for all. */
export function mustSignIn(adapter: Adapter, { kind }: Credentials, { auth }: Provider): boolean {
  return adapter.signIn !== undefined || (kind === 'fields' && (adapter.laterSignIn !== undefined || auth === 'aws'))
}
