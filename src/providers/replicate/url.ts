/** Where predictions are made, asked after and streamed. Source: Replicate's HTTP API reference. */
import type { Target } from '../adapter.js'
import { segments } from '../shared/path-segments.js'

/** Length of a version id, hexadecimal digits. */
const versionId = /^[0-9a-f]{64}$/i

/** The address that takes a new prediction, and the version where the address does not say it. */
export function predictionsUrl({ baseUrl, model }: Target): { readonly url: string; readonly version?: string } {
  const [name = '', version] = model.split(':')
  if (version !== undefined && versionId.test(version)) return { url: `${baseUrl}/predictions`, version }
  if (versionId.test(name)) return { url: `${baseUrl}/predictions`, version: name }
  const isDeployment = name.startsWith('deployments/')
  const path = segments(isDeployment ? name.slice('deployments/'.length) : name)
  return { url: `${baseUrl}/${isDeployment ? 'deployments' : 'models'}/${path}/predictions` }
}

/** The address of a prediction, made from its id: one that an answer names would get the key wherever it points. */
export function predictionUrl({ baseUrl }: Target, id: string): string {
  return `${baseUrl}/predictions/${encodeURIComponent(id)}`
}

/** The stream of a prediction where the answer names one on a host of Replicate's or on the deployment's own; else undefined. */
export function trustedStream(url: unknown, { baseUrl }: Target): string | undefined {
  if (typeof url !== 'string') return undefined
  const host = /^https:\/\/([a-z0-9.-]+)(?::\d+)?\//i.exec(url)?.[1]?.toLowerCase()
  const isTheirs = host !== undefined && /(?:^|\.)replicate\.(?:com|net|delivery)$/.test(host)
  return isTheirs || url.startsWith(`${originOf(baseUrl)}/`) ? url : undefined
}

function originOf(url: string): string {
  return /^https?:\/\/[^/]+/i.exec(url)?.[0] ?? url
}
