/** Everything a client's calls share: tables made once, state that lives, and the ports to the world. */
import { type Plan, planVersion } from '../plan/plan.js'
import type { ErrorSet } from '../protocol/errors.js'
import type { AbortSignalLike, Transport } from '../protocol/http.js'
import type { Clock, Crypto, Random } from '../protocol/ports.js'
import type { StateStore } from '../protocol/state-store.js'
import type { ClientOptions, ClientParts } from './client-types.js'
import { type Constants, readConstants } from './constants.js'
import { type CostTable, createCostTable } from './cost.js'
import { prepareDeployments, type Readiness } from './deployment-runtime.js'
import type { Admitting, FeatureRuntime } from './feature.js'
import { createHealthPolicy, type HealthPolicy } from './health/health-policy.js'
import { createObserver, type Observer } from './observer.js'
import type { Platform } from './platform/platform.js'
import { sleepFor } from './platform/sleep.js'
import { createRoutingTable, type RoutingTable } from './routing-table.js'
import { createEnvironment, type Environment, processEnvironment, readBoolean, readLimit, readNumber } from './settings.js'
import type { SignIns } from './sign-in/sign-in.js'
import { createState, type RouterState } from './state.js'
import type { TraceHooks } from './trace/trace-hooks.js'

export type Engine = {
  readonly plan: Plan
  readonly table: RoutingTable
  readonly deployments: readonly Readiness[]
  readonly state: RouterState
  readonly health: HealthPolicy
  readonly constants: Constants
  readonly costs: CostTable
  /** Undefined is our own set. */
  readonly errors: ErrorSet | undefined
  readonly limits: RouterLimits
  readonly transport: Transport
  /** The transport for media of a chat: the caller's own, or one for that purpose, which whoever opens it closes. */
  readonly openMedia: () => Promise<Transport>
  /** Media may come from addresses that are not public. */
  readonly privateMedia: boolean
  readonly crypto: Crypto
  readonly importPeer: Platform['importPeer']
  readonly signIns: SignIns
  readonly now: Clock
  readonly random: Random
  /** Random numbers for ids that adapters make up; apart, so that they shift no decision of a trace. */
  readonly idRandom: Random
  readonly sleep: (ms: number, signal?: AbortSignalLike) => Promise<void>
  readonly features: readonly FeatureRuntime[]
  /** Of the features, what learns from the headers of answers. */
  readonly headerLearners: readonly NonNullable<FeatureRuntime['learn']>[]
  /** Rests are shared through it; undefined is this process alone. */
  readonly store: StateStore | undefined
  /** Called when the client is closed. */
  readonly closing: (() => void)[]
  /** Claims what attempts need; undefined where nothing is limited. */
  readonly admission: Admitting | undefined
  /** Never throws. */
  readonly onEvent: Observer | undefined
  /** The recorder of a client that is traced. */
  readonly trace?: TraceHooks
  /** Deployment indexes of the pick in progress; a pick is synchronous, so one array serves all calls. */
  readonly eligible: Int32Array
}

/** Settings of the router itself, read from the Plan and the environment. */
export type RouterLimits = {
  readonly numRetries: number
  /** Least wait between retries, milliseconds. */
  readonly retryFloorMs: number
  readonly timeoutMs: number
  readonly streamTimeoutMs: number | undefined
  /** Longest wait for the first resting deployment of a group to come back; 0 is none. */
  readonly cooldownWaitMs: number
  readonly dropParams: boolean
  readonly modifyParams: boolean
}

/** LiteLLM's `request_timeout`: 6,000 seconds. */
const defaultTimeoutMs = 6_000_000

