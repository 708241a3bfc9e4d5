/** One resolved entry becomes one deployment of the Plan, or one per item of an `organization` list. */
import { formatOf } from '../catalog/format-of.js'
import { modelFamilies } from '../catalog/model-families.js'
import type {
  AdapterFormat,
  Deployment,
  JsonObject,
  Mode,
  NumberSetting,
  Provider,
  ProviderUrl,
  SecretRef,
  TextSetting,
} from '../plan/plan.js'
import type { PriceRef } from '../plan/prices.js'
import type { Config } from './config.js'
import { toBooleanSetting, toNumberSetting, toParam, toTextSetting } from './env-reference.js'
import { canonicalJson, sha256 } from './hash.js'
import { toBudget } from './lower-limits.js'
import { apiKeyNode, identityOf, lowerCredentials, lowerHeaders, type Slots, toSecretRef } from './lower-secrets.js'
import { isRequestParam } from './param-keys.js'
import { failsOf, policy } from './policies.js'
import { present } from './present.js'
import { get, getList, getMap, getScalar, getText, texts, toJson } from './read-node.js'
import type { ResolvedModel } from './resolve.js'
import type { MapNode, Node } from './source.js'

/** What the deployments of one Plan share while it is made. */
export type LoweringContext = {
  readonly config: Config
  readonly slots: Slots
  readonly priceRef: (model: ResolvedModel) => PriceRef
  /** The model's mode; where that is only a guess, its group's. */
  readonly modeOf: (model: ResolvedModel) => Mode
  /** Ids given so far, each with the last number that was appended to tell others of the same name apart. */
  readonly ids: Map<string, number>
}

/** The deployments of one entry; `index` is that of the first. */
export function lowerDeployments(model: ResolvedModel, index: number, context: LoweringContext): readonly Deployment[] {
  const { params } = model.entry
  const organizations = getList(params, 'organization')?.items
  if (organizations === undefined) return [lowerOne(model, index, toTextSetting(organizationNode(params, context)), context)]
  return organizations.map((item, i) => lowerOne(model, index + i, toTextSetting(item), context))
}

function organizationNode(params: MapNode, context: LoweringContext): Node | undefined {
  return get(params, 'organization') ?? get(context.config.litellm, 'organization')
}

function lowerOne(model: ResolvedModel, index: number, organization: TextSetting | undefined, context: LoweringContext): Deployment {
  const { params } = model.entry
  const { config, slots } = context
  const provider = providerName(model)
  const apiKey: SecretRef | undefined = toSecretRef('api_key', apiKeyNode(provider, params, config), slots)
  const group = model.entry.name.value
  return present<Deployment>({
    index,
    id: uniqueId(model, organization, context),
    group,
    provider,
    format: modelFormat(model, context.modeOf(model)),
    model: upstreamModel(model),
    mode: context.modeOf(model),
    baseUrl: baseUrl(model, context),
    apiVersion: toTextSetting(get(params, 'api_version') ?? get(config.litellm, 'api_version')),
    organization,
    apiKey,
    credentials: lowerCredentials(provider, params, config, slots),
    defaults: defaults(params),
    extraHeaders: lowerHeaders(params, config),
    extraBody: jsonMap(getMap(params, 'extra_body')),
    ...limits(params),
    ...failures(params, model.entry.info),
    budget: toBudget(params),
    ...behaviour(params),
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutputTokens,
    capabilities: model.capabilities,
    flags: model.flags,
    price: context.priceRef(model),
  })
}

/** Name of the Plan's provider row. */
export function providerName({ route }: ResolvedModel): string {
  return route.kind === 'known' ? route.provider.name : route.kind === 'custom' ? route.name : 'unknown'
}

/** True where a call tells the model, or a part of its name. */
export function isPatterned({ route, leftOut }: ResolvedModel): boolean {
  return leftOut === undefined && route.kind === 'known' && route.model.includes('*')
}

/** The provider row a deployment uses; `patterned` where it needs the families of its models. A custom provider has no format: its calls fail with a clear error. */
export function lowerProvider({ route }: ResolvedModel, patterned: boolean): Provider {
  if (route.kind !== 'known') {
    return { name: route.kind === 'custom' ? route.name : 'unknown', format: 'custom', auth: 'none', keyVariables: [], quirks: {} }
  }
  const { name, format, auth, keyVariables, quirks, settings, secrets } = route.provider
  const families = patterned ? modelFamilies(name) : []
  return present<Provider>({
    name,
    format,
    auth,
    keyVariables,
    quirks: quirks ?? {},
    settings,
    secrets,
    families: families.length === 0 ? undefined : families,
  })
}

function modelFormat({ route }: ResolvedModel, mode: Mode): AdapterFormat | undefined {
  if (route.kind !== 'known') return undefined
  return formatOf({ provider: route.provider, model: route.model, mode, responses: route.hint === 'responses' })
}

