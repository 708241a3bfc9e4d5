/** What goes into the holes of each template. */
import { adapterFormats } from '../../catalog/formats.js'
import { featureExports, featuresOf } from '../../plan/features.js'
import type { Plan } from '../../plan/plan.js'
import type { StrategyName } from '../../plan/routing.js'
import { strategyExports } from '../../plan/strategies.js'
import { keyLiteral, literal, textLiteral, type Writable } from './literal.js'
import { chatUnion, modelTables, otherMembers, otherTables, tableBody, unionType, wildcardMembers } from './model-tables.js'
import type { Fill, Fills } from './template.js'

/** What emitted clients run on: `llmgen/runtime`, or `llmgen/runtime/fetch`. */
export type RuntimeName = 'node' | 'fetch'

/** Holes of `templates/models.ts`. */
export function modelFills(plan: Plan): Fills {
  const tables = modelTables(plan)
  return {
    chat: (indent) => tableBody(tables.names, 'chat', indent),
    chatWildcards: (indent) => tableBody(tables.wildcards, 'chat', indent),
    embedding: (indent) => tableBody(tables.names, 'embedding', indent),
    embeddingWildcards: (indent) => tableBody(tables.wildcards, 'embedding', indent),
    chatModel: () => chatUnion(tables),
    embeddingModel: () => unionType(tables, 'embedding', 'EmbeddingModels'),
    others: () => otherTables(tables),
    otherMembers: (indent) => otherMembers(tables, indent),
    wildcardTables: () => wildcardMembers(tables),
  }
}

/** Holes of `templates/plan.ts`. Settings of the gateway stay out. */
export function planFills(plan: Plan): Fills {
  const list =
    (items: readonly Writable[]): Fill =>
    (indent) =>
      items.map((item) => `${indent}${literal(item, indent)},`).join('\n')
  return {
    providers: list(plan.providers),
    deployments: list(plan.deployments),
    groups: list(plan.groups),
    wildcards: list(plan.wildcards),
    aliases: list(plan.aliases),
    chains: (indent) => literal(plan.chains, indent),
    routing: (indent) => literal(plan.routing, indent),
    pickTables: list(plan.pickTables),
    prices: list(plan.prices),
    planVersion: () => literal(plan.planVersion),
    hash: () => literal(plan.hash),
  }
}

type ClientFills = Fills & { readonly runtime: Fill }

/**
 * Holes of `templates/index.ts`: only the adapters, strategies and features that this Plan names are imported; where a client is
 * downloaded before it runs, an adapter comes when a deployment of its format is first called.
 */
export function clientFills(plan: Plan, openaiErrors: boolean, runtime: RuntimeName): ClientFills {
  const formats = formatsOf(plan)
  const strategies = strategiesOf(plan)
  const features = featuresOf(plan).map((name) => featureExports[name])
  const imports = [
    ...(runtime === 'fetch' ? [] : formats.map((format) => `import { ${camelCase(format)} } from ${textLiteral(modulePath(format))}`)),
    ...(openaiErrors ? ["import { openaiErrors } from 'llmgen/openai-errors'"] : []),
  ]
  return {
    runtime: () => textLiteral(runtime === 'fetch' ? 'llmgen/runtime/fetch' : 'llmgen/runtime'),
    runtimeImports: () => [...strategies.map(([, exported]) => exported), ...features].sort().join(', '),
    adapterImports: () => imports.join('\n'),
    adapters: (indent) => (runtime === 'fetch' ? importers(formats, indent) : record(formats.map((format) => [format, camelCase(format)]))),
    strategies: () => record(strategies),
    features: (indent) => (features.length > 0 ? `${indent}features: [${features.join(', ')}],` : ''),
    errors: (indent) => (openaiErrors ? `${indent}errors: openaiErrors,` : ''),
  }
}

/** Formats of the deployments that have an adapter here, each once. */
function formatsOf({ providers, deployments }: Plan): readonly string[] {
  const usual = new Map(providers.map((provider) => [provider.name, provider.format]))
  const used = deployments.map((deployment) => deployment.format ?? usual.get(deployment.provider) ?? '')
  return [...new Set(used)].filter((format) => adapterFormats.includes(format)).sort()
}

function strategiesOf(plan: Plan): [StrategyName, string][] {
  const asked = [plan.routing.strategy, ...plan.groups.flatMap((group) => group.strategy ?? [])]
  return [...new Set(asked)].sort().map((name) => [name, strategyExports[name]])
}

/** An object that holds imported names. */
function record(members: readonly (readonly [string, string])[]): string {
  if (members.length === 0) return '{}'
  return `{ ${members.map(([key, value]) => (key === value ? key : `${keyLiteral(key)}: ${value}`)).join(', ')} }`
}

/** An object of functions that import the adapters. */
function importers(formats: readonly string[], indent: string): string {
  const lines = formats.map(
    (format) => `${indent}  ${keyLiteral(format)}: async () => (await import(${textLiteral(modulePath(format))})).${camelCase(format)},`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

const modulePath = (format: string): string => `llmgen/providers/${format}`

/** The name that `providers/<format>.ts` exports. */
function camelCase(format: string): string {
  return format.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