/** Reads the environment and prepares all tables. Nothing is connected yet. */
export function createEngine(platform: Platform, parts: ClientParts, options: ClientOptions): Engine {
  const { plan } = parts
  const { crypto, importPeer, readFile } = platform
  const { routing } = plan
  if (plan.planVersion !== planVersion) {
    throw new Error(
      `this client was generated for Plan version ${plan.planVersion}, and the installed llmgen/runtime reads version ${planVersion}: run llmgen again`,
    )
  }
  const env = createEnvironment(options.env ?? processEnvironment(), routing.environment)
  const { getToken, now = Date.now, random = Math.random } = options
  const constants = readConstants(env)
  const slots = options.secrets ?? new Map()
  const deployments = prepareDeployments({ plan, adapters: parts.adapters, env, secrets: slots, ownTokens: getToken !== undefined })
  const security = routing.sslVerify === undefined ? {} : { sslVerify: routing.sslVerify }
  const transport = options.transport ?? parts.transport ?? platform.createTransport(security)
  const privateMedia = options.allowPrivateMedia === true
  const openMedia = async () => (options.transport !== undefined || privateMedia ? transport : platform.createPublicTransport(security))
  const openDesk = async () => {
    const [{ createTokenDesk }, { keysOf }] = await Promise.all([import('./sign-in/token-desk.js'), import('./sign-in/hide-keys.js')])
    return createTokenDesk({ transport, crypto, now, env, readFile, importPeer, getToken, secrets: keysOf(deployments) })
  }
  const features = (parts.features ?? []).map((feature) => feature({ plan, env, store: options.state, cache: options.cache }))
  const engine: Engine = {
    plan,
    table: createRoutingTable(plan, parts.strategies, env, (index) => deployments[index]?.ready !== undefined),
    deployments,
    state: createState(plan.deployments.length, latencyTtlOf(routing.strategyArgs)),
    health: createHealthPolicy(routing, env, constants),
    constants,
    costs: createCostTable(plan.prices),
    errors: options.errors ?? parts.errors,
    limits: readLimits(routing, env, constants),
    transport,
    openMedia,
    privateMedia,
    crypto,
    importPeer,
    signIns: { openDesk },
    now,
    random,
    idRandom: random,
    sleep: options.sleep ?? sleepFor,
    features,
    headerLearners: features.flatMap(({ learn }) => learn ?? []),
    store: options.state,
    closing: [],
    admission: features.find((feature) => feature.admission !== undefined)?.admission?.(),
    onEvent: createObserver(options, plan, env, deployments),
    eligible: new Int32Array(plan.deployments.length),
  }
  for (const { begin } of engine.table.learners) begin?.(engine.state, engine.table.groups)
  const traced = options.trace === undefined ? engine : options.trace.attach(engine, { env, ownClock: options.now === undefined })
  installChecks(traced)
  if (traced.store !== undefined) void import('./health/shared-rests.js').then(({ takeSharedRests }) => takeSharedRests(traced))
  return traced
}

function readLimits(routing: Plan['routing'], env: Environment, constants: Engine['constants']): RouterLimits {
  return {
    numRetries: readNumber(routing.numRetries, env) ?? constants.retries,
    retryFloorMs: readNumber(routing.retryAfterMs, env) ?? 0,
    timeoutMs: readLimit(routing.timeoutMs, env) ?? defaultTimeoutMs,
    streamTimeoutMs: readLimit(routing.streamTimeoutMs, env),
    cooldownWaitMs: readLimit(routing.cooldownWaitMs, env) ?? 0,
    dropParams: readBoolean(routing.dropParams, env) ?? false,
    modifyParams: readBoolean(routing.modifyParams, env) ?? false,
  }
}

/** `routing_strategy_args.ttl`, in seconds. */
function latencyTtlOf({ ttl }: Plan['routing']['strategyArgs']): number | undefined {
  return typeof ttl === 'number' && ttl > 0 ? ttl * 1_000 : undefined
}

function installChecks(engine: Engine): void {
  for (const group of engine.table.groups)
    for (const feature of engine.features) {
      const check = feature.check?.(engine, group)
      const list = feature.checksWhen === 'limited' ? group.limitChecks : group.checks
      if (check !== undefined) list.push(check)
    }
}
