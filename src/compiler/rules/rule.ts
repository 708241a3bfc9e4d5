/** What a semantic rule is: a generator of findings over a read-only view of the config. */

import type { Config } from '../config.js'
import type { Diagnostic } from '../diagnostic.js'
import type { Environment } from '../env-reference.js'
import type { Resolved } from '../resolve.js'

export type RuleContext = {
  readonly config: Config
  readonly resolved: Resolved
  /** Environment given to the compiler; rules about unset variables are silent without it. */
  readonly env: Environment | undefined
  readonly allowLiteralSecrets: boolean
}

export type Rule = (context: RuleContext) => Generator<Diagnostic>
