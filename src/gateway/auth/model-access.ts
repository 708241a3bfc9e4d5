/**
 * What models a caller may call: every list above a key has its say, of the key itself, its team, the membership in it, its user
 * and its organisation. The one judge of it; answers are kept by caller, so that a known key and model cost two look-ups.
 */
import type { Plan } from '../../plan/plan.js'
import { listHas, mayCallModel } from '../access.js'
import { GatewayError } from '../errors.js'
import type { Identity } from '../identity.js'
import type { Serving } from '../serving.js'
import type { Caller } from '../store/find-caller.js'
import { ownerOf, teamModel, teamModelNames } from '../team-models.js'

/** Whose list lacks a model. */
export type Denier = 'key' | 'team' | 'member' | 'user' | 'org'

/** A list that does not let everything through. */
export type ModelList = { readonly by: Denier; readonly models: readonly string[] }

/** A model as a client asks for it. */
export type Wanted = {
  /** What is to be called: the name itself, or what the aliases of key and team make of it. */
  readonly model: string
  /** Whose list lacks it; undefined where the caller may call it. */
  readonly deniedBy: Denier | undefined
}

type Who = Pick<Identity, 'models' | 'caller'>

/** What is known of a caller under one Plan. */
type Memory = {
  readonly plan: Plan
  readonly lists: readonly ModelList[]
  /** By the name as the client writes it, aliases followed. */
  readonly wanted: Map<string, Wanted>
  /** By the name as the config has it; null is nobody. */
  readonly deniers: Map<string, Denier | null>
}

/** A caller read anew is another object, and a config read anew another Plan: nothing here outlives what it was made of. */
const memories = new WeakMap<Caller, Memory>()

/** Most names kept of a caller, and the longest, characters: whoever asks for more is judged anew each time. */
const mostNames = 64
const longestName = 200

/** True where the caller may call the model of this name, which the config has: aliases of keys and teams are not followed. */
export function mayUse(who: Who, model: string, plan: Plan): boolean {
  return denierOf(who, model, plan) === undefined
}

/** The model that a client's word for it stands for, and whether the caller may call that. */
export function wantedModel(who: Who, asked: string, plan: Plan): Wanted {
  const { caller } = who
  if (caller === undefined) return { model: asked, deniedBy: denierOf(who, asked, plan) }
  const { wanted } = memoryOf(caller, plan)
  const known = wanted.get(asked)
  if (known !== undefined) return known
  const made = judge(who, caller, asked, plan)
  remember(wanted, asked, made)
  return made
}

/** Names that the caller's key and team have for models: aliases, and the team's words for its own models. */
export function ownAliases({ caller }: Pick<Who, 'caller'>, plan: Plan): readonly string[] {
  if (caller === undefined) return []
  const { key, team } = caller
  const ofTeam = team === undefined ? [] : [...Object.keys(team.modelAliases), ...teamModelNames(plan, team.teamId)]
  return [...new Set([...Object.keys(key.aliases), ...ofTeam])]
}

/** Lists that bind the caller, in the order in which they are asked; none for whoever may call everything. */
export function listsOf({ models = [], caller }: Who): readonly ModelList[] {
  const lists: readonly ModelList[] = caller === undefined ? [{ by: 'key', models }] : listsWith(caller)
  return lists.filter((list) => !isOpen(list))
}

/** The refusal: LiteLLM's type of the level, and its status where the config wants that. Never tells what else the list has. */
export function modelDenied({ settings }: Pick<Serving, 'settings'>, by: Denier, model: string): GatewayError {
  const message = `${whose[by]} not allowed to access model "${model.slice(0, 200)}": GET /v1/models lists what this key may call`
  return accessDenied({ settings }, by, message)
}

/** The same in words of the caller's own. */
export function accessDenied({ settings }: Pick<Serving, 'settings'>, by: Denier, message: string): GatewayError {
  return new GatewayError(settings.access.modelDeniedStatus, `${by === 'member' ? 'team' : by}_model_access_denied`, message, {
    param: 'model',
  })
}

/** LiteLLM's words: scripts look for them. */
const whose: { readonly [D in Denier]: string } = {
  key: 'key',
  team: 'team',
  member: 'this member of the team',
  user: 'user',
  org: 'org',
}

