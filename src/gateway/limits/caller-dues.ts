/** What a caller's requests are counted into: the part that is the same for all of them, and the one that goes by the model. */
import type { Caller } from '../store/find-caller.js'
import { memberKey } from '../store/member-key.js'
import type { JsonObject } from '../store/tables.js'
import { type BudgetDue, type Dues, duesOf, noDues, together } from './due.js'
import {
  asMap,
  type ModelLimits,
  type Moment,
  modelLimits,
  nanoUsd,
  numberOf,
  type OwnerOf,
  ownBudget,
  windowBudgets,
  windowsIn,
} from './periods.js'
import { part, ratesOf } from './rates.js'

/** What is said of a key to whoever has it: its alias, or the end of it. */
export function keyName({ key }: Pick<Caller, 'key'>): string {
  return key.keyAlias ?? key.keyName
}

/**
 * Budgets and rates of a caller, whatever it asks for. A key of a team spends the team's money, its member's and the
 * organisation's; one of nobody's team its user's.
 */
export function callerDues(caller: Caller, moment: Moment): Dues {
  const { key, user, team, member, organization, budgets } = caller
  const { windows: rows = [] } = caller
  const owners = ownersOf(caller)
  const raise = temporaryRaise(key.metadata, moment.now)
  const maxBudget = key.maxBudget ?? budgets.key?.maxBudget
  const own: readonly (BudgetDue | undefined)[] = [
    ownBudget(owners.key, { ...key, duration: key.budgetDuration ?? budgets.key?.budgetDuration, maxBudget, raise: raise.nanoUsd }, moment),
    team && ownBudget(owners.team, { ...team, duration: team.budgetDuration }, moment),
    team &&
      member &&
      ownBudget(owners.member, { ...member, duration: budgets.member?.budgetDuration, maxBudget: budgets.member?.maxBudget }, moment),
    organization &&
      ownBudget(
        owners.organization,
        { ...organization, duration: budgets.organization?.budgetDuration, maxBudget: budgets.organization?.maxBudget },
        moment,
      ),
    // Differs: older LiteLLM held a team's key to its user's own budget too, which the user cannot know.
    team === undefined && user !== undefined ? ownBudget(owners.user, { ...user, duration: user.budgetDuration }, moment) : undefined,
  ]
  return together([
    duesOf({ budgets: own.filter((due) => due !== undefined), rates: callerRates(caller), validUntil: raise.until }),
    windowBudgets(owners.key, windowsIn(key.budgetLimits), rows, key.spendEpoch, moment),
    team === undefined ? noDues : windowBudgets(owners.team, windowsIn(team.budgetLimits), rows, team.spendEpoch, moment),
  ])
}

/** `temp_budget_increase` counts until `temp_budget_expiry`. */
function temporaryRaise(metadata: JsonObject, now: number): { readonly nanoUsd: number; readonly until: number } {
  const { temp_budget_increase: increase, temp_budget_expiry: expiry } = metadata
  const until = typeof expiry === 'string' ? Date.parse(expiry) : Number.NaN
  if (!(until > now)) return { nanoUsd: 0, until: Number.POSITIVE_INFINITY }
  return { nanoUsd: nanoUsd(numberOf(increase) ?? 0), until }
}

type Owners = { readonly [K in 'key' | 'user' | 'team' | 'member' | 'organization']: OwnerOf }

function ownersOf(caller: Caller): Owners {
  const { key, user, team, member, organization } = caller
  const [userId, teamId, organizationId] = [user?.userId ?? '', team?.teamId ?? '', organization?.organizationId ?? '']
  return {
    key: { object: 'key', kind: 'key', id: key.token, shown: `Key=${keyName(caller)}` },
    user: { object: 'user', kind: 'user', id: userId, shown: `User=${userId}` },
    team: { object: 'team', kind: 'team', id: teamId, shown: `Team=${teamId}` },
    member: {
      object: 'member',
      kind: 'team_member',
      id: member === undefined ? '' : memberKey(member),
      shown: `User=${userId} in Team=${teamId}`,
    },
    organization: { object: 'organization', kind: 'organization', id: organizationId, shown: `Organization=${organizationId}` },
  }
}

function callerRates(caller: Caller): Dues['rates'] {
  const { key, user, team, member, organization, budgets } = caller
  return [
    ...ratesOf(
      { descriptor: 'api_key', key: `key:${key.token}`, shown: keyName(caller) },
      {
        rpm: key.rpmLimit ?? budgets.key?.rpmLimit,
        tpm: key.tpmLimit ?? budgets.key?.tpmLimit,
        parallel: key.maxParallelRequests ?? budgets.key?.maxParallelRequests,
      },
    ),
    ...(user === undefined ? [] : ratesOf({ descriptor: 'user', key: `user:${part(user.userId)}`, shown: user.userId }, ofRow(user))),
    ...(team === undefined ? [] : ratesOf({ descriptor: 'team', key: `team:${part(team.teamId)}`, shown: team.teamId }, ofRow(team))),
    ...(member === undefined
      ? []
      : ratesOf(
          { descriptor: 'team_member', key: `team_member:${part(memberKey(member))}`, shown: memberKey(member) },
          {
            rpm: member.rpmLimit ?? budgets.member?.rpmLimit,
            tpm: member.tpmLimit ?? budgets.member?.tpmLimit,
            parallel: budgets.member?.maxParallelRequests,
          },
        )),
    ...(organization === undefined || budgets.organization === undefined
      ? []
      : ratesOf(
          {
            descriptor: 'organization',
            key: `organization:${part(organization.organizationId)}`,
            shown: organization.organizationId,
          },
          ofRow(budgets.organization),
        )),
  ]
}

