/** `Plan.gateway`: the three settings sections for the gateway, environment references kept, secret values in slots. */
import type { Json, JsonObject } from '../plan/plan.js'
import type { Config } from './config.js'
import { envName } from './env-reference.js'
import type { Slots } from './lower-secrets.js'
import { hasPassword, isSecretName } from './param-keys.js'
import { holdsSecret } from './redact.js'
import type { MapNode, Node } from './source.js'

/** Undefined where the config has none of the sections. */
export function lowerGateway(config: Config, slots: Slots): JsonObject | undefined {
  const sections = [
    ['general_settings', config.general],
    ['litellm_settings', config.litellm],
    ['router_settings', config.router],
  ] as const
  const lowered = sections.flatMap(([name, map]) =>
    map === undefined || map.entries.size === 0 ? [] : [[name, lowerMap(map, slots)] as const],
  )
  return lowered.length === 0 ? undefined : Object.fromEntries(lowered)
}

function lowerMap(map: MapNode, slots: Slots): JsonObject {
  return Object.fromEntries([...map.entries.values()].map((entry) => [entry.key, lowerNode(entry.key, entry.value, slots)]))
}

function lowerNode(key: string, node: Node, slots: Slots): Json {
  if (node.kind === 'map') return lowerMap(node, slots)
  if (node.kind === 'list') return node.items.map((item) => lowerNode(key, item, slots))
  const env = envName(node.value)
  if (env !== undefined) return { env }
  const secret =
    typeof node.value === 'string' && node.value !== '' && (isSecretName(key) || hasPassword(node.value) || holdsSecret(node.value))
  return secret ? { slot: slots.add(String(node.value)) } : node.value
}
