/** Reads the parts of a Plan that are left to the environment, once, when a client is created. */
import type { BooleanSetting, Json, JsonObject, NumberSetting, ProviderUrl, TextSetting } from '../plan/plan.js'

/** Looks a variable up; undefined where it is not set or empty. */
export type Environment = (name: string) => string | undefined

/** The real environment over the Plan's own values (`environment_variables` of the config). */
export function createEnvironment(
  real: { readonly [name: string]: string | undefined },
  own: { readonly [name: string]: string } = {},
): Environment {
  return (name) => {
    const value = Object.hasOwn(real, name) ? real[name] : undefined
    if (value !== undefined && value !== '') return value
    return Object.hasOwn(own, name) ? own[name] : undefined
  }
}

/** The environment of this process, or none where there is no process. */
export function processEnvironment(): { readonly [name: string]: string | undefined } {
  return globalThis.process?.env ?? {}
}

/** Text, or undefined where its variable is not set. */
export function readText(setting: TextSetting | undefined, env: Environment): string | undefined {
  return typeof setting === 'object' ? env(setting.env) : setting
}

/** A base URL without trailing slashes, or undefined where nothing that may hold it is set. */
export function readBaseUrl(setting: TextSetting | ProviderUrl, env: Environment): string | undefined {
  const url =
    typeof setting === 'object' && 'firstOf' in setting ? (firstSet(setting.firstOf, env) ?? setting.else) : readText(setting, env)
  return url?.replace(/\/+$/, '') || undefined
}

/** The value of the first of these variables that is set. */
export function firstSet(variables: readonly string[], env: Environment): string | undefined {
  for (const name of variables) {
    const value = env(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** A finite number, in the Plan's unit. Text that is no number counts as not set. */
export function readNumber(setting: NumberSetting | undefined, env: Environment): number | undefined {
  if (typeof setting !== 'object') return setting
  const text = env(setting.env)?.trim()
  if (text === undefined || text === '') return undefined
  const number = Number(text) * (setting.scale ?? 1)
  return Number.isFinite(number) ? number : undefined
}

/** `true` and `false` in any case, as LiteLLM reads them; anything else counts as not set. */
export function readBoolean(setting: BooleanSetting | undefined, env: Environment): boolean | undefined {
  if (typeof setting !== 'object') return setting
  const text = env(setting.env)?.trim().toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : undefined
}

/** A limit in milliseconds. Zero counts as not set, as in LiteLLM. */
export function readLimit(setting: NumberSetting | undefined, env: Environment): number | undefined {
  const ms = readNumber(setting, env)
  return ms !== undefined && ms > 0 ? ms : undefined
}

/** Parameters with every `{ env }` read; those whose variable is not set are left out. */
export function readParams(params: JsonObject, env: Environment): JsonObject {
  const read: { [name: string]: Json } = Object.create(null)
  for (const [name, value] of Object.entries(params)) {
    const known = readParam(value, env)
    if (known !== undefined) read[name] = known
  }
  return read
}

function readParam(value: Json, env: Environment): Json | undefined {
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map((item) => readParam(item, env)).filter((item) => item !== undefined)
  const variable = variableOf(value)
  if (variable === undefined) return readParams(value, env)
  const text = env(variable)
  const word = text?.toLowerCase()
  return word === 'true' ? true : word === 'false' ? false : text
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** The variable that `{ env: NAME }` names; any other map is data. */
function variableOf(value: JsonObject): string | undefined {
  const { env } = value
  return typeof env === 'string' && Object.keys(value).length === 1 ? env : undefined
}
