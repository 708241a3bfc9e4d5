/** `env-reference-form`: what it reports, and what it lets pass. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell form is what is tested
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const cases: readonly RuleCase[] = [
  {
    name: 'shell form as a key',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: "\${OPENAI_API_KEY}" }
`,
    want: [
      [
        'error',
        '3:54',
        '"${OPENAI_API_KEY}" is not resolved: LiteLLM reads os.environ/NAME as a whole value only',
        'os.environ/OPENAI_API_KEY',
      ],
    ],
  },
  {
    name: 'dollar form',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: $OPENAI_API_KEY }
`,
    want: [
      [
        'error',
        '3:54',
        '"$OPENAI_API_KEY" is not resolved: LiteLLM reads os.environ/NAME as a whole value only',
        'os.environ/OPENAI_API_KEY',
      ],
    ],
  },
  {
    name: 'a space after the slash',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/ OPENAI_API_KEY }
`,
    want: [
      [
        'error',
        '3:54',
        '"os.environ/ OPENAI_API_KEY" is not resolved: LiteLLM reads os.environ/NAME as a whole value only',
        'os.environ/OPENAI_API_KEY',
      ],
    ],
  },
  {
    name: 'Python form',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: 'os.environ["OPENAI_API_KEY"]'  }
`,
    want: [
      [
        'error',
        '3:54',
        '"os.environ["OPENAI_API_KEY"]" is not resolved: LiteLLM reads os.environ/NAME as a whole value only',
        'os.environ/OPENAI_API_KEY',
      ],
    ],
  },
  {
    name: 'inside a URL',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_base: "https://\${HOST}/v1" }
`,
    want: [['error', '3:55', '"https://${HOST}/v1" is not resolved: LiteLLM reads os.environ/NAME as a whole value only']],
  },
  {
    name: 'inside a header',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, extra_headers: { Authorization: Bearer os.environ/TOKEN } }
`,
    want: [['error', '3:77', '"Bearer os.environ/TOKEN" is not resolved: LiteLLM reads os.environ/NAME as a whole value only']],
  },
  {
    name: 'where nothing is sent it is a warning',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, user: "\${USER_NAME}" }
`,
    want: [
      ['warning', '3:51', '"${USER_NAME}" is not resolved: LiteLLM reads os.environ/NAME as a whole value only', 'os.environ/USER_NAME'],
    ],
  },
  {
    name: 'in environment_variables',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o }
  - model_name: b
    litellm_params: { model: openai/gpt-4o-mini }
environment_variables: { LANGFUSE_HOST: "\${LANGFUSE_HOST}" }
`,
    want: [['warning', '6:41', '"${LANGFUSE_HOST}" is not resolved: LiteLLM reads os.environ/NAME as a whole value only']],
  },
  {
    name: 'the real form, prices and prose pass',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: os.environ/K, mock_response: "costs $FIVE" }
    model_info: { description: $HOME is where }
`,
    want: [],
  },
  {
    name: 'a default after the name is not shown, it may be a secret',
    config: `
model_list:
  - model_name: a
    litellm_params: { model: openai/gpt-4o, api_key: "\${K:-hunter2}" }
`,
    want: [['error', '3:54', '"${K:-…}" is not resolved: LiteLLM reads os.environ/NAME as a whole value only', 'os.environ/K']],
  },
  {
    name: 'headers of pass-through routes may hold a reference in mid-string',
    config: `
general_settings:
  pass_through_endpoints:
    - { path: /v1/rerank, target: https://x, headers: { Authorization: "bearer os.environ/K" } }
`,
    want: [],
  },
]

describe('env-reference-form', () => {
  test.each(cases)('$name', (one) => checkRule('env-reference-form', one))
})
