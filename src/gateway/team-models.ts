/**
 * Models of one team alone: `model_info.team_id` of a deployment, and `team_public_model_name`, the name by which that team
 * calls it. Nobody else calls them by any name.
 */
import type { Plan } from '../plan/plan.js'
import { patternOf, writtenInfo } from './access-groups.js'
import { declaredNames } from './model-names.js'

type TeamModels = {
  /** Teams by group, and by the ids of their deployments, which can be called by them. */
  readonly owners: ReadonlyMap<string, string>
  /** Groups by team and public name. */
  readonly names: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const known = new WeakMap<Plan, TeamModels>()

/** The team whose the model of this name is; undefined for one that is everybody's. */
export function ownerOf(plan: Plan, model: string): string | undefined {
  const { owners } = teamModels(plan)
  if (owners.size === 0) return undefined
  const target = plan.aliases.find(({ name }) => name === model)?.group ?? model
  return owners.get(target) ?? (declaredNames(plan).has(target) ? undefined : owners.get(patternOf(plan, target) ?? ''))
}

/** What a name stands for among the models of a team; undefined where it is none of them. */
export function teamModel(plan: Plan, teamId: string, name: string): string | undefined {
  return teamModels(plan).names.get(teamId)?.get(name)
}

/** The names by which a team calls its models, patterns left out. */
export function teamModelNames(plan: Plan, teamId: string): readonly string[] {
  return [...(teamModels(plan).names.get(teamId)?.keys() ?? [])].filter((name) => !name.includes('*'))
}

/**
 * Differs: a group is a team's where all of its deployments are; LiteLLM decides for each deployment. A group of which only
 * some are a team's is everybody's.
 */
function teamModels(plan: Plan): TeamModels {
  const found = known.get(plan)
  if (found !== undefined) return found
  const owners = new Map<string, string>()
  const names = new Map<string, Map<string, string>>()
  const groups = [...plan.groups, ...plan.wildcards.map(({ pattern, ...group }) => ({ ...group, name: pattern }))]
  for (const { name, deployments } of groups) {
    const infos = deployments.flatMap((index) => plan.deployments[index] ?? []).map((each) => writtenInfo(plan, each))
    const [team] = infos.map(({ team_id: id }) => id)
    if (typeof team !== 'string' || team === '' || infos.some(({ team_id: id }) => id !== team)) continue
    for (const each of [name, ...deployments.flatMap((index) => plan.deployments[index]?.id ?? [])]) owners.set(each, team)
    const own = names.get(team) ?? new Map<string, string>()
    names.set(team, own)
    for (const { team_public_model_name: publicName } of infos)
      own.set(typeof publicName === 'string' && publicName !== '' ? publicName : name, name)
  }
  const made = { owners, names }
  known.set(plan, made)
  return made
}
