/** What can be set of a team, and the columns it becomes. */

import { isObject } from '../request-body.js'
import { budgetBy } from '../store/budgets.js'
import type { Db } from '../store/connection.js'
import { organizationBy } from '../store/organizations.js'
import type { TeamRow } from '../store/teams.js'
import { type Desk, defined, forbidden, refused } from './admin-route.js'
import { type Fields, readFields, type Values } from './body.js'
import { budgetColumns, budgetFields, checkWindows, metadataAfter, metadataFields, roundColumns } from './limit-fields.js'
import { hasOwnBudget, reattach } from './own-budget.js'
import { coversModels, exceeds, type Held } from './who-may.js'

export const teamFields = {
  team_alias: 'text',
  organization_id: 'id',
  models: 'texts',
  model_aliases: 'object',
  ...budgetFields,
  budget_limits: 'objects',
  blocked: 'boolean',
  metadata: 'object',
  ...metadataFields,
  router_settings: 'object',
  team_member_permissions: 'texts',
  team_member_budget: 'money',
  team_member_budget_duration: 'duration',
  team_member_rpm_limit: 'integer',
  team_member_tpm_limit: 'integer',
  team_member_key_duration: 'duration',
} as const satisfies Fields

export type TeamValues = Values<typeof teamFields>

/** The values with `litellm_settings.default_team_params` where they say nothing. What a request says counts, null too. */
export function withDefaults<T extends TeamValues>({ call }: Pick<Desk, 'call'>, values: T): T {
  const litellm = call.serving.plan.gateway?.litellm_settings
  const params = isObject(litellm) ? litellm.default_team_params : undefined
  if (!isObject(params)) return values
  const { organization_id: _organization, ...fields } = teamFields
  const defaults = readFields(params, fields, 'litellm_settings.default_team_params.')
  return { ...defined(defaults), ...defined(values) } as T // the values, with some that were absent
}

/** The columns that change. `before` is the team as it is; undefined for a new one. */
export async function teamColumns(desk: Pick<Desk, 'now' | 'timeZone' | 'by'>, db: Db, values: TeamValues, before: TeamRow | undefined) {
  checkWindows(values.budget_limits)
  return defined({
    ...budgetColumns(values, desk),
    ...roundColumns({ budget_duration: values.budget_duration }, before, desk),
    teamAlias: values.team_alias,
    organizationId: values.organization_id,
    models: values.models === undefined ? undefined : [...(values.models ?? [])],
    modelAliases: values.model_aliases === null ? {} : values.model_aliases,
    budgetLimits: values.budget_limits === null ? [] : values.budget_limits,
    blocked: values.blocked ?? undefined,
    metadata: metadataAfter(values, before?.metadata ?? {}, { team_member_key_duration: values.team_member_key_duration }),
    routerSettings: values.router_settings === null ? {} : values.router_settings,
    teamMemberPermissions: values.team_member_permissions === undefined ? undefined : [...(values.team_member_permissions ?? [])],
    teamMemberBudgetId: await memberBudget(desk, db, values, before),
    updatedBy: desk.by,
  })
}

/** The budget of members who have none of their own: a row, made when first needed. */
async function memberBudget(
  desk: Pick<Desk, 'now' | 'timeZone' | 'by'>,
  db: Db,
  values: TeamValues,
  before: TeamRow | undefined,
): Promise<string | undefined> {
  const own = defined({
    max_budget: values.team_member_budget,
    budget_duration: values.team_member_budget_duration,
    rpm_limit: values.team_member_rpm_limit,
    tpm_limit: values.team_member_tpm_limit,
  })
  if (!hasOwnBudget(own)) return undefined
  const held = before?.teamMemberBudgetId == null ? undefined : await budgetBy(db, before.teamMemberBudgetId)
  return (await reattach(desk, db, held, undefined, own))?.budgetId ?? undefined
}

/** Throws where a team, or a user that an organisation makes, would hold more than it: 403 for models, 400 for limits. */
export async function checkCeiling(db: Db, team: Held & { readonly organizationId?: string | null | undefined }): Promise<void> {
  if (team.organizationId == null) return
  const organization = await organizationBy(db, team.organizationId)
  if (organization === undefined) throw refused(`there is no organization "${team.organizationId}"`, 'organization_id')
  const { row, budget } = organization
  if (!coversModels(row.models, team.models ?? [])) throw forbidden('the organization does not have all of these models')
  const field = exceeds({ ...team, models: [] }, { ...budget, models: [] })
  if (field !== undefined) throw refused(`${field} is above that of the organization`, field)
}
