/**
 * Ids of what lies at a provider, as callers get them: where it lies, what it is called there, and whose it is; signed, so that
 * nobody makes one, and encrypted, so that nobody who sees one can name the thing to the provider past its owner.
 */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import type { Identity } from '../identity.js'

/** What an id names. */
export type Kind = 'file' | 'batch' | 'response' | 'job'

/** Where it lies: at the host of a deployment, or of a provider that only the environment names. */
export type Place = { readonly deployment: string } | { readonly provider: string }

/** Marks of the owner's key and user, from which neither can be told; '' for none. */
export type Owner = { readonly key: string; readonly user: string }

export type ManagedId = { readonly kind: Kind; readonly place: Place; readonly id: string; readonly owner: Owner }

/** As the provider's own ids begin, and clients expect; then a mark that no provider's id has. */
export const prefixes: { readonly [K in Kind]: string } = { file: 'file-lg1', batch: 'batch_lg1', response: 'resp_lg1', job: 'ftjob-lg1' }
/** Bytes of a signature. It is the cipher's start as well (a synthetic one, RFC 5297): the same thing has the same id for ever. */
const signatureLength = 16
const cipher = 'aes-256-ctr'
/** Characters of an owner's mark: 72 bits. */
const markLength = 12

/** Makes and reads ids of one gateway. Whoever does not know its secret can make none. */
export class IdDesk {
  readonly #key: Buffer
  readonly #cipherKey: Buffer

  /**
   * `secret` is the salt or the master key; gateways that share it read each other's ids, and with another one those handed out
   * before are unknown. An empty one, where no key is needed, keeps nothing from anybody: then everybody is an administrator.
   */
  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('llmgen ids').digest()
    this.#cipherKey = createHmac('sha256', secret).update('llmgen ids, encrypted').digest()
  }

  write({ kind, place, id, owner }: ManagedId): string {
    const [how, name] = 'deployment' in place ? ['d', place.deployment] : ['p', place.provider]
    const text = Buffer.from(JSON.stringify([how, name, id, owner.key, owner.user]))
    const signature = this.#signature(kind, text)
    const hidden = createCipheriv(cipher, this.#cipherKey, signature).update(text)
    return prefixes[kind] + Buffer.concat([signature, hidden]).toString('base64url')
  }

  /** Undefined for an id that was not made here; `forged` for one that only looks so. */
  read(given: string, kind: Kind): ManagedId | 'forged' | undefined {
    const prefix = prefixes[kind]
    if (!given.startsWith(prefix)) return Object.values(prefixes).some((other) => given.startsWith(other)) ? 'forged' : undefined
    const bytes = Buffer.from(given.slice(prefix.length), 'base64url')
    // one spelling only: decoding skips what is no base64
    if (bytes.length <= signatureLength || prefix + bytes.toString('base64url') !== given) return 'forged'
    const signature = bytes.subarray(0, signatureLength)
    const text = createDecipheriv(cipher, this.#cipherKey, signature).update(bytes.subarray(signatureLength))
    if (!timingSafeEqual(signature, this.#signature(kind, text))) return 'forged'
    const parts: unknown = JSON.parse(text.toString('utf8'))
    const [how, name = '', id = '', key = '', user = ''] = Array.isArray(parts) ? parts.map(String) : []
    return { kind, place: how === 'd' ? { deployment: name } : { provider: name }, id, owner: { key, user } }
  }

  /** The marks of a caller. */
  ownerOf({ keyHash, userId }: Pick<Identity, 'keyHash' | 'userId'>): Owner {
    return {
      key: keyHash === '' ? '' : this.#mark(`key:${keyHash}`),
      user: userId === undefined ? '' : this.#mark(`user:${userId}`),
    }
  }

  /** Administrators may use everything, others what their key or their user made. */
  mayUse(identity: Identity, owner: Owner): boolean {
    if (identity.role === 'proxy_admin') return true
    const own = this.ownerOf(identity)
    return (own.key !== '' && own.key === owner.key) || (own.user !== '' && own.user === owner.user)
  }

  #mark(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url').slice(0, markLength)
  }

  #signature(kind: Kind, text: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(`${kind}:`).update(text).digest().subarray(0, signatureLength)
  }
}

const desks = new WeakMap<object, IdDesk>()

/** The desk of what is served. */
export function idsOf(serving: { readonly settings: { readonly idSecret: string } }): IdDesk {
  const known = desks.get(serving)
  if (known !== undefined) return known
  const desk = new IdDesk(serving.settings.idSecret)
  desks.set(serving, desk)
  return desk
}
