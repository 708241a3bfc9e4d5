/** Short ways from YAML to the compiler's later stages, for tests. */
import { type Analysis, analyse } from '../../src/compiler/analyse.js'
import { type CompileOptions, compilePlan } from '../../src/compiler/compile.js'
import type { Diagnostic } from '../../src/compiler/diagnostic.js'
import { load } from '../../src/compiler/load.js'
import type { Lowered } from '../../src/compiler/lower.js'
import type { MapNode, Source } from '../../src/compiler/source.js'
import type { Plan } from '../../src/plan/plan.js'

/** Plan and secrets of a config without errors. */
export function lowerYaml(yaml: string, options: CompileOptions = {}): Lowered {
  const { value, diagnostics } = compilePlan({ source: yaml, path: 'litellm_config.yaml', readFile: () => undefined, options })
  if (value !== undefined) return value
  const errors = diagnostics.filter((found) => found.severity === 'error').map((found) => found.message)
  throw new Error(`the test config has errors: ${errors.join('; ')}`)
}

/** The Plan alone. */
export function planOf(yaml: string, options: CompileOptions = {}): Plan {
  return lowerYaml(yaml, options).plan
}

/** The tree of a config that loads. */
export function treeOf(yaml: string): MapNode {
  const loaded = load({ source: yaml, path: 'litellm_config.yaml', readFile: () => undefined })
  if (loaded.value === undefined) throw new Error(`the test config does not load: ${loaded.diagnostics[0]?.message ?? ''}`)
  return loaded.value.root
}

/** Semantic views of a config, whatever the rules say. */
export function analysisOf(yaml: string, env?: CompileOptions['env']): Analysis {
  return analyse(treeOf(yaml), env === undefined ? {} : { env }).value
}

/** Findings as `line:column severity rule`. */
export function findingLines(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly string[] {
  return diagnostics.map(({ at, severity, rule }) => `${place(sources[at.file]?.text ?? '', at.start)} ${severity} ${rule}`)
}

/** One-based line and column of an offset. */
function place(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `${line}:${offset - before.lastIndexOf('\n')}`
}
