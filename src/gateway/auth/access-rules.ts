/** What `general_settings` says of who may do what, whoever they are. */
import type { Json, JsonObject } from '../../plan/plan.js'

export type AccessRules = {
  /**
   * `general_settings.model_access_denied_status`: 403, or LiteLLM's 401 where its clients count on it. Default 403.
   * Differs: clients take a 401 for a wrong key and ask for another.
   */
  readonly modelDeniedStatus: 401 | 403
  /** `allowed_ips`; undefined lets every address in. A list without an address that can be read lets none in. */
  readonly allowedIps: readonly string[] | undefined
  /** `use_x_forwarded_for`: a proxy in front says where a request comes from. Default false. */
  readonly usesForwardedFor: boolean
  /** `allowed_routes`: paths and groups that are served at all beside what is public; undefined is every route. */
  readonly allowedRoutes: readonly string[] | undefined
  /** `admin_only_routes`: paths and groups that only administrators may use beside those that are theirs anyway. */
  readonly adminOnlyRoutes: readonly string[]
  /** `enforced_params`: members without which no model is called. */
  readonly enforcedParams: readonly string[]
}

/** Reads the section. Values of a wrong type count as not set. */
export function readAccessRules(general: JsonObject): AccessRules {
  return {
    modelDeniedStatus: Number(general.model_access_denied_status) === 401 ? 401 : 403,
    allowedIps: listOf(general.allowed_ips),
    usesForwardedFor: general.use_x_forwarded_for === true || general.use_x_forwarded_for === 'true',
    allowedRoutes: listOf(general.allowed_routes),
    adminOnlyRoutes: listOf(general.admin_only_routes) ?? [],
    enforcedParams: listOf(general.enforced_params) ?? [],
  }
}

function listOf(value: Json | undefined): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((each: Json) => typeof each === 'string') : undefined
}
