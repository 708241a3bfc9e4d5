/** Files that a call names by the ids of this gateway: each has to be the caller's, and the call goes to a deployment that has them. */
import type { DeploymentRuntime } from '../../runtime/deployment-runtime.js'
import type { CallBody } from '../calls.js'
import { badRequest } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { findKept, type Kept } from './kept-things.js'
import { idsOf, prefixes } from './managed-id.js'

/** Members that name files: parts of messages and of inputs, containers of tools. */
const members: ReadonlySet<string> = new Set(['file_id', 'file_ids'])

/**
 * The call with the provider's ids of its files, bound to a deployment of the account where they lie. Ids of a provider's own go
 * on as they are. Rejects with a 404 for a file of somebody else's, and a 400 where no deployment of the model has it.
 */
export async function withFiles(call: GatewayCall, body: CallBody): Promise<CallBody> {
  if (!call.bytes.includes(prefixes.file)) return body
  const ids = idsOf(call.serving)
  const named = new Set<string>()
  exchanged(body, (id) => {
    if (ids.read(id, 'file') !== undefined) named.add(id)
    return id
  })
  if (named.size === 0) return body
  const found = new Map<string, Kept>()
  for (const id of named) found.set(id, await findKept(call, id, 'file'))
  const places = [...found.values()].map(({ host }) => host.door.ready)
  // what replaces texts in a body leaves its model as it is
  const sent = exchanged(body, (id) => found.get(id)?.id ?? id) as CallBody
  return { ...sent, ...bound(call, body.model, places), disable_fallbacks: true }
}

/** A value with other texts in the members that name files; itself where nothing changes. */
function exchanged(value: unknown, exchange: (id: string) => string, isFile = false): unknown {
  if (typeof value === 'string') return isFile ? exchange(value) : value
  if (Array.isArray(value)) {
    const list = value.map((each) => exchanged(each, exchange, isFile))
    return list.every((each, index) => each === value[index]) ? value : list
  }
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, each]) => [name, exchanged(each, exchange, members.has(name))] as const)
  return entries.every(([name, each]) => each === value[name]) ? value : Object.fromEntries(entries)
}

/** One deployment of the model at the account of the files; none by name where all of them are. */
function bound({ serving: { engine } }: GatewayCall, model: string, places: readonly DeploymentRuntime[]): Partial<CallBody> {
  const serving = [...(engine.table.resolve(model)?.group.serving ?? [])].flatMap((index) => engine.deployments[index]?.ready ?? [])
  const having = serving.filter((ready) => places.every((place) => isSameAccount(place, ready)))
  const [first] = having
  if (first === undefined)
    throw badRequest(
      `a file of this call does not lie where "${model.slice(0, 200)}" is served: upload it with target_model_names set to that name`,
      'file_id',
    )
  const { id } = first.target.deployment
  return having.length < serving.length && engine.table.resolve(id)?.group.pinned === true ? { model: id } : {}
}

/** Two deployments with one address and one credential see the same files. */
function isSameAccount(a: DeploymentRuntime, b: DeploymentRuntime): boolean {
  return a === b || (a.target.baseUrl === b.target.baseUrl && JSON.stringify(a.credentials) === JSON.stringify(b.credentials))
}
