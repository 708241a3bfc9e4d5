/**
 * Joins models that are kept in the database to a config: they go through the compiler's own stages behind those of the file,
 * and what would not compile is left out, so that no stored model stands in the way of the others. Nothing is read here.
 */
import type { PriceMap } from '../catalog/litellm-map.js'
import { compilePlan } from '../compiler/compile.js'
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Lowered } from '../compiler/lower.js'
import type { Source } from '../compiler/source.js'
import type { JsonObject, Plan } from '../plan/plan.js'
import type { ConfigSource, ReadConfig } from './config-source.js'

/** A stored model with its parameters as they were given. */
export type StoredModel = { readonly id: string; readonly name: string; readonly params: JsonObject; readonly info: JsonObject }

/** A stored credential with its values as they were given. */
export type StoredCredential = { readonly name: string; readonly values: JsonObject }

/** A model that is not served, and the reason as a sentence without secrets. */
export type LeftOut = Pick<StoredModel, 'id' | 'name'> & { readonly why: string }

/** A config with stored models in it. Findings and sources are those of the config alone. */
export type Joined = { readonly read: ReadConfig; readonly leftOut: readonly LeftOut[] }

/** What a config was compiled from: enough to compile it again with more models. */
export type Origin = {
  /** The config, then what it includes. */
  readonly sources: readonly Source[]
  readonly allowLiteralSecrets?: boolean
  readonly prices?: PriceMap
  /** Those that stored models may name, before those of the config. */
  readonly credentials?: readonly StoredCredential[]
  /** `router_settings` in the place of the config's own. */
  readonly routing?: JsonObject | undefined
}

type Env = { readonly [name: string]: string | undefined }

/** Undefined for a Plan that came without its config. */
export function originOf(source: ConfigSource, { sources }: ReadConfig): Origin | undefined {
  if ('plan' in source) return source.origin
  const { allowLiteralSecrets, prices } = source
  return { sources, ...(allowLiteralSecrets !== undefined && { allowLiteralSecrets }), ...(prices !== undefined && { prices }) }
}

/** The config with the models in it; those that do not fit are left out, each with its reason. A config with errors stays as it is. */
export function withStoredModels(origin: Origin, read: ReadConfig, models: readonly StoredModel[], env: Env): Joined {
  if ((models.length === 0 && origin.routing === undefined) || read.lowered === undefined) return { read, leftOut: [] }
  const ids = new Set(read.lowered.plan.deployments.map(({ id }) => id))
  const taken = models.filter(({ id }) => ids.has(id)).map((model) => toLeftOut(model, ['the config has a deployment with this id']))
  const free = models.filter(({ id }) => !ids.has(id))
  const { lowered, leftOut } = keepFitting(origin, free, env)
  if (lowered === undefined && origin.routing !== undefined) {
    const without = withStoredModels({ ...origin, routing: undefined }, read, models, env)
    return { ...without, leftOut: [{ id: '', name: routingName, why: compileWith(origin, [], env).errors.join('; ') }, ...without.leftOut] }
  }
  return { read: { ...read, lowered: lowered ?? read.lowered }, leftOut: [...taken, ...leftOut] }
}

/** What stored settings of routing are called among what is left out. */
export const routingName = 'router_settings'

/** Why the settings of routing cannot stand beside the config and the models that fit it, one sentence each; none where they can. */
export function routingFaults(origin: Origin, models: readonly StoredModel[], env: Env): readonly string[] {
  if (compileWith(origin, models, env).lowered !== undefined) return []
  const { kept } = keepFitting({ ...origin, routing: undefined }, models, env)
  return compileWith(origin, kept, env).errors
}

/** A model beside others: the Plan with all of them, or why it cannot be one of them, one sentence each. */
export type Tried = { readonly plan: Plan; readonly faults?: never } | { readonly plan?: never; readonly faults: readonly string[] }

/** Tries a model beside these, in the place of the one with its id. Others that do not fit anyway do not count. */
export function tryModel(origin: Origin, models: readonly StoredModel[], candidate: StoredModel, env: Env): Tried {
  const others = models.filter(({ id }) => id !== candidate.id)
  const tried = compileWith(origin, [...others, candidate], env)
  if (tried.lowered !== undefined) return { plan: tried.lowered.plan }
  const own = tried.faults.get(candidate)
  if (own !== undefined) return { faults: own }
  const alone = compileWith(origin, [...keepFitting(origin, others, env).kept, candidate], env)
  return alone.lowered === undefined ? { faults: alone.errors } : { plan: alone.lowered.plan }
}

/** Why the stored models that name a credential cannot be served with it, one sentence each; none where they can. */
export function credentialFaults(origin: Origin, models: readonly StoredModel[], candidate: StoredCredential, env: Env): readonly string[] {
  const users = models.filter(({ params }) => params.litellm_credential_name === candidate.name)
  return users.length === 0 ? [] : compileWith({ ...origin, credentials: [candidate] }, users, env).errors
}

type Fitted = { readonly lowered: Lowered | undefined; readonly kept: readonly StoredModel[]; readonly leftOut: readonly LeftOut[] }

