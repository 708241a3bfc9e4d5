/** The check of the master key, in a time that tells nothing of how much of a key is right. */
import { timingSafeEqual } from 'node:crypto'
import type { Identity, Refused } from './identity.js'

/** Stands for the master key wherever a key's hash would: neither the key nor its hash is ever shown. */
export const masterKeyAlias = 'litellm_proxy_master_key'

/** The master key of LiteLLM's documentation, which everybody knows. */
export const sampleMasterKey = 'sk-1234'

const administrator = { role: 'proxy_admin', models: undefined, userId: 'default_user_id', teamId: undefined } as const
const master: Identity = { kind: 'master', keyHash: masterKeyAlias, ...administrator }
/** Where no key is needed, whoever calls runs the gateway. */
const open: Identity = { kind: 'open', keyHash: '', ...administrator }

/** A caller of a public route, who may do nothing else. */
export const anonymous: Identity = { kind: 'open', role: 'customer', keyHash: '', models: undefined, userId: undefined, teamId: undefined }

/** Lets the master key in; without one, everybody. */
export function createKeyCheck(masterKey: string | undefined): (key: string | undefined) => Identity | Refused {
  if (masterKey === undefined) return () => open
  const expected = Buffer.from(masterKey)
  // One for all: a hash in its place would be the dearest part of a small request.
  const presented = Buffer.alloc(expected.length)
  return (key) => {
    if (key === undefined) return noKey
    // how long it is, is no secret: keys of callers are mostly of another length, and need no comparison
    if (Buffer.byteLength(key) === expected.length) {
      presented.write(key)
      if (timingSafeEqual(presented, expected)) return master
    }
    return key.startsWith('sk-') ? unknownKey : malformedKey
  }
}

const noKey = refused(
  'auth_error',
  'Authentication Error, No api key passed in. Send it as "Authorization: Bearer sk-…", x-api-key, api-key or x-goog-api-key',
)
const malformedKey = refused('auth_error', 'Authentication Error, the key is not known here: keys of this gateway start with "sk-"')
const unknownKey = refused('token_not_found_in_db', 'Authentication Error, the key is not known here')

function refused(type: string, message: string): Refused {
  return { refused: { status: 401, type, message } }
}
