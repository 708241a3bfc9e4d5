/** Whether the gateway lives, is ready, and which deployments serve. No deployment is called for it: what traffic showed counts. */
import type { Deployment } from '../../plan/plan.js'
import { isCooling } from '../../runtime/state.js'
import { isObject } from '../request-body.js'
import type { GatewayCall, Route } from '../route.js'
import type { Serving } from '../serving.js'
import { version } from '../version.js'

export const liveness: Route = {
  method: 'GET',
  paths: ['/health/liveliness', '/health/liveness'],
  access: 'public',
  errors: 'openai',
  summary: 'Answers as long as the process lives.',
  tags: ['health'],
  handle: ({ reply }) => void reply.type('application/json; charset=utf-8').send(JSON.stringify("I'm alive!")),
}

export const readiness: Route = {
  method: 'GET',
  paths: ['/health/readiness'],
  access: 'public',
  errors: 'openai',
  summary: 'Says whether calls can be served, and whether the config is the one on disk.',
  tags: ['health'],
  handle: (call) => {
    const reload = call.gateway.lastReload()
    call.reply.send({
      status: reload.ok ? 'connected' : 'degraded',
      db: 'Not connected',
      ...cacheOf(call.serving),
      litellm_version: version,
      last_updated: new Date(call.serving.loadedAt).toISOString(),
      // what is wrong with the file is for those with a key: the details tell
      ...(!reload.ok && { config: 'the config on disk has errors, and the one before it is served' }),
    })
  },
}

export const readinessDetails: Route = {
  method: 'GET',
  paths: ['/health/readiness/details'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'The same with what is wrong with the config on disk.',
  tags: ['health'],
  handle: (call) => {
    const { plan, loadedAt } = call.serving
    const reload = call.gateway.lastReload()
    call.reply.send({
      status: reload.ok ? 'connected' : 'degraded',
      db: 'Not connected',
      ...cacheOf(call.serving),
      litellm_version: version,
      last_updated: new Date(loadedAt).toISOString(),
      models: plan.groups.length + plan.wildcards.length,
      deployments: plan.deployments.length,
      config: reload.ok ? { ok: true } : { ok: false, error: reload.message, at: new Date(reload.at).toISOString() },
    })
  },
}

/**
 * Differs: LiteLLM calls every deployment for this, which costs money and marks models unhealthy that only dislike the
 * probe. Here a deployment is unhealthy while it rests after failures, or cannot be called for want of a key or an address.
 */
export const health: Route = {
  method: 'GET',
  paths: ['/health'],
  access: 'key',
  errors: 'openai',
  summary: 'Lists the deployments that serve and those that do not.',
  tags: ['health'],
  handle: (call) => {
    const judged = asked(call).map((deployment) => judge(call.serving, deployment))
    const healthy = judged.filter(({ error }) => error === undefined)
    const unhealthy = judged.filter(({ error }) => error !== undefined)
    call.reply.send({
      healthy_endpoints: healthy,
      unhealthy_endpoints: unhealthy,
      healthy_count: healthy.length,
      unhealthy_count: unhealthy.length,
    })
  },
}

export const backlog: Route = {
  method: 'GET',
  paths: ['/health/backlog'],
  access: 'key',
  errors: 'openai',
  summary: 'Counts the requests under way.',
  tags: ['health'],
  handle: ({ reply, gateway }) => void reply.send({ in_flight_requests: gateway.inFlight() }),
}

function cacheOf({ plan }: Serving): { readonly cache: string | null } {
  const store = plan.routing.cache?.store
  return { cache: store === undefined ? null : store === 'memory' ? 'local' : 'redis' }
}

/** All deployments, or those of `?model=` or `?model_id=`. */
function asked({ request, serving }: GatewayCall): readonly Deployment[] {
  const { model, model_id: id } = isObject(request.query) ? request.query : {}
  return serving.plan.deployments.filter(
    (deployment) => (model === undefined || deployment.group === model) && (id === undefined || deployment.id === id),
  )
}

type Judged = { readonly model: string; readonly model_id: string; readonly model_name: string; readonly error?: string }

function judge({ engine }: Serving, { id, index, group, provider }: Deployment): Judged {
  const { ready, fault } = engine.deployments[index] ?? {}
  const facts = { model: `${provider}/${ready?.target.model ?? fault?.model ?? ''}`, model_id: id, model_name: group }
  if (fault !== undefined) return { ...facts, error: fault.message }
  if (!isCooling(engine.state, index, engine.now())) return facts
  const until = new Date(engine.state.coolUntil[index] ?? 0).toISOString()
  return { ...facts, error: `it rests until ${until} after failures` }
}
