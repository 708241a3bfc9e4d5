/** A transport that connects to public addresses only, checked when a name is resolved: one name may lead elsewhere the second time. */
import { lookup } from 'node:dns'
import type { Transport } from '../../protocol/http.js'
import { isPublicAddress } from './public-address.js'
import { createTransport, type Lookup, type TransportOptions } from './transport.js'

/** For addresses that strangers name. */
export function createPublicTransport(options: TransportOptions): Transport {
  return createTransport({ ...options, lookup: publicLookup })
}

const publicLookup: Lookup = (host, options, found) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const other = error === null ? addresses.find(({ address }) => !isPublicAddress(address)) : undefined
    const [first] = addresses ?? []
    if (error !== null) found(error, [])
    else if (other !== undefined) found(new Error(`${host} leads to an address that is not public`), [])
    else if (options.all === true) found(null, addresses)
    else found(null, first?.address ?? '', first?.family)
  })
}
