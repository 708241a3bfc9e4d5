/** A key holds no more than its team: what is above it is never reached, and models that the team does not have are refused. */
import type { Config } from '../config.js'
import { declaredById, declaredIn } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { isHeld, ownAliases } from '../granted-models.js'
import { getList, getNumber, getScalar, getText, texts } from '../read-node.js'
import type { MapNode } from '../source.js'
import type { RuleContext } from './rule.js'

const limits = ['max_budget', 'tpm_limit', 'rpm_limit', 'max_parallel_requests'] as const

export function* keyExceedsTeam({ config }: RuleContext): Generator<Diagnostic> {
  const teams = declaredById(config, 'teams')
  for (const key of declaredIn(config, 'virtual_keys')) {
    const team = teams.get(getText(key, 'team_id')?.value ?? '')
    if (team === undefined) continue
    yield* models(key, team, config)
    for (const limit of limits) yield* above(key, team, limit)
  }
}

function* models(key: MapNode, team: MapNode, config: Config): Generator<Diagnostic> {
  const held = texts(getList(team, 'models')).map(({ value }) => value)
  const own = new Set([...ownAliases(team, 'model_aliases'), ...ownAliases(key, 'aliases')])
  // what the environment adds is not known here
  if (held.some((name) => envName(name) !== undefined)) return
  for (const name of texts(getList(key, 'models'))) {
    if (own.has(name.value) || envName(name.value) !== undefined || isHeld(held, name.value, config)) continue
    yield {
      severity: 'warning',
      rule: 'key-exceeds-team',
      message: `the key is granted "${name.value}", which its team "${idOf(team)}" does not have`,
      at: name.at,
      label: 'calls for it are refused',
      help: { text: 'grant it to the team too, or take it from the key' },
    }
  }
}

function* above(key: MapNode, team: MapNode, limit: (typeof limits)[number]): Generator<Diagnostic> {
  const own = getNumber(key, limit)
  const most = getNumber(team, limit)
  if (own === undefined || most === undefined || own <= most) return
  // a budget of another length cannot be compared
  if (limit === 'max_budget' && getText(key, 'budget_duration')?.value !== getText(team, 'budget_duration')?.value) return
  yield {
    severity: 'warning',
    rule: 'key-exceeds-team',
    message: `\`${limit}\` ${own} is above that of the team "${idOf(team)}", ${most}`,
    at: getScalar(key, limit)?.at ?? key.at,
    label: "the team's is reached first",
    help: { text: `at most ${most}`, replacement: String(most) },
  }
}

function idOf(team: MapNode): string {
  return getText(team, 'team_id')?.value ?? ''
}