/** Those that are at fault by themselves go first; where the error shows elsewhere, halves are tried until the one is found. */
function keepFitting(origin: Origin, models: readonly StoredModel[], env: Env): Fitted {
  const leftOut: LeftOut[] = []
  let kept = models
  while (kept.length > 0) {
    const { lowered, faults } = compileWith(origin, kept, env)
    if (lowered !== undefined) return { lowered, kept, leftOut }
    if (faults.size === 0) return keepByHalves(origin, kept, env, leftOut)
    leftOut.push(...[...faults].map(([model, why]) => toLeftOut(model, why)))
    kept = kept.filter((model) => !faults.has(model))
  }
  return { lowered: alone(origin, env), kept, leftOut }
}

function keepByHalves(origin: Origin, models: readonly StoredModel[], env: Env, leftOut: LeftOut[]): Fitted {
  let best: Lowered | undefined
  const add = (kept: readonly StoredModel[], more: readonly StoredModel[]): readonly StoredModel[] => {
    const [first] = more
    if (first === undefined) return kept
    const all = [...kept, ...more]
    const { lowered, errors } = compileWith(origin, all, env)
    if (lowered !== undefined) {
      best = lowered
      return all
    }
    if (more.length === 1) {
      leftOut.push(toLeftOut(first, errors))
      return kept
    }
    const half = more.length >> 1
    return add(add(kept, more.slice(0, half)), more.slice(half))
  }
  const kept = add([], models)
  return { lowered: best ?? alone(origin, env), kept, leftOut }
}

/** The config without a stored model: undefined where nothing but models is stored. */
function alone(origin: Origin, env: Env): Lowered | undefined {
  return origin.routing === undefined ? undefined : compileWith(origin, [], env).lowered
}

function toLeftOut({ id, name }: StoredModel, why: readonly string[]): LeftOut {
  return { id, name, why: why.join('; ') }
}

type Compiled = {
  readonly lowered: Lowered | undefined
  readonly errors: readonly string[]
  /** Errors within what is said of one model. */
  readonly faults: ReadonlyMap<StoredModel, readonly string[]>
}

/** What messages call the text that the stored models make. */
const path = 'stored models'

function compileWith(origin: Origin, models: readonly StoredModel[], env: Env): Compiled {
  const [main, ...included] = origin.sources
  if (main === undefined) throw new Error('llmgen bug: a config without a text was to be compiled again')
  const texts = new Map(included.map((each) => [each.path, each.text]))
  const credentials = new Map(origin.credentials?.map((each) => [each.name, each]))
  const { text, ends } = toText(models, credentials)
  const { value, diagnostics, sources } = compilePlan({
    source: main.text,
    path: main.path,
    readFile: (name) => texts.get(name),
    additions: [...(origin.routing === undefined ? [] : [routingText(origin.routing)]), { path, text }],
    options: {
      allowUnknown: true,
      env,
      ...(origin.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
      ...(origin.prices !== undefined && { prices: origin.prices }),
    },
  })
  const modelAt = ({ at }: Diagnostic) => (at.file === sources.length - 1 ? models[ends.findIndex((end) => at.start < end)] : undefined)
  const isFault = (each: Diagnostic) => each.severity === 'error' || lacksCredential(each, modelAt(each), credentials)
  const found = diagnostics.filter(isFault)
  const faults = new Map<StoredModel, string[]>()
  for (const error of found) {
    const model = modelAt(error)
    if (model !== undefined) faults.set(model, [...(faults.get(model) ?? []), sentence(error)])
  }
  return { lowered: found.length === 0 ? value : undefined, errors: found.map(sentence), faults }
}

/** Differs: LiteLLM goes on without a credential that it does not know, with whatever keys of the environment there are. */
function lacksCredential(
  { rule }: Diagnostic,
  model: StoredModel | undefined,
  credentials: ReadonlyMap<string, StoredCredential>,
): boolean {
  return rule === 'unknown-credential' && model !== undefined && !credentials.has(String(model.params.litellm_credential_name))
}

/** What a model does not say itself, its credential says. */
function withCredential({ params }: StoredModel, credentials: ReadonlyMap<string, StoredCredential>): JsonObject {
  const { litellm_credential_name: name } = params
  return typeof name === 'string' ? { ...credentials.get(name)?.values, ...params } : params
}

/** Before the models, which are the last text. */
function routingText(routing: JsonObject): Source {
  return { path: 'stored settings', text: JSON.stringify({ router_settings: routing }) }
}

/** One model a line, and where each line ends. JSON is YAML. */
function toText(
  models: readonly StoredModel[],
  credentials: ReadonlyMap<string, StoredCredential>,
): { readonly text: string; readonly ends: readonly number[] } {
  const ends: number[] = []
  let text = '{"model_list": ['
  for (const model of models) {
    const { id, name, info } = model
    const entry = { model_name: name, litellm_params: withCredential(model, credentials), model_info: { ...info, id, db_model: true } }
    text += `${ends.length === 0 ? '' : ','}\n${JSON.stringify(entry)}`
    ends.push(text.length)
  }
  return { text: `${text}\n]}`, ends }
}

function sentence({ rule, message, help }: Diagnostic): string {
  return help === undefined ? `${message} (${rule})` : `${message} (${rule}): ${help.text}`
}
