/** Where Azure answers `POST /responses`. */
import type { Target } from '../adapter.js'
import { azureDoor } from './url.js'

/** The first dated api-version that has the Responses API. Source: Azure's API lifecycle. */
const since = '2025-03-01'

/**
 * `{resource}/openai/responses` with a dated api-version, else `{resource}/openai/v1/responses`; the deployment stands in
 * the body. Differs: LiteLLM sends a version from before the API as it is and gets a 404; here it means the v1 path.
 */
export function azureResponsesUrl(target: Target): string {
  const address = target.baseUrl.replace(/\/responses(?=$|\?|\/$)/, '')
  const door = azureDoor({ ...target, baseUrl: address })
  const root = door.base.replace(/\/deployments\/.*$/, '').replace(/\/v1$/, '')
  const isStated = (target.apiVersion ?? target.settings.api_version) !== undefined || /[?&]api-version=/.test(address)
  const isDated = door.form === 'deployment' && isStated && door.version.slice(0, since.length) >= since
  const version = isDated || door.form === 'v1' ? door.version : undefined
  const path = isDated ? `${root}/responses` : `${root}/v1/responses`
  return version === undefined ? path : `${path}?api-version=${encodeURIComponent(version)}`
}
