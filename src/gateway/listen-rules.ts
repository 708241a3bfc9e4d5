/** What keys a gateway may be run with, by where it listens. */
import { sampleMasterKey } from './key-check.js'
import type { GatewaySettings } from './settings.js'

/** Where the gateway listens, as far as keys depend on it. */
export type ListenRules = {
  /** Undefined until it listens: then nobody can reach it. */
  readonly host: string | undefined
  /** The operator insists on the sample key. */
  readonly allowSampleKey: boolean
}

type Keys = Pick<GatewaySettings, 'masterKey'>

/** The address to listen on where none was named: this machine alone, unless a key of one's own keeps strangers out. */
export function defaultHost({ masterKey }: Keys): string {
  return masterKey === undefined || masterKey === sampleMasterKey ? '127.0.0.1' : '0.0.0.0'
}

/** True for addresses that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Why these settings may not be served at this address; undefined where they may. `before` is what was served until now. */
export function refusalOf({ masterKey }: Keys, { host, allowSampleKey }: ListenRules, before?: Keys): string | undefined {
  if (host === undefined || isLoopback(host)) return undefined
  if (before?.masterKey !== undefined && masterKey === undefined)
    return `the config has no master key any more, and ${host} can be reached from other machines; to open the gateway to everybody, start it anew`
  if (masterKey === sampleMasterKey && !allowSampleKey)
    return `the master key is the documentation's ${sampleMasterKey}, which everybody knows, and ${host} can be reached from other machines; set another key, listen with --host 127.0.0.1, or insist with --allow-sample-key`
  return undefined
}
