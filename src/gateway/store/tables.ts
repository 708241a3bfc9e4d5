/**
 * The tables of the migrations in `schema/migrations`, as drizzle sees them. A test holds the two against each other.
 * Indexes, partitions and references stand in the migrations alone.
 */
import { bigint, boolean, date, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'

/** A value of a JSON column. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

/** US dollars as decimal text, exact down to a nano-dollar. */
const money = (name: string) => numeric(name, { precision: 20, scale: 9 })
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' })

export const budgets = pgTable('budgets', {
  budgetId: text('budget_id').primaryKey(),
  maxBudget: money('max_budget'),
  softBudget: money('soft_budget'),
  maxParallelRequests: integer('max_parallel_requests'),
  tpmLimit: bigint('tpm_limit', { mode: 'number' }),
  rpmLimit: bigint('rpm_limit', { mode: 'number' }),
  modelMaxBudget: jsonb('model_max_budget').$type<JsonObject>().notNull().default({}),
  budgetDuration: text('budget_duration'),
  budgetResetAt: time('budget_reset_at'),
  allowedModels: text('allowed_models').array().notNull().default([]),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const organizations = pgTable('organizations', {
  organizationId: text('organization_id').primaryKey(),
  organizationAlias: text('organization_alias').notNull().default(''),
  budgetId: text('budget_id'),
  models: text('models').array().notNull().default([]),
  metadata: jsonb('metadata').$type<JsonObject>().notNull().default({}),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  budgetResetAt: time('budget_reset_at'),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const organizationMembers = pgTable(
  'organization_members',
  {
    organizationId: text('organization_id').notNull(),
    userId: text('user_id').notNull(),
    userRole: text('user_role').notNull().default('internal_user'),
    spend: money('spend').notNull().default('0'),
    budgetId: text('budget_id'),
    budgetResetAt: time('budget_reset_at'),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.userId] })],
)

export const teams = pgTable('teams', {
  teamId: text('team_id').primaryKey(),
  teamAlias: text('team_alias'),
  organizationId: text('organization_id'),
  models: text('models').array().notNull().default([]),
  modelAliases: jsonb('model_aliases').$type<JsonObject>().notNull().default({}),
  maxBudget: money('max_budget'),
  softBudget: money('soft_budget'),
  budgetDuration: text('budget_duration'),
  budgetResetAt: time('budget_reset_at'),
  budgetLimits: jsonb('budget_limits').$type<readonly Json[]>().notNull().default([]),
  modelMaxBudget: jsonb('model_max_budget').$type<JsonObject>().notNull().default({}),
  tpmLimit: bigint('tpm_limit', { mode: 'number' }),
  rpmLimit: bigint('rpm_limit', { mode: 'number' }),
  maxParallelRequests: integer('max_parallel_requests'),
  blocked: boolean('blocked').notNull().default(false),
  metadata: jsonb('metadata').$type<JsonObject>().notNull().default({}),
  routerSettings: jsonb('router_settings').$type<JsonObject>().notNull().default({}),
  teamMemberPermissions: text('team_member_permissions').array().notNull().default([]),
  teamMemberBudgetId: text('team_member_budget_id'),
  fromConfig: boolean('from_config').notNull().default(false),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const users = pgTable('users', {
  userId: text('user_id').primaryKey(),
  userAlias: text('user_alias'),
  userEmail: text('user_email'),
  userRole: text('user_role').notNull().default('internal_user'),
  ssoUserId: text('sso_user_id').unique(),
  organizationId: text('organization_id'),
  password: text('password'),
  models: text('models').array().notNull().default([]),
  maxBudget: money('max_budget'),
  softBudget: money('soft_budget'),
  budgetDuration: text('budget_duration'),
  budgetResetAt: time('budget_reset_at'),
  modelMaxBudget: jsonb('model_max_budget').$type<JsonObject>().notNull().default({}),
  tpmLimit: bigint('tpm_limit', { mode: 'number' }),
  rpmLimit: bigint('rpm_limit', { mode: 'number' }),
  maxParallelRequests: integer('max_parallel_requests'),
  blocked: boolean('blocked').notNull().default(false),
  metadata: jsonb('metadata').$type<JsonObject>().notNull().default({}),
  fromConfig: boolean('from_config').notNull().default(false),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const teamMembers = pgTable(
  'team_members',
  {
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    role: text('role').notNull().default('user'),
    budgetId: text('budget_id'),
    spend: money('spend').notNull().default('0'),
    spendEpoch: integer('spend_epoch').notNull().default(0),
    budgetResetAt: time('budget_reset_at'),
    totalSpend: money('total_spend').notNull().default('0'),
    tpmLimit: bigint('tpm_limit', { mode: 'number' }),
    rpmLimit: bigint('rpm_limit', { mode: 'number' }),
    createdAt: time('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })],
)

export const keys = pgTable('keys', {
  token: text('token').primaryKey(),
  keyName: text('key_name').notNull(),
  keyAlias: text('key_alias').unique(),
  userId: text('user_id'),
  teamId: text('team_id'),
  organizationId: text('organization_id'),
  projectId: text('project_id'),
  agentId: text('agent_id'),
  models: text('models').array().notNull().default([]),
  aliases: jsonb('aliases').$type<JsonObject>().notNull().default({}),
  config: jsonb('config').$type<JsonObject>().notNull().default({}),
  routerSettings: jsonb('router_settings').$type<JsonObject>().notNull().default({}),
  permissions: jsonb('permissions').$type<JsonObject>().notNull().default({}),
  metadata: jsonb('metadata').$type<JsonObject>().notNull().default({}),
  allowedRoutes: text('allowed_routes').array().notNull().default([]),
  allowedCacheControls: text('allowed_cache_controls').array().notNull().default([]),
  policies: text('policies').array().notNull().default([]),
  accessGroupIds: text('access_group_ids').array().notNull().default([]),
  maxBudget: money('max_budget'),
  softBudget: money('soft_budget'),
  budgetDuration: text('budget_duration'),
  budgetResetAt: time('budget_reset_at'),
  budgetLimits: jsonb('budget_limits').$type<readonly Json[]>().notNull().default([]),
  budgetFallbacks: jsonb('budget_fallbacks').$type<JsonObject>().notNull().default({}),
  modelMaxBudget: jsonb('model_max_budget').$type<JsonObject>().notNull().default({}),
  budgetId: text('budget_id'),
  tpmLimit: bigint('tpm_limit', { mode: 'number' }),
  rpmLimit: bigint('rpm_limit', { mode: 'number' }),
  maxParallelRequests: integer('max_parallel_requests'),
  blocked: boolean('blocked').notNull().default(false),
  expires: time('expires'),
  autoRotate: boolean('auto_rotate').notNull().default(false),
  rotationInterval: text('rotation_interval'),
  rotationCount: integer('rotation_count').notNull().default(0),
  lastRotationAt: time('last_rotation_at'),
  keyRotationAt: time('key_rotation_at'),
  lastActive: time('last_active'),
  fromConfig: boolean('from_config').notNull().default(false),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  modelSpend: jsonb('model_spend').$type<JsonObject>().notNull().default({}),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const retiredTokens = pgTable('retired_tokens', {
  token: text('token').primaryKey(),
  activeToken: text('active_token').notNull(),
  revokeAt: time('revoke_at').notNull(),
})

export const deletedKeys = pgTable(
  'deleted_keys',
  {
    token: text('token').notNull(),
    deletedAt: time('deleted_at').notNull().defaultNow(),
    deletedBy: text('deleted_by').notNull().default(''),
    changedBy: text('changed_by'),
    key: jsonb('key').$type<JsonObject>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.token, table.deletedAt] })],
)

export const deletedTeams = pgTable(
  'deleted_teams',
  {
    teamId: text('team_id').notNull(),
    deletedAt: time('deleted_at').notNull().defaultNow(),
    deletedBy: text('deleted_by').notNull().default(''),
    changedBy: text('changed_by'),
    team: jsonb('team').$type<JsonObject>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.deletedAt] })],
)

export const endUsers = pgTable('end_users', {
  userId: text('user_id').primaryKey(),
  alias: text('alias'),
  blocked: boolean('blocked').notNull().default(false),
  allowedModelRegion: text('allowed_model_region'),
  defaultModel: text('default_model'),
  budgetId: text('budget_id'),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  budgetResetAt: time('budget_reset_at'),
  createdAt: time('created_at').notNull().defaultNow(),
})

export const tags = pgTable('tags', {
  tagName: text('tag_name').primaryKey(),
  description: text('description'),
  models: text('models').array().notNull().default([]),
  budgetId: text('budget_id'),
  spend: money('spend').notNull().default('0'),
  spendEpoch: integer('spend_epoch').notNull().default(0),
  budgetResetAt: time('budget_reset_at'),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
})

export const spendWindows = pgTable(
  'spend_windows',
  {
    kind: text('kind').notNull(),
    id: text('id').notNull(),
    window: text('window').notNull(),
    spend: money('spend').notNull().default('0'),
    resetsAt: time('resets_at'),
  },
  (table) => [primaryKey({ columns: [table.kind, table.id, table.window] })],
)

export const models = pgTable('models', {
  modelId: text('model_id').primaryKey(),
  modelName: text('model_name').notNull(),
  litellmParams: jsonb('litellm_params').$type<JsonObject>().notNull(),
  modelInfo: jsonb('model_info').$type<JsonObject>().notNull().default({}),
  createdAt: time('created_at').notNull().defaultNow(),
  createdBy: text('created_by').notNull().default(''),
  updatedAt: time('updated_at').notNull().defaultNow(),
  updatedBy: text('updated_by').notNull().default(''),
})

export const settings = pgTable('settings', {
  name: text('name').primaryKey(),
  value: jsonb('value').$type<JsonObject>().notNull(),
  updatedAt: time('updated_at').notNull().defaultNow(),
})

export const auditLog = pgTable('audit_log', {
  id: uuid('id').primaryKey(),
  updatedAt: time('updated_at').notNull().defaultNow(),
  changedBy: text('changed_by').notNull().default(''),
  changedByApiKey: text('changed_by_api_key').notNull().default(''),
  action: text('action').notNull(),
  tableName: text('table_name').notNull(),
  objectId: text('object_id').notNull(),
  beforeValue: jsonb('before_value').$type<JsonObject>(),
  updatedValues: jsonb('updated_values').$type<JsonObject>(),
})

export const spendDeployments = pgTable('spend_deployments', {
  deployment: integer('deployment').primaryKey().generatedAlwaysAsIdentity(),
  digest: uuid('digest').notNull().unique(),
  modelId: text('model_id').notNull(),
  model: text('model').notNull(),
  provider: text('provider').notNull(),
  apiBase: text('api_base').notNull(),
})

export const spendLogs = pgTable(
  'spend_logs',
  {
    requestId: uuid('request_id').notNull(),
    startTime: time('start_time').notNull(),
    endTime: time('end_time').notNull(),
    completionStartTime: time('completion_start_time'),
    callId: text('call_id'),
    responseId: text('response_id'),
    callType: text('call_type').notNull(),
    status: text('status').notNull(),
    apiKey: text('api_key').notNull().default(''),
    userId: text('user_id').notNull().default(''),
    teamId: text('team_id').notNull().default(''),
    organizationId: text('organization_id').notNull().default(''),
    endUser: text('end_user').notNull().default(''),
    modelGroup: text('model_group').notNull().default(''),
    spend: money('spend'),
    promptTokens: bigint('prompt_tokens', { mode: 'number' }).notNull().default(0),
    completionTokens: bigint('completion_tokens', { mode: 'number' }).notNull().default(0),
    cacheReadTokens: bigint('cache_read_tokens', { mode: 'number' }).notNull().default(0),
    cacheWriteTokens: bigint('cache_write_tokens', { mode: 'number' }).notNull().default(0),
    deployment: integer('deployment').notNull(),
    cacheHit: boolean('cache_hit').notNull().default(false),
    requestTags: text('request_tags').array().notNull().default([]),
    requesterIp: text('requester_ip').notNull().default(''),
    sessionId: text('session_id').notNull().default(''),
    metadata: jsonb('metadata').$type<JsonObject>().notNull().default({}),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.startTime] })],
)

export const spendBodies = pgTable('spend_bodies', {
  requestId: uuid('request_id').primaryKey(),
  startTime: time('start_time').notNull(),
  messages: jsonb('messages').$type<JsonObject>().notNull().default({}),
  response: jsonb('response').$type<JsonObject>().notNull().default({}),
})

const dailySums = {
  spend: money('spend').notNull().default('0'),
  promptTokens: bigint('prompt_tokens', { mode: 'number' }).notNull().default(0),
  completionTokens: bigint('completion_tokens', { mode: 'number' }).notNull().default(0),
  cacheReadTokens: bigint('cache_read_tokens', { mode: 'number' }).notNull().default(0),
  cacheWriteTokens: bigint('cache_write_tokens', { mode: 'number' }).notNull().default(0),
  apiRequests: bigint('api_requests', { mode: 'number' }).notNull().default(0),
  successfulRequests: bigint('successful_requests', { mode: 'number' }).notNull().default(0),
  failedRequests: bigint('failed_requests', { mode: 'number' }).notNull().default(0),
  cacheHits: bigint('cache_hits', { mode: 'number' }).notNull().default(0),
  cacheHitCompletionTokens: bigint('cache_hit_completion_tokens', { mode: 'number' }).notNull().default(0),
}

export const dailySpend = pgTable('daily_spend', {
  date: date('date').notNull(),
  apiKey: text('api_key').notNull(),
  userId: text('user_id').notNull(),
  teamId: text('team_id').notNull(),
  organizationId: text('organization_id').notNull(),
  modelGroup: text('model_group').notNull(),
  model: text('model').notNull(),
  provider: text('provider').notNull(),
  callType: text('call_type').notNull(),
  ...dailySums,
})

export const dailyEndUserSpend = pgTable('daily_end_user_spend', {
  date: date('date').notNull(),
  endUser: text('end_user').notNull(),
  apiKey: text('api_key').notNull(),
  userId: text('user_id').notNull(),
  teamId: text('team_id').notNull(),
  modelGroup: text('model_group').notNull(),
  model: text('model').notNull(),
  provider: text('provider').notNull(),
  callType: text('call_type').notNull(),
  ...dailySums,
})

export const dailyTagSpend = pgTable('daily_tag_spend', {
  date: date('date').notNull(),
  tag: text('tag').notNull(),
  apiKey: text('api_key').notNull(),
  userId: text('user_id').notNull(),
  modelGroup: text('model_group').notNull(),
  model: text('model').notNull(),
  provider: text('provider').notNull(),
  callType: text('call_type').notNull(),
  ...dailySums,
})
