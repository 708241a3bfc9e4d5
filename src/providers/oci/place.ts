/** Where a model of Oracle's Generative AI service answers, and for whom. Sources: the service's API reference, LiteLLM's settings. */
import type { Outcome } from '../../protocol/failure.js'
import type { Target } from '../adapter.js'
import { badRequest } from '../shared/failure.js'

/** The address of an action. The region of the settings replaces that of the row; a base URL of the config's own may name an action already. */
export function ociUrl(target: Target, action: 'chat' | 'embedText'): Outcome<string> {
  const region = target.settings.oci_region
  if (region !== undefined && !/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/.test(region)) {
    return badRequest(target, `"${region}" is no region of Oracle Cloud; \`oci_region\` looks like us-ashburn-1`, 'oci_region')
  }
  const host = /^(https:\/\/inference\.generativeai\.)[a-z0-9-]+(\.oci\.oraclecloud\.com)/
  const own = region === undefined ? target.baseUrl : target.baseUrl.replace(host, `$1${region}$2`)
  const base = own.replace(/\/20231130(?:\/actions\/[^/?#]+)?$/, '')
  return `${base}/20231130/actions/${action}`
}

/** Who pays and which model answers: members of every body. */
export type OciPlace = { readonly compartmentId: string; readonly servingMode: object }

/** `DEDICATED` names an endpoint of the customer's own instead of a model. */
export function ociPlace(target: Target): Outcome<OciPlace> {
  const { oci_compartment_id: compartmentId, oci_serving_mode: mode = 'ON_DEMAND', oci_endpoint_id: endpoint } = target.settings
  if (compartmentId === undefined) {
    return badRequest(
      target,
      'the compartment is not known; set `oci_compartment_id` or the variable OCI_COMPARTMENT_ID',
      'oci_compartment_id',
    )
  }
  const servingType = mode.toUpperCase()
  if (servingType === 'ON_DEMAND') return { compartmentId, servingMode: { servingType, modelId: target.model } }
  if (servingType === 'DEDICATED') return { compartmentId, servingMode: { servingType, endpointId: endpoint ?? target.model } }
  return badRequest(target, '`oci_serving_mode` is neither ON_DEMAND nor DEDICATED', 'oci_serving_mode')
}

/** Cohere's models have a format of their own. */
export function isCohere({ model }: Target): boolean {
  return /^cohere\./i.test(model)
}
