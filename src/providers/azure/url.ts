/** Azure's two URL forms: one path per deployment with a dated api-version, and `/openai/v1` with the model in the body. */
import type { Target } from '../adapter.js'
import { foundryBase } from './foundry.js'

/** LiteLLM's default where a config names no api-version. */
export const defaultApiVersion = '2025-02-01-preview'

/** Which of the two forms a deployment is called by. */
export type AzureDoor =
  /** `{resource}/openai/deployments/{deployment}`; `version` is a date. */
  | { readonly form: 'deployment'; readonly base: string; readonly version: string }
  /** `{resource}/openai/v1`; `version` only for preview features. */
  | { readonly form: 'v1'; readonly base: string; readonly version: string | undefined }

/** Versions that mean the v1 door. */
const undated: ReadonlySet<string> = new Set(['v1', 'latest', 'preview'])

/**
 * Takes a resource root, `…/openai`, `…/openai/v1`, a URL with `/openai/deployments/x`, gateways in front of them, and
 * an `api-version` in the query. `api_version` of the deployment wins over the query's, and that over AZURE_API_VERSION.
 */
export function azureDoor({ baseUrl, apiVersion, model, settings }: Target): AzureDoor {
  const { base, query } = foundryBase(baseUrl)
  const version = apiVersion ?? /(?:^|&)api-version=([^&]*)/.exec(query)?.[1] ?? settings.api_version
  const isDated = version !== undefined && !undated.has(version)
  if (base.includes('/openai/deployments/')) return { form: 'deployment', base, version: isDated ? version : defaultApiVersion }
  if (base.endsWith('/openai/v1') || base.includes('/openai/v1/'))
    return { form: 'v1', base, version: version === 'preview' ? version : undefined }
  const root = base.endsWith('/openai') ? base : `${base}/openai`
  if (version !== undefined && !isDated) return { form: 'v1', base: `${root}/v1`, version: version === 'preview' ? version : undefined }
  return { form: 'deployment', base: `${root}/deployments/${encodeURIComponent(model)}`, version: version ?? defaultApiVersion }
}

/** The address of an operation; a base that names it already stays. */
export function azureUrl({ base, version }: AzureDoor, operation: string): string {
  const path = base.endsWith(`/${operation}`) ? base : `${base}/${operation}`
  return version === undefined ? path : `${path}?api-version=${encodeURIComponent(version)}`
}
