/** For whom a caller calls, and under which tags: what spend, budgets and metrics go by. Headers come before the body. */
import type { JsonObject } from '../plan/plan.js'
import { type CallerRules, rulesOf } from './auth/caller-rules.js'
import { badRequest, GatewayError } from './errors.js'
import type { HeadFacts } from './head-facts.js'
import { loggedMetadata } from './logged-metadata.js'
import type { GatewayCall } from './route.js'

/** What the config says about it. */
export type CallerSettings = {
  /** Headers that name the customer, lower case, in the order in which they count. */
  readonly customerHeaders: readonly string[]
  /** Headers that are tags: `litellm_settings.extra_spend_tag_headers`. */
  readonly tagHeaders: readonly string[]
  /** The program that calls is a tag: `User-Agent: NAME`. Off by `disable_add_user_agent_to_request_tags`. */
  readonly agentTags: boolean
  /** `general_settings.enforce_user_param`: nobody calls without a customer. */
  readonly needsCustomer: boolean
  /** `general_settings.reject_clientside_metadata_tags` */
  readonly refusesTags: boolean
}

type Headers = { readonly [name: string]: string | readonly string[] | undefined }
type Members = { readonly [name: string]: unknown }

/** Longest name of a customer or a tag, and most tags. What is beyond is cut: both become keys of counts. */
const longest = 256
const mostTags = 50

/** Reads both sections. Values of a wrong type count as not set. */
export function readCallerSettings(general: JsonObject, litellm: JsonObject): CallerSettings {
  const mappings = Array.isArray(general.user_header_mappings) ? general.user_header_mappings : [general.user_header_mappings]
  const mapped = mappings.flatMap((row: unknown) =>
    isMap(row) && row.litellm_user_role === 'customer' && typeof row.header_name === 'string' ? [row.header_name] : [],
  )
  const named = typeof general.user_header_name === 'string' ? [general.user_header_name] : []
  return {
    customerHeaders: ['x-litellm-customer-id', 'x-litellm-end-user-id', ...mapped, ...named].map((name) => name.toLowerCase()),
    tagHeaders: texts(litellm.extra_spend_tag_headers),
    agentTags: litellm.disable_add_user_agent_to_request_tags !== true,
    needsCustomer: general.enforce_user_param === true,
    refusesTags: general.reject_clientside_metadata_tags === true,
  }
}

/** The customer is the first that is named, in LiteLLM's order: by headers, which come before the body. */
export function customerInHead(headers: Headers, { customerHeaders }: CallerSettings): string | undefined {
  for (const name of customerHeaders) {
    const value = text(headers[name])
    if (value !== undefined) return value
  }
  return undefined
}

/** By `user`, `litellm_metadata.user`, `metadata.user_id` and `safety_identifier` of the body. */
export function customerInBody({ user, litellm_metadata: own, metadata, safety_identifier }: Members): string | undefined {
  return text(user) ?? text(isMap(own) && own.user) ?? text(isMap(metadata) && metadata.user_id) ?? text(safety_identifier)
}

const noTags: readonly string[] = []

/** Tags that the caller gives: `x-litellm-tags`, … */
export function tagsInHead(header: Headers[string]): readonly string[] {
  const listed = text(header)
  return listed === undefined ? noTags : listed.split(',').flatMap((word) => text(word) ?? [])
}

/** … and `tags`, `metadata.tags` and `litellm_metadata.tags` of the body. */
export function tagsInBody({ tags, metadata, litellm_metadata: own }: Members): readonly string[] {
  if (tags === undefined && metadata === undefined && own === undefined) return noTags
  return [...texts(tags), ...texts(isMap(metadata) && metadata.tags), ...texts(isMap(own) && own.tags)]
}

