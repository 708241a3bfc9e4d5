/** `Plan.gateway`: the settings sections and what `model_info` says, environment references kept, secret values in slots. */
import type { Json, JsonObject } from '../plan/plan.js'
import type { Config } from './config.js'
import { declaredSections } from './declared.js'
import { envName, malformedReference } from './env-reference.js'
import type { Slots } from './lower-secrets.js'
import { hasPassword, isSecretHeader, isSecretName } from './param-keys.js'
import { getList } from './read-node.js'
import { holdsSecret } from './redact.js'
import type { MapNode, Node } from './source.js'

/** `model_info` of a deployment, as written, and whether `use_in_pass_through` opens it. */
export type WrittenInfo = { readonly id: string; readonly info: MapNode | undefined; readonly isOpened?: boolean }

/** Undefined where the config has nothing of it. */
export function lowerGateway(config: Config, slots: Slots, infos: readonly WrittenInfo[] = []): JsonObject | undefined {
  const sections = [
    ['general_settings', config.general],
    ['litellm_settings', config.litellm],
    ['router_settings', config.router],
  ] as const
  const lowered = sections.flatMap(([name, map]) =>
    map === undefined || map.entries.size === 0 ? [] : [[name, lowerMap(map, slots)] as const],
  )
  const exported = exportedSecrets(config.environmentVariables, slots)
  const told = infos.flatMap(({ id, info }) => {
    const { id: _, ...more } = info === undefined ? {} : lowerMap(info, slots)
    return Object.keys(more).length === 0 ? [] : [[id, more] as const]
  })
  // a list that is there and empty says something: nothing of the kind is to be left
  const declared = declaredSections.flatMap((name) => {
    const list = getList(config.root, name)
    return list === undefined ? [] : [[name, lowerNode(name, list, slots, false)] as const]
  })
  const opened = infos.flatMap(({ id, isOpened }) => (isOpened === true ? [id] : []))
  const all = [
    ...lowered,
    ...declared,
    ...(exported.length === 0 ? [] : [['environment_variables', Object.fromEntries(exported)] as const]),
    ...(told.length === 0 ? [] : [['model_info', Object.fromEntries(told)] as const]),
    ...(opened.length === 0 ? [] : [['pass_through_deployments', opened] as const]),
  ]
  return all.length === 0 ? undefined : Object.fromEntries(all)
}

/** The variables that `Routing.environment` leaves out because they are secrets: generated clients do not get them. */
function exportedSecrets(map: MapNode | undefined, slots: Slots): readonly (readonly [string, Json])[] {
  return [...(map?.entries.values() ?? [])].flatMap(({ key, value }) => {
    const text = value.kind === 'scalar' && value.value !== null ? String(value.value) : ''
    if (text === '' || envName(text) !== undefined || malformedReference(text) !== undefined) return []
    return isSecretName(key) || hasPassword(text) || holdsSecret(text) ? [[key, { slot: slots.add(text) }] as const] : []
  })
}

/** `name` is the map's own: headers have secrets under names of their own. */
function lowerMap(map: MapNode, slots: Slots, name = ''): JsonObject {
  const isSecretKey = /headers$/.test(name) ? (key: string) => isSecretHeader(key) || isSecretName(key) : isSecretName
  return Object.fromEntries(
    [...map.entries.values()].map((entry) => [entry.key, lowerNode(entry.key, entry.value, slots, isSecretKey(entry.key))]),
  )
}

function lowerNode(key: string, node: Node, slots: Slots, isSecretKey: boolean): Json {
  if (node.kind === 'map') return lowerMap(node, slots, key)
  if (node.kind === 'list') return node.items.map((item) => lowerNode(key, item, slots, isSecretKey))
  const env = envName(node.value)
  if (env !== undefined) return { env }
  const secret = typeof node.value === 'string' && node.value !== '' && (isSecretKey || hasPassword(node.value) || holdsSecret(node.value))
  return secret ? { slot: slots.add(String(node.value)) } : node.value
}
