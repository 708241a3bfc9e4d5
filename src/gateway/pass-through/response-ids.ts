/** Ids of responses in `POST /responses`: the earlier response is found at the deployment that keeps it, and the new one's id is written. */
import type { Chain, Plan } from '../../plan/plan.js'
import type { Meta } from '../../runtime/client-types.js'
import type { CallBody } from '../calls.js'
import { badRequest, notFound } from '../errors.js'
import type { GatewayCall } from '../route.js'
import { idsOf } from './managed-id.js'

/** The call with the provider's id of the response before it, bound to the deployment that has it. Throws a 404 for an id of somebody else's. */
export function followingUp(call: GatewayCall, body: CallBody): CallBody {
  const { previous_response_id: given } = body
  if (typeof given !== 'string') return body
  const ids = idsOf(call.serving)
  const read = ids.read(given, 'response')
  const { openResponseIds } = call.serving.settings
  // one of the provider's own, from before the gateway, tells no owner
  if (read === undefined && (openResponseIds || call.identity.role === 'proxy_admin')) return body
  const isForged = read === undefined || read === 'forged'
  if (isForged || !(openResponseIds || ids.mayUse(call.identity, read.owner)) || !('deployment' in read.place))
    throw notFound('there is no response of this previous_response_id for this key')
  return { ...body, ...bound(call, body.model, read.place.deployment), previous_response_id: read.id }
}

/** Only the deployment itself knows the response: no other is tried. One of a wildcard cannot be called by its id. */
function bound({ serving: { engine } }: GatewayCall, model: string, id: string): Partial<CallBody> {
  const groups = reachable(engine.plan, engine.table.resolve(model)?.group.name ?? model)
  if (!engine.plan.deployments.some((deployment) => deployment.id === id && groups.has(deployment.group)))
    throw badRequest(
      `the response before this one was not made by "${model.slice(0, 200)}": name the model that made it`,
      'previous_response_id',
    )
  const own = engine.table.resolve(id)
  return own?.group.pinned === true ? { model: id, disable_fallbacks: true } : { disable_fallbacks: true }
}

/** A name and those of its fallbacks: the response before may have come from one of them. */
function reachable({ chains }: Plan, name: string): ReadonlySet<string> {
  const names = new Set([name])
  const all: readonly Chain[] = [...chains.general, ...chains.contextWindow, ...chains.contentPolicy]
  // a set is walked in the order of insertion, so that names which are added on the way are walked too
  for (const each of names) for (const { from, to } of all) if (from === each || from === '*') for (const { group } of to) names.add(group)
  return names
}

/** A response under its managed id; `asked` is the call as it came. */
export function withResponseId<T extends object>(
  call: GatewayCall,
  response: T,
  asked: CallBody,
  { deploymentId }: Pick<Meta, 'deploymentId'>,
): T {
  if (!('id' in response) || typeof response.id !== 'string' || response.id === '') return response
  const ids = idsOf(call.serving)
  const owner = ids.ownerOf(call.identity)
  const id = ids.write({ kind: 'response', place: { deployment: deploymentId }, id: response.id, owner })
  const before = asked.previous_response_id
  return { ...response, id, ...(typeof before === 'string' && 'previous_response_id' in response && { previous_response_id: before }) }
}
