/**
 * Keeps what is served in step with the models of the database: they are joined to each config that is opened, and when one is
 * added, changed or deleted by any process of any gateway, this one serves it within a second.
 */
import type { JsonObject, Plan } from '../plan/plan.js'
import { createSeal, type Seal, SealError } from './auth/sealed-params.js'
import type { ConfigSource, ReadConfig } from './config-source.js'
import type { GatewayLog } from './log.js'
import { readSettings } from './read-settings.js'
import { withSettings } from './router-settings.js'
import type { CredentialRow } from './store/credentials.js'
import type { GatewayStore } from './store/gateway-store.js'
import type { ModelRow } from './store/models.js'
import { databaseMessage } from './store/sql-error.js'
import {
  credentialFaults,
  type LeftOut,
  type Origin,
  originOf,
  routingFaults,
  routingName,
  type StoredCredential,
  type StoredModel,
  type Tried,
  tryModel,
  withStoredModels,
} from './stored-models.js'

/** What the routes of models ask. */
export interface ModelDesk {
  /** False where the Plan that is served came without its config: nothing can be joined to it. */
  readonly isOn: boolean
  /** What parameters are encrypted with. Throws a `SealError` where there is no secret. */
  seal(): Promise<Seal>
  /** Tries a model beside the config and all other stored ones; nothing is stored or served of it. */
  tryModel(candidate: StoredModel): Promise<Tried>
  /** Why the models that name a credential could not be served with it, one sentence each; nothing is stored of it. */
  tryCredential(candidate: StoredCredential): Promise<readonly string[]>
  /** Why these settings of routing cannot be served, one sentence each; nothing is stored of them. Null takes one away. */
  tryRouting(changed: JsonObject): Promise<readonly string[]>
  /** Resolves when what is served has the models that the database has now. Never rejects. */
  refresh(): Promise<void>
}

/** What a desk works with. */
export type ModelDeskParts = {
  readonly env: { readonly [name: string]: string | undefined }
  readonly log: GatewayLog
  /** Undefined where nothing is kept. */
  readonly store: () => GatewayStore | undefined
  /** What is served now; undefined until something is. */
  readonly plan: () => Plan | undefined
  /** Opens the config that is served once more, with the models of now, and serves it. Rejects with the reason where that cannot be. */
  readonly rebuild: () => Promise<void>
}

/** A database that could not be asked is asked again, and one that tells nothing is looked at now and then. Milliseconds. */
const retryMs = 1_000
const lookMs = 15_000

/** Each is compiled again whenever one changes. */
const mostModels = 5_000
const mostCredentials = 1_000

/** Rows of the database, with a text that tells one state of them from another. */
type Rows = Stored & { readonly state: string }
type Stored = { readonly models: readonly ModelRow[]; readonly credentials: readonly CredentialRow[]; readonly routing: JsonObject }
/** A config as it was before models were joined to it. */
export type Base = { readonly source: ConfigSource; readonly origin: Origin; readonly read: ReadConfig; readonly secret: string }

export class StoredModelDesk implements ModelDesk {
  readonly #parts: ModelDeskParts
  /** What each Plan was joined from. */
  readonly #joined = new WeakMap<Plan, { readonly base: Base; readonly state: string }>()
  #known: Rows | undefined
  #told = new Set<string>()
  #waiting: Promise<void> | undefined
  #queue: Promise<unknown> = Promise.resolve()
  #timer: ReturnType<typeof setTimeout> | undefined
  #unhear: (() => void) | undefined
  #closed = false

  constructor(parts: ModelDeskParts) {
    this.#parts = parts
  }

