/** Who calls: what a key stands for. The master key stands for the administrator; virtual keys fill in the rest. */
import type { Caller } from './store/find-caller.js'

/** LiteLLM's roles. */
export type Role = 'proxy_admin' | 'proxy_admin_viewer' | 'org_admin' | 'internal_user' | 'internal_user_viewer' | 'team' | 'customer'

/** A caller whose key was accepted. */
export type Identity = {
  /** `open`: no key is needed here. `master`: the master key. `key`: a virtual key. */
  readonly kind: 'open' | 'master' | 'key'
  readonly role: Role
  /** SHA-256 of the key, hex; a fixed alias for the master key. Never the key. */
  readonly keyHash: string
  /** Names the key may call: `*` in the list, or undefined, is every model. */
  readonly models: readonly string[] | undefined
  readonly userId: string | undefined
  readonly teamId: string | undefined
  /** What is stored of a virtual key and of those it belongs to: limits, budgets, settings. */
  readonly caller?: Caller
}

/** Why a caller is turned away: HTTP status and LiteLLM's `type`. */
export type Refused = { readonly refused: { readonly status: 401 | 403 | 429 | 503; readonly type: string; readonly message: string } }

/** Hashes a key, or has its hash from a request before. */
export type KeyHasher = { hashOf(key: string): string }

/**
 * Says who calls. `key` is what the request presented, undefined for none. Answers at once where it can: nothing is awaited
 * between a cached key and the provider. `hasher` spares the hash of a key that comes again and again; it decides nothing.
 */
export type KeyCheck = (key: string | undefined, hasher?: KeyHasher) => Identity | Refused | Promise<Identity | Refused>

/** True for a caller who is turned away. */
export function isRefused(checked: Identity | Refused): checked is Refused {
  return 'refused' in checked
}

/** True for whoever may read what others have spent: administrators, those who look on, and keys with `permissions.get_spend_routes`. */
export function mayReadSpend({ role, caller }: Pick<Identity, 'role' | 'caller'>): boolean {
  return role === 'proxy_admin' || role === 'proxy_admin_viewer' || caller?.key.permissions.get_spend_routes === true
}
