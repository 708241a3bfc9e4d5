/** What `validate` says about each public config of the corpus; runs where the corpus is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { load } from '../../src/compiler/load.js'
import { validate } from '../../src/compiler/validate.js'
import { pointOut } from './point-out.js'

const corpus = process.env.LLMGEN_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url))
const folder = join(corpus, 'configs')

/** By file: all findings about shape and keys, in order. A file without an entry has none. */
const expected: { readonly [file: string]: readonly string[] } = {
  '01': ['30:3 warning unknown-key: "default_model" is not a key of litellm_settings'],
  '02': ['145:3 note accepted-key: "custom_auth" is a key of LiteLLM that llmgen does not act on here'],
  '03': [
    '3:3 error misplaced-key: "disable_end_user_cost_tracking" has no effect in general_settings',
    '9:3 warning misplaced-key: "cooldown_time" has no effect in litellm_settings',
    '28:7 note accepted-key: "description" is a key of LiteLLM that llmgen does not act on here',
  ],
  '05': [
    '20:5 note accepted-key: "max_retries" is a key of LiteLLM that llmgen does not act on here, nor in 26 other places',
    '228:3 warning unknown-key: "stream" is not a key of litellm_settings',
    '229:3 warning misplaced-key: "max_parallel_requests" has no effect in litellm_settings',
  ],
  '08': [
    '27:7 note accepted-key: "max_retries" is a key of LiteLLM that llmgen does not act on here',
    '47:1 note accepted-key: "guardrails" is a key of LiteLLM that llmgen does not act on here',
    '82:3 warning unknown-key: "enable_team_based_routing" is not a key of general_settings',
    '84:3 warning misplaced-key: "max_budget" has no effect in general_settings',
    '86:3 error misplaced-key: "store_audit_logs" has no effect in general_settings',
    '90:3 warning misplaced-key: "cache" has no effect in general_settings',
    '91:3 warning unknown-key: "cache_type" is not a key of general_settings',
    '92:3 warning misplaced-key: "redis_host" has no effect in general_settings',
    '93:3 warning misplaced-key: "redis_port" has no effect in general_settings',
    '94:3 warning misplaced-key: "redis_password" has no effect in general_settings',
    '96:3 warning misplaced-key: "cache_params" has no effect in general_settings',
    '100:3 warning unknown-key: "global_rate_limit_per_minute" is not a key of general_settings',
    '102:3 warning unknown-key: "enable_content_moderation" is not a key of general_settings',
    '104:3 warning unknown-key: "custom_headers" is not a key of general_settings',
    '111:3 warning unknown-key: "enable_prometheus" is not a key of general_settings',
    '113:3 warning unknown-key: "health_check" is not a key of general_settings',
    '117:3 warning misplaced-key: "success_callback" has no effect in general_settings',
    '119:3 warning misplaced-key: "failure_callback" has no effect in general_settings',
    '136:3 warning unknown-key: "enable_loadbalancing_on_context_window_limits" is not a key of litellm_settings',
    '142:5 warning wrong-type: "LITELLM_MASTER_KEY" must be text, a number, true or false, not a map',
    '146:5 warning wrong-type: "LITELLM_SALT_KEY" must be text, a number, true or false, not a map',
    '150:5 warning wrong-type: "POSTGRES_PASSWORD" must be text, a number, true or false, not a map',
    '154:5 warning wrong-type: "REDIS_PASSWORD" must be text, a number, true or false, not a map',
  ],
  '09': [
    '95:3 warning unknown-key: "proxy_base_url" is not a key of general_settings',
    '102:3 note accepted-key: "allow_user_auth" is a key of LiteLLM that llmgen does not act on here',
    '103:3 warning misplaced-key: "default_key_generate_params" has no effect in general_settings',
  ],
  '10': [
    '12:1 note accepted-key: "files_settings" is a key of LiteLLM that llmgen does not act on here',
    '251:13 warning not-allowed-value: "tts" is not a value of "mode"',
    '311:13 warning not-allowed-value: "embeddings" is not a value of "mode"',
    '320:13 warning not-allowed-value: "embeddings" is not a value of "mode"',
    '341:3 warning unknown-key: "default_model" is not a key of router_settings',
  ],
  '12': ['26:3 warning misplaced-key: "cooldown_time" has no effect in litellm_settings'],
  '14': [
    '37:3 warning misplaced-key: "retry_after" has no effect in litellm_settings',
    '47:3 note accepted-key: "alerting" is a key of LiteLLM that llmgen does not act on here',
    '47:14 warning not-allowed-value: "log" is not a value of "alerting"',
  ],
  '15': [
    '6:7 warning misplaced-key: "supports_function_calling" has no effect in litellm_params',
    '7:7 warning misplaced-key: "supports_parallel_function_calling" has no effect in litellm_params',
    '24:3 warning unknown-key: "pass_through_function_calls" is not a key of general_settings',
    '25:3 warning unknown-key: "enable_function_calling" is not a key of general_settings',
  ],
  '16': [
    '10:7 note accepted-key: "tpm" is a key of LiteLLM that llmgen does not act on here',
    '11:7 note accepted-key: "rpm" is a key of LiteLLM that llmgen does not act on here',
  ],
  '18': [
    '10:7 note accepted-key: "description" is a key of LiteLLM that llmgen does not act on here',
    '34:3 warning unknown-key: "enable_admin_ui" is not a key of general_settings',
  ],
  '19': ['53:3 note accepted-key: "langfuse_default_tags" is a key of LiteLLM that llmgen does not act on here'],
  '22': [
    '49:3 warning unknown-key: "num_workers" is not a key of general_settings',
    '50:3 warning misplaced-key: "cache" has no effect in general_settings',
    '52:3 warning misplaced-key: "cache_params" has no effect in general_settings',
    '56:3 error misplaced-key: "ttl" has no effect in general_settings',
    '58:1 warning unknown-key: "logging" is not a section of the config',
    '63:1 warning unknown-key: "rate_limits" is not a section of the config',
    '73:3 warning misplaced-key: "forward_client_headers_to_llm_api" has no effect in litellm_settings',
  ],
  '23': [
    '49:3 note accepted-key: "use_redis_transaction_buffer" is a key of LiteLLM that llmgen does not act on here',
    '51:3 error misplaced-key: "enable_redis_auth_cache" has no effect in general_settings',
    '53:3 note accepted-key: "proxy_batch_write_at" is a key of LiteLLM that llmgen does not act on here',
    '61:3 note accepted-key: "alerting" is a key of LiteLLM that llmgen does not act on here',
  ],
  '24': [
    '9:7 warning misplaced-key: "context_window" has no effect in litellm_params',
    '10:20 error wrong-type: "drop_params" must be true or false, not a list',
    '18:7 warning misplaced-key: "context_window" has no effect in litellm_params',
    '19:20 error wrong-type: "drop_params" must be true or false, not a list',
    '27:7 warning misplaced-key: "context_window" has no effect in litellm_params',
    '28:20 error wrong-type: "drop_params" must be true or false, not a list',
    '41:7 warning misplaced-key: "context_window" has no effect in litellm_params',
    '42:20 error wrong-type: "drop_params" must be true or false, not a list',
    '47:3 note accepted-key: "use_chat_completions_url_for_anthropic_messages" is a key of LiteLLM that llmgen does not act on here',
    '48:3 warning unknown-key: "default_params" is not a key of litellm_settings',
  ],
  '25': [
    '10:7 note accepted-key: "description" is a key of LiteLLM that llmgen does not act on here, nor in 39 other places',
    '872:3 note accepted-key: "reasoning_auto_summary" is a key of LiteLLM that llmgen does not act on here',
    '876:1 note accepted-key: "files_settings" is a key of LiteLLM that llmgen does not act on here',
  ],
  '26': [
    '7:7 note accepted-key: "description" is a key of LiteLLM that llmgen does not act on here, nor in 15 other places',
    '182:3 warning unknown-key: "default_end_user_params" is not a key of litellm_settings',
    '201:3 note accepted-key: "proxy_batch_write_at" is a key of LiteLLM that llmgen does not act on here',
  ],
  '28': [
    '49:3 warning unknown-key: "verbose" is not a key of litellm_settings',
    '59:1 warning unknown-key: "spend_limits" is not a section of the config',
  ],
  '29': [
    '43:3 warning unknown-key: "custom_headers" is not a key of general_settings',
    '77:3 note accepted-key: "langfuse_default_tags" is a key of LiteLLM that llmgen does not act on here',
    '85:3 note accepted-key: "prometheus_initialize_budget_metrics" is a key of LiteLLM that llmgen does not act on here',
  ],
}

function findings(name: string): readonly string[] {
  const { value, diagnostics, sources } = load({ source: readFileSync(join(folder, name), 'utf8'), path: name })
  if (value === undefined) return pointOut(diagnostics, sources)
  return pointOut([...diagnostics, ...validate(value, { allowUnknown: false })], sources)
}

test('the list names configs by number', () => {
  expect(Object.keys(expected).filter((name) => !/^[0-9]{2}$/.test(name))).toEqual([])
})

if (existsSync(folder)) {
  describe('public configs', () => {
    for (const file of readdirSync(folder)) test(file, () => expect(findings(file)).toEqual(expected[file.replace('.yaml', '')] ?? []))
  })
}
