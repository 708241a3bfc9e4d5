/** Where a request that is passed through goes: the operator's base and the caller's rest, which can never leave it. */
import { badRequest } from '../errors.js'

/** Path and query of a request as the caller wrote them, without the root path. */
export function writtenPath(originalUrl: string, rootPath: string): { readonly path: string; readonly query: string } {
  const mark = originalUrl.indexOf('?')
  const whole = mark < 0 ? originalUrl : originalUrl.slice(0, mark)
  const hasRoot = rootPath !== '' && (whole === rootPath || whole.startsWith(`${rootPath}/`))
  return { path: hasRoot ? whole.slice(rootPath.length) : whole, query: mark < 0 ? '' : originalUrl.slice(mark + 1) }
}

/** What stands behind the first part of a path: `/openai/v1/models` gives `/v1/models`. */
export function afterFirst(path: string): string {
  const slash = path.indexOf('/', 1)
  return slash < 0 ? '' : path.slice(slash)
}

/** How often a part may be encoded: hosts behind proxies decode more than once. */
const depth = 4

/**
 * The rest of a path in the one spelling that is looked at and sent: letters, digits and `-._~` are not encoded (RFC 3986,
 * section 6.2.2.2). Throws a 400 unless it stays below whatever it is put behind: no part of it is `.` or `..` or empty, however
 * it is written, and nothing in it ends a line or a path. Slashes may be encoded (names of Bedrock's profiles hold them).
 */
export function cleanRest(rest: string): string {
  if (rest === '') return rest
  if (!/^\/[\x21-\x7e]*$/.test(rest) || /[\\#?]/.test(rest)) throw refused()
  for (const text of readings(rest)) if (!isClean(text)) throw refused()
  return rest.replace(/%(?:2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))
}

/** A path as it is written, and as hosts may read it: decoded, as often as it can be. Throws a 400 where that has no end. */
export function readings(path: string): readonly string[] {
  const found = [path]
  for (let text = decoded(path); text !== found.at(-1); text = decoded(text)) {
    if (found.length > depth) throw refused()
    found.push(text)
  }
  return found
}

/** A slash at the end is no empty part. `..;x` is `..` to some servers. */
function isClean(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\x00-\x1f\x7f\\]/.test(text)) return false
  const parts = text.slice(1).split('/')
  return parts.every((part, index) => {
    const name = part.split(';')[0]
    return name !== '.' && name !== '..' && (part !== '' || index === parts.length - 1)
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refused()
  }
}

function refused() {
  return badRequest('the path cannot be passed on: it must be plain, without empty parts, "." and ".."')
}

/** `v1`, `v1beta`, `v2`. */
const version = /^v\d+[a-z0-9]*$/

/**
 * The base with the rest behind it. What the base ends with and the rest begins with stands once: `…/v1` and `/v1/models`. With
 * `otherVersions` a version of the rest's own takes the place of the base's, which leaves the base: for hosts that belong to the
 * provider as a whole. `rest` must have been checked.
 */
export function joined(base: string, rest: string, otherVersions = false): string {
  const [address = '', baseQuery] = base.split('?')
  const root = address.replace(/\/+$/, '')
  const slash = root.indexOf('/', root.indexOf('://') + 3)
  const parts = slash < 0 ? [] : root.slice(slash + 1).split('/')
  const origin = slash < 0 ? root : root.slice(0, slash)
  const given = rest.slice(1).split('/')
  const common = overlap(parts, given, otherVersions)
  const kept = parts.slice(0, parts.length - common)
  const path = [...kept, ...(rest === '' ? parts.slice(parts.length - common) : given)].map((part) => `/${part}`).join('')
  return origin + path + (baseQuery === undefined ? '' : `?${baseQuery}`)
}

/** How many parts at the end of the base the rest says itself. */
function overlap(base: readonly string[], given: readonly string[], otherVersions: boolean): number {
  for (let count = Math.min(base.length, given.length); count > 0; count--)
    if (base.slice(base.length - count).every((part, index) => part === given[index])) return count
  const last = otherVersions ? base.at(-1) : undefined
  return last !== undefined && version.test(last) && (version.test(given[0] ?? '') || given[0] === 'upload') ? 1 : 0
}

/** A query without what holds the caller's key, and with what is added where it is not there. */
export function sentQuery(
  query: string,
  isKey: (name: string, value: string) => boolean,
  more: { readonly [name: string]: string } = {},
): string {
  if (!/^[\x21-\x7e]*$/.test(query) || query.includes('#'))
    throw badRequest('the query cannot be passed on: it holds characters that must be encoded')
  const pairs = query.split('&').filter((pair) => pair !== '')
  const read = pairs.map((pair) => {
    const mark = pair.indexOf('=')
    const [name, value] = mark < 0 ? [pair, ''] : [pair.slice(0, mark), pair.slice(mark + 1)]
    return { pair, name: plain(name), value: plain(value) }
  })
  const kept = read.filter(({ name, value }) => !isKey(name, value))
  const added = Object.entries(more).filter(([name]) => !kept.some((pair) => pair.name === name))
  return [
    ...kept.map(({ pair }) => pair),
    ...added.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  ].join('&')
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw badRequest('the query cannot be passed on: it holds a % that begins no character')
  }
}

/** An address with a query behind it. */
export function withQuery(url: string, query: string): string {
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}
