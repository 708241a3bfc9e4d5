/** What a semantic rule is: a generator of findings over a read-only view of the config. */

import type { Config } from '../config.js'
import type { Diagnostic } from '../diagnostic.js'
import type { Environment } from '../env-reference.js'
import type { Resolved } from '../resolve.js'
import type { Visit } from '../walk.js'

/** What a rule may look at. */
export type RuleContext = {
  readonly config: Config
  readonly resolved: Resolved
  /** Every scalar of the file, for rules about texts wherever they stand. */
  readonly scalars: readonly Visit[]
  /** Environment given to the compiler; rules about unset variables are silent without it. */
  readonly env: Environment | undefined
  readonly allowLiteralSecrets: boolean
  /** The same for one of the files that were read. */
  readonly mayHoldSecrets?: (file: number) => boolean
}

/** Yields a finding for each place that breaks the rule. */
export type Rule = (context: RuleContext) => Generator<Diagnostic>
