/** Where the nodes of a Redis Cluster, or the sentinels before a Redis, are: the ways in which LiteLLM writes them. */

/** `{ host, port }` or `[host, port]`. */
export type RedisNode = { readonly host: string; readonly port: number | string } | readonly [host: string, port: number | string]

export type NodeAddress = { readonly host: string; readonly port: number }

const highestPort = 65_535

/** The nodes of a list. Throws a `TypeError` that names the setting where one has no host or no port. */
export function readNodes(setting: string, given: unknown): readonly NodeAddress[] {
  if (!Array.isArray(given) || given.length === 0) throw wrong(setting, given)
  return given.map((node: unknown) => readNode(node) ?? fail(setting, node))
}

/** Likewise of a variable's JSON. Undefined where it is not set. */
export function readNodeVariable(name: string, text: string | undefined): readonly NodeAddress[] | undefined {
  if (text === undefined) return undefined
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    throw wrong(name, text)
  }
  return readNodes(name, given)
}

/** A port, also one written as text. */
export function readPort(given: unknown): number | undefined {
  const port = typeof given === 'string' && /^\d+$/.test(given.trim()) ? Number(given) : given
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= highestPort ? port : undefined
}

function readNode(node: unknown): NodeAddress | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  const { host, port } = Array.isArray(node) ? { host: node[0], port: node[1] } : { host: undefined, port: undefined, ...node }
  const number = readPort(port)
  return typeof host === 'string' && host !== '' && number !== undefined ? { host, port: number } : undefined
}

function fail(setting: string, node: unknown): never {
  throw wrong(setting, node)
}

/** A node is no secret, but somebody may have put one there. */
function wrong(setting: string, given: unknown): TypeError {
  const kind = Array.isArray(given) ? (given.length === 0 ? 'an empty list' : 'a list') : given === null ? 'null' : typeof given
  return new TypeError(
    `${setting} has to list nodes of Redis as [{ "host": "10.0.0.1", "port": 7001 }] or [["10.0.0.1", 7001]], and has ${kind}`,
  )
}