/**
 * The key's aliases are the client's own words, so what they stand for is asked of every list. A team's alias is the word of
 * whoever runs the team: it grants what it stands for to those of the team who may call the alias, but for what the organisation
 * denies.
 */
function judge(who: Who, caller: Caller, asked: string, plan: Plan): Wanted {
  const { key, team } = caller
  const named = aliasIn(key.aliases, asked) ?? asked
  const model = aliasIn(team?.modelAliases, named) ?? (team === undefined ? undefined : teamModel(plan, team.teamId, named))
  if (model === undefined) return { model: named, deniedBy: denierOf(who, named, plan) }
  if (isAnotherTeams(caller, model, plan)) return { model, deniedBy: 'team' }
  const lists = listsOf(who).filter(({ by }) => by !== 'team')
  const denying = lists.find(({ by, models }) => !listHas(models, model, plan) && (by === 'org' || !listHas(models, named, plan)))
  return { model, deniedBy: denying?.by }
}

function aliasIn(aliases: { readonly [name: string]: unknown } | undefined, name: string): string | undefined {
  if (aliases === undefined || !Object.hasOwn(aliases, name)) return undefined
  const target = aliases[name]
  return typeof target === 'string' && target !== '' ? target : undefined
}

/** Whose list lacks the model of this name, which the config has; undefined where the caller may call it. */
export function denierOf(who: Who, model: string, plan: Plan): Denier | undefined {
  const { caller, models } = who
  if (caller === undefined) return listHas(models, model, plan) ? undefined : 'key'
  const { deniers, lists } = memoryOf(caller, plan)
  const known = deniers.get(model)
  if (known !== undefined) return known ?? undefined
  const isOwn = ownerOf(plan, model) === caller.team?.teamId && caller.team !== undefined
  const binding = isOwn ? lists.filter(({ by }) => by !== 'team') : lists
  const denier = isAnotherTeams(caller, model, plan) ? 'team' : binding.find((list) => !listHas(list.models, model, plan))?.by
  remember(deniers, model, denier ?? null)
  return denier
}

/** A model of one team is nobody else's, whatever lists and aliases say; administrators look after all of them. */
function isAnotherTeams({ key, user }: Caller, model: string, plan: Plan): boolean {
  const owner = ownerOf(plan, model)
  return owner !== undefined && owner !== key.teamId && user?.userRole !== 'proxy_admin'
}

function memoryOf(caller: Caller, plan: Plan): Memory {
  const known = memories.get(caller)
  if (known?.plan === plan) return known
  const memory: Memory = { plan, lists: listsOf({ models: undefined, caller }), wanted: new Map(), deniers: new Map() }
  memories.set(caller, memory)
  return memory
}

/** Whatever was asked for first is forgotten first. */
function remember<T>(names: Map<string, T>, name: string, value: T): void {
  if (name.length > longestName) return
  names.set(name, value)
  if (names.size <= mostNames) return
  const [oldest] = names.keys()
  if (oldest !== undefined) names.delete(oldest)
}

function isOpen({ models }: ModelList): boolean {
  return models.length === 0 || mayCallModel({ models }, '*')
}

/** LiteLLM's words for "what the team may", and "none but through a team". */
const asTheTeam = 'all-team-models'
const noneOfTheirOwn = 'no-default-models'

/** Differs: `all-team-models` on a key without a team is no model; nobody's list is none to go by. */
function listsWith({ key, team, user, organization, budgets }: Caller): readonly ModelList[] {
  const lists: ModelList[] = []
  if (team === undefined || !key.models.includes(asTheTeam)) lists.push({ by: 'key', models: key.models })
  if (team !== undefined) lists.push({ by: 'team', models: team.models })
  if (budgets.member !== undefined) lists.push({ by: 'member', models: budgets.member.allowedModels })
  // a team's key is the team's: what its user may call alone is another matter
  if (key.teamId === null && user !== undefined)
    lists.push({ by: 'user', models: user.models.includes(noneOfTheirOwn) ? [noneOfTheirOwn] : user.models })
  if (organization !== undefined) lists.push({ by: 'org', models: organization.models })
  return lists
}
