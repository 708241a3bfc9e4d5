/** The config as rules and later stages see it: LiteLLM's meaning of each section, with the place of every value. */
import { type AliasEntry, readAliases } from './config-aliases.js'
import { type FallbackKind, type Fallbacks, readFallbacks } from './config-fallbacks.js'
import { type Credential, type ModelEntry, readCredentials, readModels } from './config-models.js'
import { type Pattern, toPattern } from './names.js'
import { getList, getMap, getScalar, getText } from './read-node.js'
import type { MapNode } from './source.js'

/** The whole config, in LiteLLM’s terms. */
export type Config = {
  readonly root: MapNode
  /** Entries of `model_list` that have a name and parameters, in the order of the file. */
  readonly models: readonly ModelEntry[]
  /** Entries by public name, patterns with `*` included. */
  readonly groups: ReadonlyMap<string, readonly ModelEntry[]>
  /** Public names that hold a `*`. */
  readonly patterns: readonly Pattern[]
  /** Texts of `model_info.id`. */
  readonly ids: ReadonlySet<string>
  readonly aliases: ReadonlyMap<string, AliasEntry>
  readonly fallbacks: { readonly [K in FallbackKind]: Fallbacks }
  readonly router: MapNode | undefined
  readonly litellm: MapNode | undefined
  readonly general: MapNode | undefined
  readonly environmentVariables: MapNode | undefined
  readonly credentials: ReadonlyMap<string, Credential>
  /** Provider names of `litellm_settings.custom_provider_map`. */
  readonly customProviders: ReadonlySet<string>
}

/** Reads the tree. Wrong shapes are left out; the stages that check shapes report them. */
export function readConfig(root: MapNode): Config {
  const router = getMap(root, 'router_settings')
  const litellm = getMap(root, 'litellm_settings')
  const credentials = readCredentials(getList(root, 'credential_list'))
  const models = readModels(getList(root, 'model_list'), credentials)
  const groups = groupByName(models)
  return {
    root,
    models,
    groups,
    patterns: [...groups.keys()].filter((name) => name.includes('*')).map(toPattern),
    ids: new Set(models.flatMap(({ info }) => getScalar(info, 'id')?.value ?? []).map(String)),
    aliases: readAliases(getMap(router, 'model_group_alias')),
    fallbacks: readFallbacks(router, litellm),
    router,
    litellm,
    general: getMap(root, 'general_settings'),
    environmentVariables: getMap(root, 'environment_variables'),
    credentials,
    customProviders: readCustomProviders(litellm),
  }
}

function groupByName(models: readonly ModelEntry[]): ReadonlyMap<string, readonly ModelEntry[]> {
  const groups = new Map<string, ModelEntry[]>()
  for (const model of models) {
    const group = groups.get(model.name.value)
    if (group === undefined) groups.set(model.name.value, [model])
    else group.push(model)
  }
  return groups
}

function readCustomProviders(litellm: MapNode | undefined): ReadonlySet<string> {
  const names = new Set<string>()
  for (const item of getList(litellm, 'custom_provider_map')?.items ?? []) {
    const name = item.kind === 'map' ? getText(item, 'provider')?.value : undefined
    if (name !== undefined) names.add(name)
  }
  return names
}
