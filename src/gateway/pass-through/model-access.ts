/** What model a request that is passed through calls, and whether the caller's key may. */
import { listHas, matches, mayCallModel } from '../access.js'
import { accessDenied, listsOf, type ModelList, modelDenied } from '../auth/model-access.js'
import { GatewayError } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import type { Serving } from '../serving.js'
import { readings } from './location.js'

/**
 * The model in the path: Gemini's and Vertex AI's `models/NAME:method`, Bedrock's `/model/NAME/`, Azure's `/deployments/NAME/`.
 * A path whose slashes are encoded is read as hosts may read it.
 */
export function modelOfPath(rest: string): string | undefined {
  for (const path of readings(rest)) {
    const [, found] =
      /\/(?:models|tunedmodels|endpoints)\/([^/:]+)(?::|$|\/)/i.exec(path) ??
      /\/(?:model|deployments|engines)\/([^/]+)(?:\/|$)/i.exec(path) ??
      []
    if (found !== undefined) return decodeURIComponent(found)
  }
  return undefined
}

/** True for a key that may call some models only, by its own list or by one above it. */
export function isLimited({ identity }: GatewayCall): boolean {
  return listsOf(identity).length > 0
}

/**
 * Notes the model, and throws a 403 where the key may not call it. A limited key has to name what it calls: a request that
 * writes and names no model is refused, for what it starts cannot be told.
 */
export function checkModel(call: GatewayCall, providers: readonly string[], names: readonly (string | undefined)[]): void {
  const found = names.filter((name) => name !== undefined)
  const [first] = found
  if (first !== undefined) call.notes.facts.model = first
  const lists = listsOf(call.identity)
  const [narrow] = lists
  if (narrow === undefined) return
  for (const name of found) {
    const denying = lists.find((list) => !hasModel(list, call.serving, providers, name))
    if (denying !== undefined) throw modelDenied(call.serving, denying.by, name)
  }
  if (first === undefined && call.request.method !== 'GET' && call.request.method !== 'HEAD')
    throw accessDenied(call.serving, narrow.by, 'this key may call some models only, and this request does not say which it calls')
}

/** What hosts of OpenAI's format keep for everybody alike, and the administration of an account. */
const kept: ReadonlySet<string> = new Set(['files', 'batches', 'uploads', 'fine_tuning', 'organization'])
/** Operations below `/responses`, where anything else is an id. */
const operations: ReadonlySet<string | undefined> = new Set([undefined, '', 'compact', 'input_tokens'])

/** However it is written: some servers end a part at `;`. */
function touchesKept(rest: string): boolean {
  return readings(rest).some((path) => {
    const parts = path
      .toLowerCase()
      .split('/')
      .map((part) => part.split(';')[0] ?? '')
    return parts.some((part, index) => kept.has(part) || (part === 'responses' && !operations.has(parts[index + 1])))
  })
}

/**
 * Throws a 403 where a path would show a caller what belongs to another: files, batches, trainings and responses have an owner here, whom a
 * provider does not know. Administrators may.
 */
export function checkKept(call: GatewayCall, isOpenAi: boolean, rest: string): void {
  if (!isOpenAi || call.identity.role === 'proxy_admin' || !touchesKept(rest)) return
  throw new GatewayError(
    403,
    'permission_error',
    'files, batches, trainings and responses of a provider belong to whoever made them: use /v1/files, /v1/batches, /v1/fine_tuning/jobs and /v1/responses of this gateway',
  )
}

/**
 * By the name itself, by the provider's, or because it stands behind a name of the config that the key may call. Aliases and
 * access groups count for that name alone: what the provider calls like an alias is another model.
 */
function hasModel(list: ModelList, { plan, engine }: Serving, providers: readonly string[], name: string): boolean {
  if (mayCallModel(list, name) || providers.some((provider) => mayCallModel(list, `${provider}/${name}`))) return true
  return engine.deployments.some(
    ({ ready }) =>
      ready !== undefined &&
      (ready.target.model === name || matches(ready.target.model, name)) &&
      providers.includes(ready.target.provider.name) &&
      listHas(list.models, ready.target.deployment.group, plan),
  )
}

/**
 * The body that a limited key sends, and the models in it (`modelId` is that of Bedrock's tasks). A body that readers may understand differently (a name twice, or
 * written with escapes) is written anew, so that what was checked is what is sent.
 */
export function readModelsOf(bytes: Buffer): { readonly models: readonly string[]; readonly unambiguous: Buffer } {
  const text = bytes.toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { models: [], unambiguous: bytes } // the provider says what is wrong with it
  }
  if (!isObject(value)) return { models: [], unambiguous: bytes }
  const models = [value.model, value.modelId].flatMap((name) => (typeof name === 'string' && name !== '' ? [name] : []))
  const isPlain = (text.match(/"model(?:Id)?"\s*:/g) ?? []).length <= 1 && !text.includes('\\u00')
  return { models, unambiguous: isPlain ? bytes : Buffer.from(JSON.stringify(value)) }
}

/** The model of a body for the record: the first member of that name, without reading the whole. */
export function notedModel(bytes: Buffer): string | undefined {
  const at = bytes.indexOf('"model"')
  if (at < 0) return undefined
  return /^"model"\s*:\s*"([^"\\]{1,200})"/.exec(bytes.subarray(at, at + 300).toString('utf8'))?.[1]
}
