/** Third stage: what the config means, and what the rules find wrong with the meaning. */
import type { PriceMap } from '../catalog/litellm-map.js'
import { type Config, readConfig } from './config.js'
import type { Staged } from './diagnostic.js'
import type { Environment } from './env-reference.js'
import { type Resolved, resolve } from './resolve.js'
import { rules } from './rules/rules.js'
import type { MapNode } from './source.js'
import { scalars } from './walk.js'

/** What decides how the rules judge. */
export type AnalysisOptions = {
  /** Literal secrets are warnings instead of errors. Default false. */
  readonly allowLiteralSecrets?: boolean
  /** The same for single files, by their place in the list of sources. Default: none. */
  readonly mayHoldSecrets?: (file: number) => boolean
  /** Environment known when compiling. */
  readonly env?: Environment
  /** Prices over the catalogue's. */
  readonly prices?: PriceMap
}

/** The semantic views of a config, for rules, lowering and later stages. */
export type Analysis = { readonly config: Config; readonly resolved: Resolved }

/** Reads and resolves the tree and runs every rule over it. */
export function analyse(root: MapNode, options: AnalysisOptions): Staged<Analysis> {
  const config = readConfig(root)
  const resolved = resolve(config, options.env, options.prices)
  const { env, allowLiteralSecrets = false, mayHoldSecrets = () => false } = options
  const context = { config, resolved, scalars: scalars(root), env, allowLiteralSecrets, mayHoldSecrets }
  return { value: { config, resolved }, diagnostics: [...rules.values()].flatMap((rule) => [...rule(context)]) }
}
