/** What a Bedrock model name says: door, region, id and vendor; and the URL that follows from it. */
import type { Target } from '../adapter.js'

/** Vendor of a model, by the first part of its id; `unknown` for ids that do not tell (inference profiles, imported models). */
export type Family = 'anthropic' | 'nova' | 'titan' | 'cohere' | 'mistral' | 'meta' | 'openai' | 'qwen' | 'other' | 'unknown'

/** A model name taken apart. */
export type ModelRoute = {
  /** Differs: LiteLLM sends many models through InvokeModel by templates of its own; here Converse serves them, unless `invoke/` names a Claude model or `openai/` an imported one. */
  readonly door: 'converse' | 'invoke' | 'openai' | 'unsupported'
  /** LiteLLM's word in front of the id, for messages. */
  readonly word: string | undefined
  /** Id or ARN as it goes into the path, not yet encoded. */
  readonly id: string
  /** Region that the name carries, in front of the id or inside an ARN. */
  readonly region: string | undefined
  readonly family: Family
}

const unsupportedDoors: ReadonlySet<string> = new Set(['agent', 'agentcore', 'async_invoke', 'mantle'])
/** Doors, and LiteLLM's hints about the form of an imported model. */
const words =
  /^(converse|converse_like|invoke|openai|agent|agentcore|async_invoke|mantle|nova|nova-2|llama|deepseek_r1|qwen2|qwen3|bedrock)\//
const region = /^((?:us|eu|ap|ca|sa|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-[a-z]+-\d)\//
const commitment = /^(?:1|6)-month-commitment\//
const profile = /^(?:us-gov|us|eu|apac|jp|au|ca|sa|me|af|global)\./

const families: ReadonlyMap<string, Family> = new Map<string, Family>([
  ['anthropic', 'anthropic'],
  ['cohere', 'cohere'],
  ['mistral', 'mistral'],
  ['meta', 'meta'],
  ['openai', 'openai'],
  ['qwen', 'qwen'],
])

/** Reads `target.model`, or the inference profile that the deployment names as `model_id`. */
export function modelRoute(target: Target): ModelRoute {
  let rest = target.model
  let found: string | undefined
  let word: string | undefined
  for (;;) {
    const named = words.exec(rest)
    const placed = named === null ? region.exec(rest) : null
    const start = named?.[0] ?? placed?.[0] ?? commitment.exec(rest)?.[0]
    if (start === undefined) break
    rest = rest.slice(start.length)
    if (named?.[1] !== undefined && named[1] !== 'bedrock') word ??= named[1]
    found ??= placed?.[1]
  }
  const given = target.deployment.credentials?.model_id
  const id = given !== undefined && 'placeholder' in given ? given.placeholder : rest
  const family = familyOf(rest, word, target)
  return { door: doorOf(word, family), word, id, region: arnRegion(id) ?? found, family }
}

function doorOf(word: string | undefined, family: Family): ModelRoute['door'] {
  if (word === undefined) return 'converse'
  if (unsupportedDoors.has(word)) return 'unsupported'
  if (word === 'openai') return 'openai'
  return word === 'invoke' && family === 'anthropic' ? 'invoke' : 'converse'
}

/** `arn:aws:bedrock:us-east-1:…`. */
function arnRegion(id: string): string | undefined {
  return /^arn:[a-z-]+:[a-z-]+:([a-z0-9-]+):/.exec(id)?.[1]
}

function familyOf(id: string, word: string | undefined, target: Target): Family {
  if (word === 'nova' || word === 'nova-2') return 'nova'
  const bare = id.slice(id.lastIndexOf('/') + 1).replace(profile, '')
  const dot = bare.indexOf('.')
  const vendor = dot < 0 ? '' : bare.slice(0, dot)
  if (vendor === 'amazon') return bare.startsWith('amazon.nova') ? 'nova' : 'titan'
  const known = families.get(vendor)
  if (known !== undefined) return known
  if (dot >= 0 && !id.startsWith('arn:')) return 'other'
  // A profile of one's own says nothing; the catalogue flags that `base_model` brings say whether it is Claude.
  const { flags } = target.deployment
  return flags.includes('adaptive-thinking') || flags.includes('effort') ? 'anthropic' : 'unknown'
}

/** True where the model may be Claude, whose reasoning goes back to it signed: no other model takes reasoning in a request. */
export function signsThoughts({ family }: Pick<ModelRoute, 'family'>): boolean {
  return family === 'anthropic' || family === 'unknown'
}

/** Percent-encodes everything but letters, digits and `-_.~`, as AWS counts one path segment. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

const ownHost = /^https:\/\/bedrock-runtime(-fips)?\.([a-z0-9-]+|\{region\})\.amazonaws\.com(?:\.cn)?(?=\/|$)/

/** Address of an operation on the routed model. A region in the model name moves AWS's own host, unless the deployment sets one. */
export function modelUrl(target: Target, route: ModelRoute, operation: string): string {
  return `${regionalBase(target, route)}/model/${encodeSegment(route.id)}/${operation}`
}

/** The base in the region that the model name carries. */
export function regionalBase(target: Target, route: ModelRoute): string {
  const base = target.baseUrl.replace(/\/+$/, '')
  const own = ownHost.exec(base)
  if (own?.[2] === undefined) return base
  const place = hasOwnRegion(target) ? own[2] : (route.region ?? own[2])
  const suffix = place.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `https://bedrock-runtime${own[1] ?? ''}.${place}.${suffix}${base.slice(own[0].length)}`
}

/** True where the config itself gives the region. */
export function hasOwnRegion(target: Target): boolean {
  return target.deployment.credentials?.aws_region_name !== undefined
}

/** The region that a host of AWS is in, private endpoints included. */
export function hostRegion(url: string): string | undefined {
  return /^https:\/\/(?:[^/]*\.)?bedrock-(?:agent-)?runtime(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?(?:amazonaws\.com|api\.aws)/.exec(url)?.[1]
}
