-- What the gateway keeps: budgets, organisations, teams, users, keys and their kin, and one row for each request.
-- Money is numeric(20, 9): exact down to a nano-dollar. Times are UTC. Columns have LiteLLM's names where it has them.

create table budgets (
  budget_id text primary key,
  max_budget numeric(20, 9),
  soft_budget numeric(20, 9),
  max_parallel_requests integer,
  tpm_limit bigint,
  rpm_limit bigint,
  model_max_budget jsonb not null default '{}',
  budget_duration text,
  budget_reset_at timestamptz,
  allowed_models text[] not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);

create table organizations (
  organization_id text primary key,
  organization_alias text not null default '',
  budget_id text references budgets on delete set null,
  models text[] not null default '{}',
  metadata jsonb not null default '{}',
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  budget_reset_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);

create table organization_members (
  organization_id text not null references organizations on delete cascade,
  user_id text not null,
  user_role text not null default 'internal_user',
  spend numeric(20, 9) not null default 0,
  budget_id text references budgets on delete set null,
  budget_reset_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, user_id)
);

create table teams (
  team_id text primary key,
  team_alias text,
  organization_id text references organizations on delete set null,
  models text[] not null default '{}',
  model_aliases jsonb not null default '{}',
  max_budget numeric(20, 9),
  soft_budget numeric(20, 9),
  budget_duration text,
  budget_reset_at timestamptz,
  budget_limits jsonb not null default '[]',
  model_max_budget jsonb not null default '{}',
  tpm_limit bigint,
  rpm_limit bigint,
  max_parallel_requests integer,
  blocked boolean not null default false,
  metadata jsonb not null default '{}',
  router_settings jsonb not null default '{}',
  team_member_permissions text[] not null default '{}',
  -- budget that a member gets who has none of their own
  team_member_budget_id text references budgets on delete set null,
  from_config boolean not null default false,
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);
create index teams_by_organization on teams (organization_id) where organization_id is not null;

create table users (
  user_id text primary key,
  user_alias text,
  user_email text,
  user_role text not null default 'internal_user',
  sso_user_id text unique,
  organization_id text,
  -- scrypt with its salt; never leaves the store's own check
  password text,
  models text[] not null default '{}',
  max_budget numeric(20, 9),
  soft_budget numeric(20, 9),
  budget_duration text,
  budget_reset_at timestamptz,
  model_max_budget jsonb not null default '{}',
  tpm_limit bigint,
  rpm_limit bigint,
  max_parallel_requests integer,
  blocked boolean not null default false,
  metadata jsonb not null default '{}',
  from_config boolean not null default false,
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);
create unique index users_by_email on users (lower(user_email)) where user_email is not null;

create table team_members (
  team_id text not null references teams on delete cascade,
  user_id text not null references users on delete cascade,
  role text not null default 'user',
  budget_id text references budgets on delete set null,
  -- since the last reset of the member's budget, and ever
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  budget_reset_at timestamptz,
  total_spend numeric(20, 9) not null default 0,
  tpm_limit bigint,
  rpm_limit bigint,
  created_at timestamptz not null default now(),
  primary key (team_id, user_id)
);
create index team_members_by_user on team_members (user_id);

create table keys (
  -- SHA-256 of the key, lower-case hex; the key itself is nowhere
  token text primary key,
  key_name text not null,
  key_alias text unique,
  user_id text,
  team_id text references teams on delete cascade,
  organization_id text,
  project_id text,
  agent_id text,
  models text[] not null default '{}',
  aliases jsonb not null default '{}',
  config jsonb not null default '{}',
  router_settings jsonb not null default '{}',
  permissions jsonb not null default '{}',
  metadata jsonb not null default '{}',
  allowed_routes text[] not null default '{}',
  allowed_cache_controls text[] not null default '{}',
  policies text[] not null default '{}',
  access_group_ids text[] not null default '{}',
  max_budget numeric(20, 9),
  soft_budget numeric(20, 9),
  budget_duration text,
  budget_reset_at timestamptz,
  budget_limits jsonb not null default '[]',
  budget_fallbacks jsonb not null default '{}',
  model_max_budget jsonb not null default '{}',
  budget_id text references budgets on delete set null,
  tpm_limit bigint,
  rpm_limit bigint,
  max_parallel_requests integer,
  blocked boolean not null default false,
  expires timestamptz,
  auto_rotate boolean not null default false,
  rotation_interval text,
  rotation_count integer not null default 0,
  last_rotation_at timestamptz,
  key_rotation_at timestamptz,
  last_active timestamptz,
  from_config boolean not null default false,
  spend numeric(20, 9) not null default 0,
  -- counts how often the spend was set rather than added to: what was counted before is then no part of it
  spend_epoch integer not null default 0,
  model_spend jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);
