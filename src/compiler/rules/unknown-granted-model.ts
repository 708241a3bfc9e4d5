/** What keys, teams, users and budgets are granted has to be served by something: a group, an alias, an access group, a wildcard. */
import type { Config } from '../config.js'
import { declaredById, declaredIn, declaredSections } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { aliasTargets, grantableNames, grantsSomething, ownAliases } from '../granted-models.js'
import { getList, getMap, getText, texts } from '../read-node.js'
import type { Located, MapNode } from '../source.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

/** Maps whose names are models. */
const byModel = ['model_max_budget', 'model_rpm_limit', 'model_tpm_limit'] as const

export function* unknownGrantedModel({ config }: RuleContext): Generator<Diagnostic> {
  for (const section of declaredSections) {
    for (const entry of declaredIn(config, section)) {
      const own = new Set([...ownAliases(entry, 'aliases'), ...teamAliases(entry, config)])
      for (const [where, name] of namesIn(entry)) {
        if (own.has(name.value) || envName(name.value) !== undefined || grantsSomething(name.value, config)) continue
        const near = closest(name.value, [...grantableNames(config), ...own])
        yield {
          severity: 'warning',
          rule: 'unknown-granted-model',
          message: `\`${where}\` names "${name.value}", which nothing here serves`,
          at: name.at,
          label: 'no model_name, alias, access group or wildcard answers to it',
          ...(near !== undefined && { help: { text: `did you mean "${near}"?`, replacement: near } }),
        }
      }
    }
  }
}

function* namesIn(entry: MapNode): Generator<readonly [string, Located<string>]> {
  for (const where of ['models', 'allowed_models']) for (const name of texts(getList(entry, where))) yield [where, name]
  for (const where of ['aliases', 'model_aliases'] as const) for (const target of aliasTargets(entry, where)) yield [where, target]
  for (const where of byModel)
    for (const { key, keyAt } of getMap(entry, where)?.entries.values() ?? []) yield [where, { value: key, at: keyAt }]
}

/** A key may use the names that its team gives to models. */
function teamAliases(entry: MapNode, config: Config): ReadonlySet<string> {
  const team = declaredById(config, 'teams').get(getText(entry, 'team_id')?.value ?? '')
  return ownAliases(team, 'model_aliases')
}
