/** Where the orchestration service answers: the deployment that the config names, or the one the sign-in has found. */
import type { Outcome } from '../../protocol/failure.js'
import type { HttpHeaders } from '../../protocol/http.js'
import type { Target } from '../adapter.js'
import { fault, targetName } from '../shared/failure.js'

/** True for the URL of one deployment, which needs no search. */
export function isDeployment(url: string): boolean {
  return url.includes('/inference/deployments/')
}

/** The operation below the deployment; a base that names it already stays. */
export function orchestrationUrl(target: Target, operation: 'v2/completion' | 'v2/embeddings'): Outcome<string> {
  const base = (isDeployment(target.baseUrl) ? target.baseUrl : target.settings.deployment_url)?.replace(/\/+$/, '')
  if (base === undefined) return noDeployment(target)
  return base.endsWith(`/${operation}`) ? base : `${base}/${operation}`
}

function noDeployment(target: Target) {
  return fault(target, {
    kind: 'bad-request',
    code: 'missing_setting',
    type: 'invalid_request_error',
    param: 'api_base',
    message: `${targetName(target)}: no orchestration deployment is known. Set api_base to its URL (…/inference/deployments/<id>), or give a service key so that it can be found`,
  })
}

/** The header every call to AI Core needs. */
export function resourceGroup({ settings }: Target): HttpHeaders {
  return { 'ai-resource-group': settings.resource_group ?? 'default' }
}