  /**
   * The config with the stored models where it wants them, else as it is. Models that cannot be decrypted or do not compile are
   * left out with a warning each. While the database is away, those that were known before are served.
   */
  async join(source: ConfigSource, read: ReadConfig): Promise<ReadConfig> {
    if (read.lowered === undefined) return read
    const { plan, secrets } = read.lowered
    const { store: settings, idSecret: secret } = readSettings(plan, secrets, this.#parts.env)
    const store = this.#parts.store()
    if (!settings.keepsModels || store === undefined) return read
    const origin = originOf(source, read)
    if (origin === undefined) {
      this.#parts.log.warn({}, 'models of the database are not served: this gateway was handed a Plan without the config it was made of')
      return read
    }
    this.#follow(store)
    const known = await this.#rows(store)
    const base: Base = { source, origin, read, secret }
    const { models, leftOut: closed, ...beside } = await openRows(known, read, secret)
    const joined = withStoredModels({ ...origin, ...beside }, read, models, this.#parts.env)
    this.#warn([...closed, ...joined.leftOut])
    if (joined.read.lowered !== undefined) this.#joined.set(joined.read.lowered.plan, { base, state: known.state })
    return joined.read
  }

  get isOn(): boolean {
    const plan = this.#parts.plan()
    return plan !== undefined && this.#joined.has(plan)
  }

  async seal(): Promise<Seal> {
    return createSeal(this.#base().secret)
  }

  async tryModel(candidate: StoredModel): Promise<Tried> {
    const { origin, models, ...beside } = await this.#opened()
    if (models.length >= mostModels && models.every(({ id }) => id !== candidate.id))
      return { faults: [`there are ${mostModels} stored models, which is the most there can be: delete some`] }
    return tryModel({ ...origin, ...beside }, models, candidate, this.#parts.env)
  }

  async tryCredential(candidate: StoredCredential): Promise<readonly string[]> {
    const { origin, models, credentials } = await this.#opened()
    if (credentials.length >= mostCredentials && credentials.every(({ name }) => name !== candidate.name))
      return [`there are ${mostCredentials} stored credentials, which is the most there can be: delete some`]
    return credentialFaults(origin, models, candidate, this.#parts.env)
  }

  async tryRouting(changed: JsonObject): Promise<readonly string[]> {
    const { origin, models, credentials } = await this.#opened()
    const { lowered } = this.#base().read
    const routing = lowered === undefined ? changed : withSettings(lowered, changed)
    return routingFaults({ ...origin, credentials, routing }, models, this.#parts.env)
  }

  /** Those who ask while one is about to begin share it. */
  refresh(): Promise<void> {
    this.#waiting ??= this.#queue.then(() => {
      this.#waiting = undefined
      return this.#refreshNow()
    })
    this.#queue = this.#waiting
    return this.#waiting
  }

  /** What a Plan with stored models was made of; undefined for one without. */
  baseOf(plan: Plan): Base | undefined {
    return this.#joined.get(plan)?.base
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
    this.#unhear?.()
  }

  #base(): Base {
    const plan = this.#parts.plan()
    const joined = plan === undefined ? undefined : this.#joined.get(plan)
    if (joined === undefined) throw new Error('llmgen bug: models were asked for where none are kept')
    return joined.base
  }

  /** What is stored now, with what it is joined to. */
  async #opened() {
    const { origin, secret, read } = this.#base()
    const store = this.#parts.store()
    if (store === undefined) throw new Error('llmgen bug: something is to be stored where nothing is')
    const { leftOut: _, ...opened } = await openRows(await storedIn(store), read, secret)
    return { origin, ...opened }
  }

  async #refreshNow(): Promise<void> {
    const { store: storeOf, plan, rebuild, log } = this.#parts
    const [store, served] = [storeOf(), plan()]
    const joined = served === undefined ? undefined : this.#joined.get(served)
    if (this.#closed || store === undefined || joined === undefined) return
    try {
      if ((await this.#rows(store)).state !== joined.state) await rebuild()
    } catch (error) {
      log.error({}, `models were changed, and what is served could not be: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  /** What the database has now; while it is away, what it had last. */
  async #rows(store: GatewayStore): Promise<Rows> {
    try {
      const stored = await storedIn(store)
      if (this.#told.delete(away)) this.#parts.log.info({}, 'the models of the database can be read again')
      const state = [...stored.models.map(stateOf), ...stored.credentials.map(stateOfCredential), JSON.stringify(stored.routing)]
      this.#known = { ...stored, state: state.join('\n') }
      this.#lookAgain(lookMs)
    } catch (error) {
      const served = this.#known === undefined ? 'until it is there, only those of the config are served' : 'those known before are served'
      if (!this.#told.has(away)) this.#parts.log.warn({}, `the models of the database cannot be read, ${served}: ${databaseMessage(error)}`)
      this.#told.add(away)
      this.#lookAgain(retryMs)
    }
    return this.#known ?? { models: [], credentials: [], routing: {}, state: '' }
  }

  #follow(store: GatewayStore): void {
    this.#unhear ??= store.onChange(({ kind }) => {
      if (kind === 'model' || kind === 'all') void this.refresh()
    })
  }

  /** Whoever changes a model tells; this finds what nobody heard of. */
  #lookAgain(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => void this.refresh(), ms)
    this.#timer.unref()
  }

  /** Each reason once for as long as it holds: a config is read many times. */
  #warn(leftOut: readonly LeftOut[]): void {
    const told = new Set(this.#told.has(away) ? [away] : [])
    for (const { id, name, why } of leftOut) {
      const what = name === routingName ? 'settings' : 'credential'
      const message =
        id === '' ? `the stored ${what} "${name}" is not used: ${why}` : `the stored model "${name}" (${id}) is not served: ${why}`
      if (!this.#told.has(message)) this.#parts.log.warn(id === '' ? { credential: name } : { model: name, modelId: id }, message)
      told.add(message)
    }
    this.#told = told
  }
}

/** What makes queries is loaded where there is a store, and with it. */
async function storedIn(store: GatewayStore): Promise<Stored> {
  const [{ allModels }, { allCredentials }, { storedSettings }] = await Promise.all([
    import('./store/models.js'),
    import('./store/credentials.js'),
    import('./store/stored-settings.js'),
  ])
  const { db } = (await store.open()).connection
  return { models: await allModels(db), credentials: await allCredentials(db), routing: await storedSettings(db, routingName) }
}

/** Each write encrypts anew, so that no two look alike; the end of the text is that of its last bytes. */
function stateOf({ modelId, updatedAt, litellmParams: { model } }: ModelRow): string {
  return `${modelId} ${updatedAt.getTime()} ${String(model).slice(-24)}`
}

function stateOfCredential({ credentialName, updatedAt, credentialValues }: CredentialRow): string {
  return `${credentialName} ${updatedAt.getTime()} ${JSON.stringify(credentialValues).slice(-24)}`
}

/** Stands among the warnings for a database that is away. */
const away = ''

/** Rows as models; those that this secret does not open are told apart. */
async function openRows(
  stored: Stored,
  { lowered }: ReadConfig,
  secret: string,
): Promise<{
  readonly routing: JsonObject | undefined
  readonly models: readonly StoredModel[]
  readonly credentials: readonly StoredCredential[]
  readonly leftOut: readonly LeftOut[]
}> {
  const models: StoredModel[] = []
  const credentials: StoredCredential[] = []
  const leftOut: LeftOut[] = []
  const isChanged = lowered !== undefined && Object.keys(stored.routing).length > 0
  const routing = isChanged ? withSettings(lowered, stored.routing) : undefined
  if (stored.models.length + stored.credentials.length === 0) return { models, credentials, routing, leftOut }
  const seal = await createSeal(secret).catch(onlySealError)
  for (const row of stored.credentials) {
    const opened = seal instanceof SealError ? seal : openCredential(seal, row)
    if (opened instanceof SealError) leftOut.push({ id: '', name: row.credentialName, why: opened.message })
    else credentials.push(opened)
  }
  for (const row of stored.models) {
    const opened = seal instanceof SealError ? seal : openRow(seal, row)
    if (opened instanceof SealError) leftOut.push({ id: row.modelId, name: row.modelName, why: opened.message })
    else models.push(opened)
  }
  return { models, credentials, routing, leftOut }
}

/** Under which the values of a credential are encrypted: no model has such an id. */
export function sealedAs(credentialName: string): string {
  return `credential\n${credentialName}`
}

/** A credential with its values as they were given, or why they cannot be read. */
export function openCredential(seal: Seal, { credentialName: name, credentialValues }: CredentialRow): StoredCredential | SealError {
  try {
    return { name, values: seal.open(sealedAs(name), credentialValues) }
  } catch (error) {
    return onlySealError(error)
  }
}

/** A row with its parameters as they were given, or why they cannot be read. */
export function openRow(seal: Seal, { modelId, modelName, litellmParams, modelInfo }: ModelRow): StoredModel | SealError {
  try {
    return { id: modelId, name: modelName, params: seal.open(modelId, litellmParams), info: modelInfo }
  } catch (error) {
    return onlySealError(error)
  }
}

function onlySealError(error: unknown): SealError {
  if (error instanceof SealError) return error
  throw error
}