type Row = { readonly rpmLimit: number | null; readonly tpmLimit: number | null; readonly maxParallelRequests: number | null }

function ofRow({ rpmLimit: rpm, tpmLimit: tpm, maxParallelRequests: parallel }: Row) {
  return { rpm, tpm, parallel }
}

/** True where anything of a caller goes by the model. */
export function hasModelDues({ key, user, team, budgets }: Caller): boolean {
  const maps = [key.modelMaxBudget, user?.modelMaxBudget, team?.modelMaxBudget, budgets.key?.modelMaxBudget, budgets.member?.modelMaxBudget]
  const named = [key.metadata.model_rpm_limit, key.metadata.model_tpm_limit, team?.metadata.model_rpm_limit, team?.metadata.model_tpm_limit]
  return maps.some((map) => map !== undefined && Object.keys(map).length > 0) || named.some((map) => map !== undefined && map !== null)
}

/** Names under which limits may know a model: as asked, its group's, and both without the provider. */
export function namesOf(asked: string, group: string | undefined): readonly string[] {
  const names = group === undefined || group === asked ? [asked] : [asked, group]
  return [...names, ...names.flatMap((name) => (name.includes('/') ? [name.slice(name.indexOf('/') + 1)] : []))]
}

/** Budgets and rates of one model, under the names it goes by: first as asked, its group's, and without the provider. */
export function modelDues(caller: Caller, names: readonly string[], moment: Moment): Dues {
  const { key, user, team, member, budgets, windows: rows = [] } = caller
  const owners = ownersOf(caller)
  const ofKey = modelLimits(Object.keys(key.modelMaxBudget).length > 0 ? key.modelMaxBudget : (budgets.key?.modelMaxBudget ?? {}), names)
  const budget = (owner: OwnerOf, limits: ModelLimits | undefined, epoch: number): Dues => {
    if (limits?.window === undefined) return noDues
    const shown = `${owner.shown} Model=${limits.name}`
    return windowBudgets({ ...owner, object: 'model', shown }, [limits.window], rows, epoch, moment)
  }
  return together([
    duesOf({ rates: modelRates(caller, names, ofKey) }),
    budget(owners.key, ofKey, key.spendEpoch),
    team === undefined ? noDues : budget(owners.team, modelLimits(team.modelMaxBudget, names), team.spendEpoch),
    member === undefined || budgets.member === undefined
      ? noDues
      : budget(owners.member, modelLimits(budgets.member.modelMaxBudget, names), member.spendEpoch),
    user === undefined || team !== undefined ? noDues : budget(owners.user, modelLimits(user.modelMaxBudget, names), user.spendEpoch),
  ])
}

/** The key's own limits, else what its budget of the model says, else those of its team, which its keys share. */
function modelRates({ key, team }: Caller, names: readonly string[], ofKey: ModelLimits | undefined): Dues['rates'] {
  const own = {
    rpm: named(key.metadata.model_rpm_limit, names) ?? ofKey?.rpm,
    tpm: named(key.metadata.model_tpm_limit, names) ?? ofKey?.tpm,
  }
  const maps = [key.metadata, team?.metadata ?? {}].flatMap((metadata) => [metadata.model_rpm_limit, metadata.model_tpm_limit]).map(asMap)
  // requests under several names of a model count as one model's
  const model = names.find((name) => name === ofKey?.name || maps.some((map) => Object.hasOwn(map, name))) ?? ''
  const perKey = ratesOf(
    { descriptor: 'model_per_key', key: `key:${key.token}:model:${part(model)}`, shown: model, model: names[0] ?? '' },
    own,
  )
  if (team === undefined) return perKey
  const ofTeam = {
    rpm: own.rpm === undefined ? named(team.metadata.model_rpm_limit, names) : undefined,
    tpm: own.tpm === undefined ? named(team.metadata.model_tpm_limit, names) : undefined,
  }
  const owner = { descriptor: 'model_per_team', key: `team:${part(team.teamId)}:model:${part(model)}`, shown: model } as const
  return [...perKey, ...ratesOf(owner, ofTeam)]
}

function named(limits: JsonObject[string] | undefined, names: readonly string[]): number | undefined {
  const map = asMap(limits)
  const name = names.find((each) => Object.hasOwn(map, each))
  return name === undefined ? undefined : numberOf(map[name])
}