create index keys_by_user on keys (user_id);
create index keys_by_team on keys (team_id);

-- the old hashes of regenerated keys, until their grace period is over
create table retired_tokens (
  token text primary key,
  active_token text not null references keys on update cascade on delete cascade,
  revoke_at timestamptz not null
);

create table deleted_keys (
  token text not null,
  deleted_at timestamptz not null default now(),
  deleted_by text not null default '',
  changed_by text,
  -- the row as it was
  key jsonb not null,
  primary key (token, deleted_at)
);

create table deleted_teams (
  team_id text not null,
  deleted_at timestamptz not null default now(),
  deleted_by text not null default '',
  changed_by text,
  -- the row as it was, and its members
  team jsonb not null,
  primary key (team_id, deleted_at)
);

create table end_users (
  user_id text primary key,
  alias text,
  blocked boolean not null default false,
  allowed_model_region text,
  default_model text,
  budget_id text references budgets on delete set null,
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  budget_reset_at timestamptz,
  created_at timestamptz not null default now()
);

create table tags (
  tag_name text primary key,
  description text,
  models text[] not null default '{}',
  budget_id text references budgets on delete set null,
  spend numeric(20, 9) not null default 0,
  spend_epoch integer not null default 0,
  budget_reset_at timestamptz,
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now()
);

-- several windows of one object, budgets of single models: what was spent in each since it began
create table spend_windows (
  kind text not null,
  id text not null,
  -- duration, or `model:NAME:DURATION`
  "window" text not null,
  spend numeric(20, 9) not null default 0,
  resets_at timestamptz,
  primary key (kind, id, "window")
);

-- models added at run time
create table models (
  model_id text primary key,
  model_name text not null,
  -- secrets in it are encrypted with LITELLM_SALT_KEY
  litellm_params jsonb not null,
  model_info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);

-- what several models of this table call their providers with
create table credentials (
  credential_name text primary key,
  -- encrypted with LITELLM_SALT_KEY
  credential_values jsonb not null,
  credential_info jsonb not null default '{}',
  created_at timestamptz not null default now(),
  created_by text not null default '',
  updated_at timestamptz not null default now(),
  updated_by text not null default ''
);

