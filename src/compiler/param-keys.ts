/** The keys of `litellm_params` that are not request parameters, and which of them hold secrets. */
import { isPriceKey } from './price-keys.js'

const secretNames = [
  'azure_ad_token',
  'client_secret',
  'azure_password',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_web_identity_token',
  'vertex_credentials',
  'vertex_ai_credentials',
  'oci_key',
  'token',
  'zen_api_key',
] as const

/** Credentials whose value is a secret, besides `api_key`. */
export const secretParams: ReadonlySet<string> = new Set(secretNames)
/** A name of {@link secretParams}. */
export type SecretParam = (typeof secretNames)[number]

const connectionNames = [
  'tenant_id',
  'client_id',
  'azure_username',
  'azure_scope',
  'vertex_project',
  'vertex_location',
  'vertex_ai_project',
  'vertex_ai_location',
  'vertex_count_tokens_location',
  'use_psc_endpoint_format',
  'aws_region_name',
  'aws_session_name',
  'aws_profile_name',
  'aws_role_name',
  'aws_sts_endpoint',
  'aws_external_id',
  'aws_bedrock_runtime_endpoint',
  'model_id',
  'project_id',
  'space_id',
  'watsonx_region_name',
  'watsonx_project',
  'account_id',
  'oci_region',
  'oci_compartment_id',
  'oci_serving_mode',
  'oci_endpoint_id',
  'oci_user',
  'oci_fingerprint',
  'oci_tenancy',
  'oci_key_file',
  'predibase_tenant_id',
  'sagemaker_base_url',
  'hf_model_name',
  'resource_group',
] as const

/** Connection settings that travel with the credentials and are not secret. */
export const connectionParams: ReadonlySet<string> = new Set(connectionNames)
/** A name of {@link connectionParams}. */
export type ConnectionParam = (typeof connectionNames)[number]

/** Keys that the router, the compiler or the gateway consume, and keys that LiteLLM knows and nothing here acts on. */
const controlParams: ReadonlySet<string> = new Set(
  `model custom_llm_provider api_key api_base base_url api_version organization rpm tpm itpm otpm max_parallel_requests weight order
  tags tag_regex region_name max_budget budget_duration num_retries max_retries timeout stream_timeout request_timeout cooldown_time
  allowed_fails allowed_fails_policy
  litellm_credential_name mock_response mock_timeout silent_model fallbacks context_window_fallback_dict
  configurable_clientside_auth_params use_in_pass_through use_litellm_proxy default_api_key_rpm_limit default_api_key_tpm_limit
  keepalive_seconds allow_client_keepalive_override max_file_size_mb provider_affinity_header guardrails prompt_id prompt_variables
  prompt_version prompt_label vector_store_ids cache_control_injection_points drop_params additional_drop_params allowed_openai_params
  merge_reasoning_content_in_choices enable_json_schema_validation supports_system_message ensure_alternating_roles
  user_continue_message assistant_continue_message use_chat_completions_api disable_add_transform_inline_image_block cache caching ttl
  context_window extra_headers headers ssl_verify extra_body base_model s3_bucket_name s3_region_name s3_access_key_id
  s3_secret_access_key s3_encryption_key_id s3_output_bucket_name aws_batch_role_arn roles initial_prompt_value
  final_prompt_value bos_token eos_token model_info blocked`.split(/\s+/),
)

/** True for a key whose value is a default of the request: everything LiteLLM would hand on to the provider call. */
export function isRequestParam(key: string): boolean {
  if (controlParams.has(key) || secretParams.has(key) || connectionParams.has(key) || isPriceKey(key)) return false
  return !/^(auto|complexity|quality|adaptive)_router_|^supports_/.test(key)
}

/** True for a header whose value is a credential. */
export function isSecretHeader(name: string): boolean {
  return /^(proxy-)?authorization$|(^|-)(api-?key|key|token|secret|password)$|^cookie$/i.test(name)
}

/** True for a setting or variable whose name says that its value is a secret. */
export function isSecretName(name: string): boolean {
  return /(^|_)(api_?key|key|secret|password|passwd|token|salt|license|credentials?|database_url)$/i.test(name)
}

/** True for a URL with a password in it. */
export function hasPassword(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/\s@:]*:[^/\s@]+@/i.test(text)
}
