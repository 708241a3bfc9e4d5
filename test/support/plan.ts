/** Plans built by hand, for tests that need one without a config. */
import type { Alias, Capabilities, Chain, Deployment, Group, Mode, Plan, Provider, Wildcard } from '../../src/plan/plan.js'
import { planVersion } from '../../src/plan/plan.js'
import type { Routing } from '../../src/plan/routing.js'

export const unknownCapabilities: Capabilities = { tools: 'unknown', vision: 'unknown', jsonSchema: 'unknown', reasoning: 'unknown' }

const providers: { readonly [name: string]: Provider } = {
  openai: { name: 'openai', format: 'openai', auth: 'bearer', keyVariables: ['OPENAI_API_KEY'], quirks: {} },
  azure: { name: 'azure', format: 'azure', auth: 'api-key', keyVariables: ['AZURE_API_KEY'], quirks: {} },
  anthropic: { name: 'anthropic', format: 'anthropic', auth: 'x-api-key', keyVariables: ['ANTHROPIC_API_KEY'], quirks: {} },
  gemini: { name: 'gemini', format: 'gemini', auth: 'x-goog-api-key', keyVariables: ['GEMINI_API_KEY'], quirks: {} },
  groq: { name: 'groq', format: 'openai', auth: 'bearer', keyVariables: ['GROQ_API_KEY'], quirks: {} },
}

const baseUrls: { readonly [name: string]: string } = {
  openai: 'https://api.openai.com/v1',
  azure: 'https://example.openai.azure.com',
  anthropic: 'https://api.anthropic.com',
  gemini: 'https://generativelanguage.googleapis.com',
  groq: 'https://api.groq.com/openai/v1',
}

/** What a test says about a deployment; the rest has defaults. `provider` and `model` as in `provider/model`. */
export type DeploymentInput = Partial<Omit<Deployment, 'index' | 'group' | 'provider' | 'model'>> & {
  readonly group: string
  readonly model: string
}

export type PlanInput = {
  readonly deployments: readonly DeploymentInput[]
  readonly capabilities?: { readonly [group: string]: Partial<Capabilities> }
  readonly aliases?: readonly Alias[]
  readonly chains?: {
    readonly general?: readonly Chain[]
    readonly contextWindow?: readonly Chain[]
    readonly contentPolicy?: readonly Chain[]
  }
  readonly routing?: Partial<Routing>
  readonly prices?: Plan['prices']
  readonly gateway?: Plan['gateway']
}

/** A chain as a short list of names. */
export const chain = (from: string, ...to: readonly string[]): Chain => ({ from, to: to.map((group) => ({ group })) })

export function buildPlan(input: PlanInput): Plan {
  const deployments = input.deployments.map(buildDeployment)
  const names = [...new Set(deployments.map((deployment) => deployment.group))]
  const used = new Set(deployments.map((deployment) => deployment.provider))
  return {
    planVersion,
    hash: 'test',
    groups: names.filter((name) => !name.includes('*')).map((name) => buildGroup(name, deployments, input)),
    deployments,
    providers: [...used].flatMap((name) => providers[name] ?? []),
    wildcards: names.filter((name) => name.includes('*')).map((name) => buildWildcard(name, deployments, input)),
    aliases: input.aliases ?? [],
    chains: { general: [], contextWindow: [], contentPolicy: [], ...input.chains },
    routing: { ...defaultRouting, ...input.routing },
    pickTables: [],
    prices: input.prices ?? [],
    ...(input.gateway !== undefined && { gateway: input.gateway }),
  }
}

export const defaultRouting: Routing = {
  strategy: 'simple-shuffle',
  strategyArgs: {},
  numRetries: 2,
  retryAfterMs: 0,
  timeoutMs: 6_000_000,
  maxFallbacks: 5,
  cooldown: { mode: 'rate' },
  cooldownMs: 5_000,
  disableCooldowns: false,
  enablePreCallChecks: false,
  dropParams: false,
  modifyParams: false,
  defaults: {},
  environment: {},
}

function buildDeployment(input: DeploymentInput, index: number): Deployment {
  const { model, group, ...rest } = input
  const slash = model.indexOf('/')
  const provider = slash < 0 ? 'openai' : model.slice(0, slash)
  return {
    index,
    id: `deployment-${index}`,
    group,
    provider,
    model: model.slice(slash + 1),
    mode: 'chat',
    baseUrl: baseUrls[provider] ?? 'https://example.com/v1',
    apiKey: { env: `${provider.toUpperCase()}_API_KEY` },
    defaults: {},
    capabilities: unknownCapabilities,
    flags: [],
    price: { by: 'none', reason: 'no price is known' },
    ...rest,
  }
}

type Members = { readonly mode: Mode; readonly deployments: readonly number[]; readonly capabilities: Capabilities }

function members(name: string, all: readonly Deployment[], input: PlanInput): Members {
  const own = all.filter((deployment) => deployment.group === name)
  return {
    mode: own[0]?.mode ?? 'chat',
    deployments: own.map((deployment) => deployment.index),
    capabilities: { ...unknownCapabilities, ...input.capabilities?.[name] },
  }
}

function buildGroup(name: string, all: readonly Deployment[], input: PlanInput): Group {
  const windows = all.flatMap((deployment) => (deployment.group === name && deployment.contextWindow) || [])
  return { name, ...members(name, all, input), ...(windows.length > 0 && { contextWindow: Math.min(...windows) }) }
}

function buildWildcard(pattern: string, all: readonly Deployment[], input: PlanInput): Wildcard {
  return { pattern, ...members(pattern, all, input) }
}
