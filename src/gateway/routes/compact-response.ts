/** `POST /responses/compact`: a conversation made shorter by the host that keeps or made it. */
import { servesResponses } from '../../plan/serves-responses.js'
import { chatUsage } from '../../providers/shared/responses-usage.js'
import { controlNames } from '../../runtime/controls.js'
import { costOf } from '../../runtime/cost.js'
import { prepareCall } from '../call-options.js'
import type { CallBody } from '../calls.js'
import { badRequest } from '../errors.js'
import { withFiles } from '../pass-through/file-references.js'
import { askJson, type Host, isOpenAi } from '../pass-through/host.js'
import { shownAs, wrapper } from '../pass-through/kept-things.js'
import { idsOf } from '../pass-through/managed-id.js'
import { doorOf } from '../pass-through/provider-door.js'
import { followingUp } from '../pass-through/response-ids.js'
import { readCall } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import { sendKept } from './files.js'

export const compactResponse: Route = {
  method: 'POST',
  paths: ['/responses/compact', '/v1/responses/compact'],
  access: 'key',
  callType: 'aresponses',
  errors: 'openai',
  summary: 'Makes a conversation of responses shorter.',
  tags: ['responses'],
  handle: async (call) => {
    const { body: asked } = prepareCall(call, await withFiles(call, followingUp(call, readCall(call))), 'provider')
    const host = await hostOf(call, asked)
    const { target } = host.door.ready
    const sent = Object.entries(asked).filter(([name]) => !controlNames.has(name))
    const body = JSON.stringify({ ...Object.fromEntries(sent), model: target.model })
    const answer = await askJson(call, host, { method: 'POST', path: '/responses/compact', body })
    call.notes.facts.usage = chatUsage(answer.usage)
    call.notes.facts.costNanoUsd = costOf(host.door.costs, host.door.price, target.model, call.notes.facts.usage).nanoUsd
    sendKept(call, shownAs('response', answer, wrapper(call, host, idsOf(call.serving).ownerOf(call.identity))))
  },
}

/** The first deployment of the model whose host has the Responses API. */
async function hostOf({ serving: { engine } }: GatewayCall, { model }: CallBody): Promise<Host> {
  for (const index of engine.table.resolve(model)?.group.serving ?? []) {
    const ready = engine.deployments[index]?.ready
    if (ready === undefined) continue
    const door = await doorOf(ready)
    if (isOpenAi(door) && servesResponses(ready.target.provider)) return { door, place: { deployment: ready.target.deployment.id } }
  }
  throw badRequest(`no deployment of "${model.slice(0, 200)}" is at a provider that compacts responses`, 'model')
}
