/** What a client needs of the place it runs in: Node, or anything that has `fetch` and Web Crypto. */
import type { Transport } from '../../protocol/http.js'
import type { Crypto, ReadFile } from '../../protocol/ports.js'

export type Platform = {
  /** `sslVerify: false` accepts any certificate, or throws where the platform cannot. Default true. */
  readonly createTransport: (options: { readonly sslVerify?: boolean }) => Transport
  /** One that connects to public addresses only, for addresses that strangers name. Imported when first needed. */
  readonly createPublicTransport: (options: { readonly sslVerify?: boolean }) => Promise<Transport>
  readonly crypto: Crypto
  /** Undefined where there are no files. */
  readonly readFile: ReadFile | undefined
  /** An optional package by its name, or undefined where it is not installed. */
  readonly importPeer: (name: string) => Promise<unknown>
}
