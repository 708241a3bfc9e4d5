/** Addresses that may call: `general_settings.allowed_ips`, decided before anything else is looked at. */

/** Bits of an address, and how many of them count. */
type Range = { readonly bits: bigint; readonly length: number }

/**
 * True where the list has the address: by itself, or within a range such as `10.0.0.0/8`. IPv4 and IPv6; an IPv4 address counts
 * as the same however a socket writes it. What cannot be read is in no list.
 */
export function isAllowedIp(list: readonly string[], address: string | undefined): boolean {
  const bits = address === undefined ? undefined : bitsOf(address.trim())
  if (bits === undefined) return false
  return list.some((entry) => {
    const range = rangeOf(entry.trim())
    return range !== undefined && (range.bits ^ bits) >> BigInt(128 - range.length) === 0n
  })
}

/**
 * Who is at the other end: the address of the socket, or with `use_x_forwarded_for` what the proxy in front says it is.
 * Differs: LiteLLM takes the header as it is, which callers can write themselves; the last entry is the one that the proxy wrote.
 */
export function addressOf(
  socket: string | undefined,
  header: string | readonly string[] | undefined,
  isForwarded: boolean,
): string | undefined {
  if (!isForwarded) return socket
  const all = typeof header === 'string' ? header : header?.join(',')
  const last = all?.split(',').at(-1)?.trim()
  return last === undefined || last === '' ? socket : last
}

function rangeOf(entry: string): Range | undefined {
  const [address = '', given, more] = entry.split('/')
  const bits = bitsOf(address)
  if (bits === undefined || more !== undefined) return undefined
  const own = address.includes(':') ? 128 : 32
  if (given === undefined) return { bits, length: 128 }
  if (!/^\d{1,3}$/.test(given) || Number(given) > own) return undefined
  return { bits, length: 128 - own + Number(given) }
}

/** 128 bits; IPv4 as IPv6 has it, `::ffff:a.b.c.d`. */
function bitsOf(text: string): bigint | undefined {
  const address = text.replace(/%[\w.-]+$/, '').replace(/^\[(.*)\]$/, '$1')
  if (!address.includes(':')) {
    const four = fourOf(address)
    return four === undefined ? undefined : (0xffffn << 32n) | four
  }
  return sixOf(address)
}

function fourOf(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

function sixOf(text: string): bigint | undefined {
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return undefined
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  if (before === undefined || after === undefined) return undefined
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...before, ...Array<bigint>(missing).fill(0n), ...after].reduce((bits, group) => (bits << 16n) | group, 0n)
}

/** Groups of 16 bits; the last may be written as IPv4, which is two of them. */
function groupsOf(text: string): readonly bigint[] | undefined {
  if (text === '') return []
  const groups: bigint[] = []
  const parts = text.split(':')
  for (const [index, part] of parts.entries()) {
    const four = index === parts.length - 1 ? fourOf(part) : undefined
    if (four !== undefined) groups.push(four >> 16n, four & 0xffffn)
    else if (/^[\da-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`))
    else return undefined
  }
  return groups
}