/** Tags that a request has by itself: headers that the config names, and the program that calls, with and without its version. */
export function ownTags(headers: Headers, { tagHeaders, agentTags }: CallerSettings): readonly string[] {
  const named = tagHeaders.flatMap((name) => {
    const value = text(headers[name.toLowerCase()])
    return value === undefined ? [] : [`${name}: ${value}`]
  })
  const agent = agentTags ? text(headers['user-agent']) : undefined
  if (agent === undefined) return named
  const [program = agent] = agent.split('/')
  return program === agent ? [...named, `User-Agent: ${agent}`] : [...named, `User-Agent: ${program}`, `User-Agent: ${agent}`]
}

/** All tags of a call, those of its key and team first, which no client can push out. */
export function tagsOf(
  { headers, tags }: Pick<HeadFacts, 'headers' | 'tags'>,
  settings: CallerSettings,
  rules: CallerRules,
  inBody: readonly string[],
): readonly string[] {
  const given = settings.refusesTags ? noTags : [...tags, ...inBody]
  return [...new Set([...rules.tags, ...given, ...ownTags(headers, settings)])].slice(0, mostTags)
}

/** Notes both of a call, and what is to stand in its row. */
export function noteCaller({ head, serving, notes: { facts }, identity }: GatewayCall, body: Members): void {
  const settings = serving.settings.caller
  const rules = rulesOf(identity)
  const customer = head.customer(settings) ?? customerInBody(body)
  if (customer !== undefined) facts.endUser = customer
  const inBody = tagsInBody(body)
  const tags = inBody.length === 0 ? head.allTags(settings, rules) : tagsOf(head, settings, rules, inBody)
  if (tags.length > 0) facts.tags = tags
  const logged = loggedMetadata(head.logged, body, rules.logged)
  if (logged !== undefined) facts.logged = logged
}

/**
 * Throws a 400 where the config wants a customer and none was noted, or no tags and there are some; to be asked once it is known that
 * the caller may call the model.
 */
export function checkCaller({ head, serving, notes }: GatewayCall, body: Members): void {
  const { needsCustomer, refusesTags } = serving.settings.caller
  if (needsCustomer && notes.facts.endUser === undefined)
    throw badRequest('this gateway wants to know for whom you call: send user, or x-litellm-customer-id', 'user')
  if (refusesTags && head.tags.length + tagsInBody(body).length > 0)
    throw badRequest('this gateway takes no tags from clients: leave tags and metadata.tags out', 'metadata.tags')
}

/**
 * Throws a 400 where a member is missing that the config, the key or its team wants in each call, and a 403 for a cache control that
 * the key may not use.
 */
export function checkMembers({ serving, identity, notes }: GatewayCall, body: Members): void {
  const { enforcedParams, cacheControls } = rulesOf(identity)
  const missing = [...new Set([...serving.settings.access.enforcedParams, ...enforcedParams])].filter(
    (name) =>
      !(name === 'user' && notes.facts.endUser !== undefined) && !(name === 'model' && notes.facts.model !== undefined) && !has(body, name),
  )
  if (missing.length > 0)
    throw badRequest(`${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing: calls with this key have to say so`, missing[0])
  if (cacheControls === undefined || !isMap(body.cache)) return
  const refused = Object.keys(body.cache).find((name) => !cacheControls.includes(name))
  if (refused === undefined) return
  const name = refused.slice(0, longest)
  throw new GatewayError(403, 'auth_error', `this key may not use the cache control "${name}"`, { param: `cache.${name}` })
}

/** True where a body has a member, `metadata.team` and the like within another; null is none. */
function has(body: Members, name: string): boolean {
  if (isGiven(body, name)) return true
  const [, first, rest] = /^([^.]+)\.(.+)$/.exec(name) ?? []
  const inner = first === undefined || !Object.hasOwn(body, first) ? undefined : body[first]
  return rest !== undefined && isMap(inner) && has(inner, rest)
}

function isGiven(body: Members, name: string): boolean {
  return Object.hasOwn(body, name) && body[name] !== undefined && body[name] !== null
}

function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, longest) : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((each) => text(each) ?? []) : []
}
