/** Settings that are given for a model group or a provider do nothing where there is none of that name. */
import { findProvider, providerNames } from '../../catalog/providers.js'
import type { Config } from '../config.js'
import type { Diagnostic } from '../diagnostic.js'
import { callableNames, isKnownName } from '../names.js'
import { getList, getMap, texts } from '../read-node.js'
import type { Located } from '../source.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

export function* unknownGroup({ config }: RuleContext): Generator<Diagnostic> {
  for (const [setting, { value, at }] of namedGroups(config)) {
    if (isKnownName(value, config)) continue
    yield finding(`\`${setting}\` names "${value}", which is not a model group`, at, closest(value, callableNames(config)))
  }
  for (const key of ['provider_budget_config', 'cost_discount_config', 'cost_margin_config'] as const) {
    const map = getMap(key === 'provider_budget_config' ? config.router : config.litellm, key)
    for (const { key: name, keyAt } of map?.entries.values() ?? []) {
      if (name === 'global' || findProvider(name) !== undefined || config.customProviders.has(name)) continue
      yield finding(`\`${key}\` names "${name}", which is not a provider`, keyAt, closest(name, providerNames()))
    }
  }
}

function namedGroups({ router }: Config): readonly (readonly [string, Located<string>])[] {
  const groups = getList(router, 'routing_groups')?.items ?? []
  const routed = groups.flatMap((item) => (item.kind === 'map' ? texts(getList(item, 'models')) : []))
  const policies = [...(getMap(router, 'model_group_retry_policy')?.entries.values() ?? [])]
  return [
    ...routed.map((name) => ['routing_groups', name] as const),
    ...policies.map(({ key, keyAt }) => ['model_group_retry_policy', { value: key, at: keyAt }] as const),
  ]
}

function finding(message: string, at: Located<string>['at'], near: string | undefined): Diagnostic {
  return {
    severity: 'warning',
    rule: 'unknown-group',
    message,
    at,
    label: 'this entry is never used',
    ...(near !== undefined && { help: { text: `did you mean "${near}"?`, replacement: near } }),
  }
}
