/** The compiler as a library: a LiteLLM config in, a Plan, the client's files and all findings out. */

export type { PriceMap, ReadMap } from './catalog/litellm-map.js'
export { readPriceMap } from './catalog/litellm-map.js'
export type { CompiledFile, CompileInput, CompileOptions, CompileResult } from './compiler/compile.js'
export { compile, compilePlan } from './compiler/compile.js'
export type { Diagnostic, Severity } from './compiler/diagnostic.js'
export type { Environment } from './compiler/env-reference.js'
export type { Source, Span } from './compiler/source.js'
export type {
  Alias,
  Capabilities,
  Chain,
  ChainStep,
  Chains,
  Deployment,
  Group,
  Mode,
  Plan,
  Provider,
  SecretRef,
  Secrets,
  Wildcard,
} from './plan/plan.js'
export { planVersion } from './plan/plan.js'
export type { PriceRef, PriceRow } from './plan/prices.js'
export type { PickTable, Routing, StrategyName } from './plan/routing.js'
