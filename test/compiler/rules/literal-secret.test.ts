/** `literal-secret`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'a key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 }
`,
    want: [['error', '3:54', '`api_key` is a secret written into the config', 'os.environ/OPENAI_API_KEY']],
  },
  {
    name: 'a key, allowed',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 }
`,
    options: { allowLiteralSecrets: true },
    want: [['warning', '3:54', '`api_key` is a secret written into the config', 'os.environ/OPENAI_API_KEY']],
  },
  {
    name: 'a placeholder, once for equal ones',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: none }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, api_key: none }
`,
    want: [['note', '3:54', '`api_key` "none" is taken as a placeholder']],
  },
  {
    name: 'a secret of a provider without key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: bedrock/x, aws_secret_access_key: wJalrXUtnFEMIK7MDENGbPxRfiCY }
`,
    want: [['error', '3:64', '`aws_secret_access_key` is a secret written into the config', 'os.environ/AWS_SECRET_ACCESS_KEY']],
  },
  {
    name: 'paths and tokens to be fetched pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: vertex_ai/x, vertex_credentials: /run/key.json, azure_ad_token: oidc/azure/x }
`,
    want: [],
  },
  {
    name: 'a header, also when allowed',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, extra_headers: { Authorization: Bearer 4fTq8ZbM1xYw7Rk2Nv9Lc3 } }
`,
    options: { allowLiteralSecrets: true },
    want: [['error', '3:77', 'header `Authorization` is a secret written into the config']],
  },
  {
    name: 'a password in the URL',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_base: "https://user:4fTq8Zb@host/v1" }
`,
    want: [['error', '3:55', 'the password in `api_base` is a secret written into the config']],
  },
  {
    name: 'a module-wide key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
litellm_settings:
  openai_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3
`,
    want: [['error', '7:15', '`openai_key` is a secret written into the config', 'os.environ/OPENAI_API_KEY']],
  },
  {
    name: 'a credential of the list, once',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, litellm_credential_name: c }
  - model_name: a
    litellm_params: { model: openai/gpt-4o-mini, litellm_credential_name: c }
credential_list: [{ credential_name: c, credential_values: { api_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 }, credential_info: {} }]
`,
    want: [['error', '6:71', '`api_key` is a secret written into the config', 'os.environ/OPENAI_API_KEY']],
  },
  {
    name: 'the master key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
general_settings: { master_key: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 }
`,
    want: [['warning', '6:33', '`master_key` is a secret written into the config', 'os.environ/LITELLM_MASTER_KEY']],
  },
  {
    name: 'a master key anyone can guess',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
general_settings: { master_key: sk-1234 }
`,
    want: [['warning', '6:33', '`master_key` "sk-1234" is written into the config, and easily guessed', 'os.environ/LITELLM_MASTER_KEY']],
  },
  {
    name: 'passwords of the gateway',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
general_settings: { database_url: "postgresql://u:4fTq8Zb@db/x" }
litellm_settings:
  cache_params: { password: 4fTq8ZbM1x }
`,
    want: [
      ['warning', '6:35', '`database_url` is a secret written into the config', 'os.environ/DATABASE_URL'],
      ['warning', '8:29', '`password` is a secret written into the config', 'os.environ/REDIS_PASSWORD'],
    ],
  },
  {
    name: 'an exported secret',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
environment_variables: { OPENAI_API_KEY: sk-proj-4fTq8ZbM1xYw7Rk2Nv9Lc3 }
`,
    want: [['warning', '6:42', '`OPENAI_API_KEY` is a secret written into the config']],
  },
  {
    name: 'references, plain settings and other headers pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/K, extra_headers: { X-Team: blue, Authorization: os.environ/T } }
general_settings: { master_key: os.environ/M, database_url: "postgresql://db/x" }
`,
    want: [],
  },
  {
    name: 'keys in places of every kind',
    config: `
model_list:
  - model_name: a
    api_key: sk-abcdefghijklmnop1234567890
    litellm_params:
      model: openai/gpt-4o
      extra_headers: { X-Mine: sk-abcdefghijklmnop1234567890 }
      extra_body: { api_key: hunter2hunter2 }
      eos_token: </s>
credential_list:
  - { credential_name: unused, credential_values: { api_key: hunter2hunter2 }, credential_info: {} }
guardrails:
  - { guardrail_name: g, litellm_params: { guardrail: lakera, mode: pre_call, api_key: sk-abcdefghijklmnop1234567890 } }
mcp_servers:
  x: { url: https://x, auth_value: sk-abcdefghijklmnop1234567890 }
litellm_settings:
  headers: { Authorization: Bearer hunter2hunter2 }
`,
    want: [
      ['warning', '3:14', '`api_key` is a secret written into the config', 'os.environ/API_KEY'],
      ['error', '6:32', '`X-Mine` is a secret written into the config'],
      ['error', '7:30', '`api_key` is a secret written into the config'],
      ['error', '10:62', '`api_key` is a secret written into the config', 'os.environ/API_KEY'],
      ['warning', '12:88', '`api_key` is a secret written into the config', 'os.environ/API_KEY'],
      ['warning', '14:36', '`auth_value` is a secret written into the config', 'os.environ/AUTH_VALUE'],
      ['error', '16:29', '`Authorization` is a secret written into the config'],
    ],
  },
  {
    name: 'the name of a variable in place of a reference',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: OPENAI_API_KEY }
`,
    want: [['warning', '3:54', '`api_key` "OPENAI_API_KEY" is the name of a variable, and not its value', 'os.environ/OPENAI_API_KEY']],
  },
]

describe('literal-secret', () => {
  test.each(cases)('$name', (one) => checkRule('literal-secret', one))
})