function upstreamModel({ route }: ResolvedModel): TextSetting {
  return route.kind === 'by-reference' ? { env: route.env } : 'model' in route ? route.model : ''
}

function baseUrl(model: ResolvedModel, { config }: LoweringContext): TextSetting | ProviderUrl {
  const { params } = model.entry
  const written = toTextSetting(
    get(params, 'api_base') ?? get(params, 'base_url') ?? get(params, 'aws_bedrock_runtime_endpoint') ?? get(config.litellm, 'api_base'),
  )
  if (written !== undefined || model.route.kind !== 'known') return written ?? ''
  const { baseUrl: usual, baseUrlVariables } = model.route.provider
  if (baseUrlVariables.length === 0) return usual ?? ''
  return usual === undefined ? { firstOf: baseUrlVariables } : { firstOf: baseUrlVariables, else: usual }
}

/** `model_info.id`, else a hash over public name and parameters in which secrets do not count. */
function uniqueId(model: ResolvedModel, organization: TextSetting | undefined, { ids }: LoweringContext): string {
  const given = getScalar(model.entry.info, 'id')?.value
  const identity = { group: model.entry.name.value, params: identityOf(model.entry.params), organization }
  const base = given === undefined || given === null ? sha256(canonicalJson(identity)).slice(0, 32) : String(given)
  let nth = ids.get(base) ?? 1
  let id = base
  while (ids.has(id)) id = `${base}-${++nth}`
  ids.set(base, nth)
  if (id !== base) ids.set(id, 1)
  return id
}

function defaults(params: MapNode): JsonObject {
  const kept = [...params.entries.values()].filter((entry) => isRequestParam(entry.key) && get(params, entry.key) !== undefined)
  return Object.fromEntries(kept.map((entry) => [entry.key, toParam(entry.value)]))
}

function jsonMap(map: MapNode | undefined): JsonObject | undefined {
  return map === undefined ? undefined : Object.fromEntries([...map.entries.values()].map((entry) => [entry.key, toParam(entry.value)]))
}

/** A time of 0 reads as not set. */
export function nonZero(setting: NumberSetting | undefined): NumberSetting | undefined {
  return setting === 0 ? undefined : setting
}

type Limits = 'rpm' | 'tpm' | 'maxParallelRequests' | 'weight' | 'order' | 'timeoutMs' | 'streamTimeoutMs' | 'numRetries' | 'cooldownMs'

function limits(params: MapNode): { readonly [K in Limits]: NumberSetting | undefined } {
  const number = (key: string, scale?: number) => toNumberSetting(get(params, key), scale)
  return {
    rpm: number('rpm'),
    tpm: number('tpm'),
    maxParallelRequests: number('max_parallel_requests'),
    weight: number('weight'),
    order: number('order'),
    timeoutMs: nonZero(number('timeout', 1000)) ?? nonZero(number('request_timeout', 1000)),
    streamTimeoutMs: nonZero(number('stream_timeout', 1000)),
    numRetries: number('num_retries'),
    cooldownMs: number('cooldown_time', 1000),
  }
}

/** LiteLLM takes these in `litellm_params` and in `model_info`. */
function failures(params: MapNode, info: MapNode | undefined): Pick<Deployment, 'allowedFails' | 'allowedFailsPolicy'> {
  return present<Pick<Deployment, 'allowedFails' | 'allowedFailsPolicy'>>({
    allowedFails: toNumberSetting(get(params, 'allowed_fails') ?? get(info, 'allowed_fails')),
    allowedFailsPolicy: policy(getMap(params, 'allowed_fails_policy') ?? getMap(info, 'allowed_fails_policy'), failsOf),
  })
}

function behaviour(params: MapNode) {
  const list = (key: string) => {
    const items = texts(getList(params, key)).map((text) => text.value)
    return items.length === 0 ? undefined : items
  }
  const boolean = (key: string) => toBooleanSetting(get(params, key))
  const regions = ['region_name', 'aws_region_name', 'vertex_location', 'vertex_ai_location', 'watsonx_region_name']
  return {
    tags: list('tags'),
    region: regions.map((key) => toTextSetting(get(params, key))).find((setting) => setting !== undefined),
    dropParams: boolean('drop_params'),
    additionalDropParams: list('additional_drop_params'),
    allowedOpenAiParams: list('allowed_openai_params'),
    mergeReasoningContent: boolean('merge_reasoning_content_in_choices'),
    supportsSystemMessage: boolean('supports_system_message'),
    mockResponse: getText(params, 'mock_response')?.value,
    mockTimeout: boolean('mock_timeout'),
    caching: getList(params, 'cache_control_injection_points')?.items.map(toJson),
  }
}
