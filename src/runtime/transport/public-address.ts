/** Which addresses belong to the open Internet. Anything else could be a service of the house that runs the client. */

/** IPv4 networks that are private, local, reserved or for many: first address and length of the prefix. Source: IANA's special-purpose registry. */
const specialNetworks: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** True for an IPv4 or IPv6 address that everyone can reach. Text that is no address is not public. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '').split('%')[0] ?? ''
  if (!bare.includes(':')) return isPublicV4(bare)
  const groups = groupsOf(bare)
  if (groups === undefined) return false
  const [first = 0, second = 0] = groups
  const embedded = (at: number) => isPublicV4(v4Of(groups[at] ?? 0, groups[at + 1] ?? 0))
  // Mapped and translated addresses, and 6to4: what they lead to decides.
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return embedded(6)
  if (first === 0x64 && second === 0xff9b && groups.slice(2, 6).every((group) => group === 0)) return embedded(6)
  if (first === 0x2002) return embedded(1)
  // 2000::/3 is all that is given out; 2001:0::/23 (Teredo and the like), documentation, and 3fff::/20 are not for services.
  if (first < 0x2000 || first > 0x3fff) return false
  return !(first === 0x2001 && (second < 0x200 || second === 0xdb8)) && !(first === 0x3fff && second < 0x1000)
}

/**
 * True for the host of a URL that may be asked as far as its name tells: a public address, or a name with a dot that is not
 * one of the local ones. Where a name leads is seen when it is resolved.
 */
export function isPublicHost(host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  if (name.startsWith('[') || /^[\d.]+$/.test(name)) return isPublicAddress(name)
  return name.includes('.') && !/\.(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/.test(name)
}

function isPublicV4(address: string): boolean {
  const value = numberOf(address)
  return (
    value !== undefined && specialNetworks.every(([start, length]) => value >>> (32 - length) !== (numberOf(start) ?? 0) >>> (32 - length))
  )
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return undefined
  return parts.reduce((value, part) => value * 256 + Number(part), 0)
}

function v4Of(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups of an IPv6 address. */
function groupsOf(address: string): readonly number[] | undefined {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address)
  const value = dotted === null ? undefined : numberOf(dotted[2] ?? '')
  if (dotted !== null && value === undefined) return undefined
  const text = value === undefined ? address : `${dotted?.[1]}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`
  const [head = '', tail, more] = text.split('::')
  if (more !== undefined) return undefined
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups.map((group) => Number.parseInt(group, 16)) : undefined
}
