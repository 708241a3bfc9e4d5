/** Keys and other credentials of a deployment: references, placeholders and slots. No secret value passes into the Plan. */
import { isPlaceholderKey } from '../catalog/placeholders.js'
import type { JsonObject, SecretRef, TextSetting } from '../plan/plan.js'
import type { Config } from './config.js'
import { envName, toTextSetting } from './env-reference.js'
import { connectionParams, isSecretHeader, secretParams } from './param-keys.js'
import { get, mapToJson, toJson } from './read-node.js'
import type { MapNode, Node } from './source.js'

/** Hands out slot numbers and keeps what fills them. */
export type Slots = { readonly secrets: Map<number, string>; readonly add: (value: string) => number }

/** No slot taken yet. */
export function createSlots(): Slots {
  const secrets = new Map<number, string>()
  const add = (value: string): number => {
    const slot = secrets.size
    secrets.set(slot, value)
    return slot
  }
  return { secrets, add }
}

/** How a literal credential is taken: placeholders for servers without keys travel openly, anything else is a secret. */
export function classifySecret(
  key: string,
  node: Node | undefined,
): { readonly kind: 'none' | 'env' | 'placeholder' | 'secret'; readonly text: string } {
  if (node === undefined) return { kind: 'none', text: '' }
  const text = node.kind === 'scalar' ? String(node.value ?? '') : JSON.stringify(toJson(node))
  if (text === '') return { kind: 'none', text }
  const env = envName(text)
  if (env !== undefined) return { kind: 'env', text: env }
  return { kind: isOpen(key, text) || isPlaceholderKey(text) ? 'placeholder' : 'secret', text }
}

/** A path to a credentials file, or where a token is to be fetched, is no secret. */
function isOpen(key: string, text: string): boolean {
  if (text.startsWith('oidc/')) return true
  return (
    (key.endsWith('_credentials') && !text.trimStart().startsWith('{')) || (key === 'aws_web_identity_token' && /^\.{0,2}\//.test(text))
  )
}

/** Reference for one credential; undefined where it is not set. */
export function toSecretRef(key: string, node: Node | undefined, slots: Slots): SecretRef | undefined {
  const { kind, text } = classifySecret(key, node)
  if (kind === 'none') return undefined
  if (kind === 'env') return { env: text }
  return kind === 'placeholder' ? { placeholder: text } : { slot: slots.add(text) }
}

/** `api_key` of the deployment, else the module-wide keys of `litellm_settings`, in LiteLLM's order. */
export function apiKeyNode(provider: string, params: MapNode, config: Config): Node | undefined {
  const candidates = [get(params, 'api_key'), get(config.litellm, 'api_key'), get(config.litellm, `${provider}_key`)]
  return candidates.find((node) => classifySecret('api_key', node).kind !== 'none')
}

/** Further credentials and connection settings by LiteLLM's name; plain settings travel as they are. */
export function lowerCredentials(
  provider: string,
  params: MapNode,
  config: Config,
  slots: Slots,
): { readonly [name: string]: SecretRef } | undefined {
  const found: [string, SecretRef][] = []
  for (const key of secretParams) {
    const ref = toSecretRef(key, get(params, key), slots)
    if (ref !== undefined) found.push([key, ref])
  }
  for (const key of connectionParams) {
    const shared = provider.startsWith('vertex_ai') ? get(config.litellm, key) : undefined
    const setting = toTextSetting(get(params, key) ?? shared)
    if (setting !== undefined) found.push([key, typeof setting === 'string' ? { placeholder: setting } : setting])
  }
  return found.length === 0 ? undefined : Object.fromEntries(found)
}

/** `headers` and `extra_headers`; a header that would carry a literal secret has been refused before. */
export function lowerHeaders(params: MapNode, config: Config): { readonly [name: string]: TextSetting } | undefined {
  const headers = new Map<string, TextSetting>()
  for (const node of [get(config.litellm, 'headers'), get(params, 'headers'), get(params, 'extra_headers')]) {
    for (const { key, value } of node?.kind === 'map' ? node.entries.values() : []) {
      const setting = toTextSetting(value)
      if (setting !== undefined && !isLiteralSecretHeader(key, value)) headers.set(key, setting)
    }
  }
  return headers.size === 0 ? undefined : Object.fromEntries(headers)
}

/** A credential header whose value is neither a reference nor a placeholder. */
export function isLiteralSecretHeader(name: string, value: Node): boolean {
  if (!isSecretHeader(name) || value.kind !== 'scalar') return false
  const text = String(value.value ?? '').replace(/^(bearer|basic|token|key)\s+/i, '')
  return classifySecret(name, { ...value, value: text }).kind === 'secret'
}

/** Parameters that identify a deployment, without the value of any secret. */
export function identityOf(params: MapNode): JsonObject {
  const json = mapToJson(params)
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      const secret = key === 'api_key' || secretParams.has(key)
      return secret && classifySecret(key, get(params, key)).kind === 'secret' ? [key, { secret: true }] : [key, value]
    }),
  )
}
