/** Where a Databricks workspace serves models. */
import type { Target } from '../adapter.js'

/** Origin of the workspace; a host without a scheme is taken as `https`, as Databricks' own tools write it. */
export function workspaceOf(baseUrl: string): string {
  return /^https?:\/\/[^/?]+/.exec(withScheme(baseUrl))?.[0] ?? baseUrl
}

/**
 * Takes a workspace, `…/serving-endpoints`, the URL of one endpoint with or without `/invocations`, and any other base
 * (the gateway's) with the operation below it.
 */
export function databricksUrl({ baseUrl }: Target, operation: 'chat/completions' | 'embeddings'): string {
  const [address = '', query] = withScheme(baseUrl).split('?')
  const base = address.replace(/\/+$/, '')
  const suffix = query === undefined ? '' : `?${query}`
  if (base.endsWith('/invocations') || base.endsWith(`/${operation}`)) return base + suffix
  if (/\/serving-endpoints\/[^/]+$/.test(base)) return `${base}/invocations${suffix}`
  return `${/^https?:\/\/[^/]+$/.test(base) ? `${base}/serving-endpoints` : base}/${operation}${suffix}`
}

const withScheme = (url: string): string => (/^https?:\/\//.test(url) ? url : `https://${url}`)