-- settings that are changed at run time, and counters such as the version that tells instances of a change
create table settings (
  name text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- gateways that work with this database, renewed by each as long as it lives
create table instances (
  id text primary key,
  seen_at timestamptz not null default now()
);

create table audit_log (
  id uuid primary key,
  updated_at timestamptz not null default now(),
  changed_by text not null default '',
  changed_by_api_key text not null default '',
  action text not null,
  table_name text not null,
  object_id text not null,
  before_value jsonb,
  updated_values jsonb
);
create index audit_log_by_time on audit_log (updated_at);

-- What the rows of a deployment have in common: it would be a fifth of each.
create table spend_deployments (
  deployment integer generated always as identity primary key,
  -- of the columns below, which are too long for an index
  digest uuid not null unique,
  model_id text not null,
  model text not null,
  provider text not null,
  api_base text not null
);

-- One row for each request of a client; whoever reads uses `spend_rows`. Empty text stands for nobody, so that sums and keys need no case for null. Columns of
-- a fixed length come first: between texts of any length they would be padded.
create table spend_logs (
  request_id uuid not null,
  start_time timestamptz not null,
  end_time timestamptz not null,
  completion_start_time timestamptz,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  deployment integer not null,
  cache_hit boolean not null default false,
  -- null: the price is not known
  spend numeric(20, 9),
  call_id text,
  response_id text,
  call_type text not null,
  status text not null,
  api_key text not null default '',
  user_id text not null default '',
  team_id text not null default '',
  organization_id text not null default '',
  end_user text not null default '',
  model_group text not null default '',
  request_tags text[] not null default '{}',
  requester_ip text not null default '',
  session_id text not null default '',
  -- attempts with their cost, token classes beyond the columns, the error: what is looked at one row at a time
  metadata jsonb not null default '{}',
  -- finds a request by its id, too
  primary key (request_id, start_time)
) partition by range (start_time);
-- rows of days that have no partition of their own
create table spend_logs_other partition of spend_logs default;
create index spend_logs_by_time on spend_logs (start_time);
-- without the time: entries of the same owner are then kept as one, at a few bytes a row
create index spend_logs_by_key on spend_logs (api_key);
create index spend_logs_by_user on spend_logs (user_id) where user_id <> '';
create index spend_logs_by_team on spend_logs (team_id) where team_id <> '';
create index spend_logs_by_end_user on spend_logs (end_user) where end_user <> '';
-- by a number that stands for the session: there are few rows of each
create index spend_logs_by_session on spend_logs (hashtext(session_id)) where session_id <> '';
create index spend_logs_by_call on spend_logs (hashtext(call_id)) where call_id is not null;
-- by few numbers: entries of one number are kept as one, at a few bytes a row, and each answer shares its number with a few others
create index spend_logs_by_response on spend_logs ((hashtext(response_id) & 4095)) where response_id is not null;

create view spend_rows as
select l.request_id, l.start_time, l.end_time, l.completion_start_time, l.call_id, l.response_id, l.call_type, l.status, l.api_key, l.user_id, l.team_id,
  l.organization_id, l.end_user, l.model_group, d.model, d.model_id, d.provider, d.api_base, l.spend, l.prompt_tokens,
  l.completion_tokens, l.cache_read_tokens, l.cache_write_tokens, l.cache_hit, l.request_tags, l.requester_ip, l.session_id, l.metadata
from spend_logs l join spend_deployments d using (deployment);

-- requests and answers, where they are kept at all: apart, since they are kept for a shorter time
create table spend_bodies (
  request_id uuid primary key,
  start_time timestamptz not null,
  messages jsonb not null default '{}',
  response jsonb not null default '{}'
);
create index spend_bodies_by_time on spend_bodies (start_time);

-- Sums of each day, written in the same statement as the rows they sum up. Days are those of UTC.
create table daily_spend (
  date date not null,
  api_key text not null,
  user_id text not null,
  team_id text not null,
  organization_id text not null,
  model_group text not null,
  model text not null,
  provider text not null,
  call_type text not null,
  spend numeric(20, 9) not null default 0,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  api_requests bigint not null default 0,
  successful_requests bigint not null default 0,
  failed_requests bigint not null default 0,
  cache_hits bigint not null default 0,
  cache_hit_completion_tokens bigint not null default 0,
  primary key (date, api_key, user_id, team_id, organization_id, model_group, model, provider, call_type)
);
create index daily_spend_by_key on daily_spend (api_key, date);
create index daily_spend_by_user on daily_spend (user_id, date);
create index daily_spend_by_team on daily_spend (team_id, date);

-- End users are many, and most reports do not ask for them: their sums stand apart.
create table daily_end_user_spend (
  date date not null,
  end_user text not null,
  api_key text not null,
  user_id text not null,
  team_id text not null,
  model_group text not null,
  model text not null,
  provider text not null,
  call_type text not null,
  spend numeric(20, 9) not null default 0,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  api_requests bigint not null default 0,
  successful_requests bigint not null default 0,
  failed_requests bigint not null default 0,
  cache_hits bigint not null default 0,
  cache_hit_completion_tokens bigint not null default 0,
  primary key (date, end_user, api_key, user_id, team_id, model_group, model, provider, call_type)
);
create index daily_end_user_spend_by_end_user on daily_end_user_spend (end_user, date);

-- A request with several tags counts for each of them, which is why these sums stand apart.
create table daily_tag_spend (
  date date not null,
  tag text not null,
  api_key text not null,
  user_id text not null,
  model_group text not null,
  model text not null,
  provider text not null,
  call_type text not null,
  spend numeric(20, 9) not null default 0,
  prompt_tokens bigint not null default 0,
  completion_tokens bigint not null default 0,
  cache_read_tokens bigint not null default 0,
  cache_write_tokens bigint not null default 0,
  api_requests bigint not null default 0,
  successful_requests bigint not null default 0,
  failed_requests bigint not null default 0,
  cache_hits bigint not null default 0,
  cache_hit_completion_tokens bigint not null default 0,
  primary key (date, tag, api_key, user_id, model_group, model, provider, call_type)
);
create index daily_tag_spend_by_tag on daily_tag_spend (tag, date);
