/** The check of virtual keys, behind that of the master key: who has the key, and whether it may be used at all. */
import { type Identity, isRefused, type KeyCheck, type Refused, type Role } from '../identity.js'
import { createKeyCheck } from '../key-check.js'
import { StoreAwayError } from '../row-memory.js'
import type { Caller } from '../store/find-caller.js'
import type { CallerCache } from './caller-cache.js'
import { hashKey, keyPrefix } from './key-text.js'

/** What the check works with. */
export type VirtualKeyTerms = {
  readonly masterKey: string | undefined
  readonly callers: CallerCache
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** `general_settings.allow_requests_on_db_unavailable`: keys that are not known pass while nobody can be asked. Default false. */
  readonly admitsUnknown: boolean
}

/** Lets the master key in, and every virtual key that is known, in force and not blocked, nor its team or user. */
export function createVirtualKeyCheck({ masterKey, callers, now, admitsUnknown }: VirtualKeyTerms): KeyCheck {
  const checkMaster = createKeyCheck(masterKey)
  const judge = (caller: Caller | undefined): Identity | Refused => (caller === undefined ? unknown : identityOf(caller, now()))
  return (key, hasher) => {
    const first = checkMaster(key)
    // only what the master key's check does not know is looked up
    if (key === undefined || !isRefused(first) || !key.startsWith(keyPrefix)) return first
    const token = hasher === undefined ? hashKey(key) : hasher.hashOf(key)
    const caller = callers.get(token)
    if (!(caller instanceof Promise)) return judge(caller)
    return caller.then(judge, (error: unknown) => {
      if (!(error instanceof StoreAwayError)) throw error
      return admitsUnknown ? strangerOf(token) : storeAway
    })
  }
}

function identityOf(caller: Caller, now: number): Identity | Refused {
  const { key, team, user } = caller
  if (key.blocked) return blocked('key')
  if (key.expires !== null && key.expires.getTime() <= now)
    return refused(401, 'expired_key', `Authentication Error, the key expired at ${key.expires.toISOString()}: ask for a new one`)
  if (team?.blocked === true) return blocked('team of the key')
  if (user?.blocked === true) return blocked('user of the key')
  return known.get(caller) ?? identified(caller)
}

/** Identities by what they are of: a caller read anew is another object. */
const known = new WeakMap<Caller, Identity>()

function identified(caller: Caller): Identity {
  const { key, user } = caller
  const models = key.models.length === 0 ? undefined : key.models
  const [userId, teamId] = [key.userId ?? undefined, key.teamId ?? undefined]
  const made: Identity = { kind: 'key', role: roleOf(user?.userRole), keyHash: key.token, models, userId, teamId, caller }
  known.set(caller, made)
  return made
}

/** Somebody whom nobody can be asked about; without limits of their own, and named by their hash alone. */
function strangerOf(keyHash: string): Identity {
  return { kind: 'key', role: 'internal_user', keyHash, models: undefined, userId: undefined, teamId: undefined }
}

const roles: ReadonlySet<string> = new Set<Role>([
  'proxy_admin',
  'proxy_admin_viewer',
  'org_admin',
  'internal_user',
  'internal_user_viewer',
  'team',
  'customer',
])

/** A key without a user is an ordinary one; a role that nobody knows is the least. */
function roleOf(role: string | undefined): Role {
  if (role === undefined) return 'internal_user'
  return isRole(role) ? role : 'customer'
}

function isRole(text: string): text is Role {
  return roles.has(text)
}

function refused(status: 401 | 403 | 503, type: string, message: string): Refused {
  return { refused: { status, type, message } }
}

/** Differs: LiteLLM answers 401, at which clients ask for new credentials; there are none to be had. */
function blocked(what: string): Refused {
  return refused(403, 'auth_error', `the ${what} is blocked: whoever administers this gateway can unblock it`)
}

const unknown = refused(401, 'token_not_found_in_db', 'Authentication Error, the key is not known here')
/** Differs: LiteLLM answers 401 while its database is away, as if the key were wrong. */
const storeAway = refused(503, 'no_db_connection', 'the database cannot be asked about this key: try again soon')
