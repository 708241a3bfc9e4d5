/** The compiler's front door: load → validate → resolve → rules → lower → emit, all findings collected on the way. */
import type { PriceMap } from '../catalog/litellm-map.js'
import type { Plan, Secrets } from '../plan/plan.js'
import { analyse } from './analyse.js'
import type { Diagnostic, Staged } from './diagnostic.js'
import type { Environment } from './env-reference.js'
import { load } from './load.js'
import { type Lowered, lower } from './lower.js'
import { withoutSecrets } from './redact.js'
import type { Source } from './source.js'
import { validate } from './validate.js'

/** How a config is judged and what is made of it. */
export type CompileOptions = {
  /** Unknown keys near a known one are warnings instead of errors. Default false. */
  readonly allowUnknown?: boolean
  /** Literal secrets are warnings and become slots instead of errors. Default false. */
  readonly allowLiteralSecrets?: boolean
  /** Environment known when compiling; without it no variable counts as unset. */
  readonly env?: Environment
  /** Prices, windows and modes that win over the catalogue's: LiteLLM's map, read by {@link readPriceMap}. */
  readonly prices?: PriceMap
  /** TypeScript, or JavaScript with declarations. Default `ts`. */
  readonly format?: 'ts' | 'js'
  /** Emit a client whose errors are `instanceof` the `openai` package's classes. Default false. */
  readonly openaiErrors?: boolean
  /** `fetch` makes the client import `llmgen/runtime/fetch`, for Workers, Deno, Bun and browsers. Default `node`. */
  readonly runtime?: 'node' | 'fetch'
  /** Command that the header of emitted files names. Default `npx llmgen generate`. */
  readonly command?: string
}

/** One config to compile. */
export type CompileInput = {
  /** Text of the config. */
  readonly source: string
  /** Its path as the user named it, for diagnostics and for finding included files. */
  readonly path: string
  /** Reads an included file; undefined where there is none. Default: from disk. */
  readonly readFile?: (path: string) => string | undefined
  /**
   * Texts that are joined behind the config as an included file is, such as models that are kept in a database. Literal keys
   * in them become slots without a word: who keeps them has seen to that.
   */
  readonly additions?: readonly Source[]
  /** Whether to make the client's files. Default true. */
  readonly emit?: boolean
  readonly options?: CompileOptions
}

/** One file of the client; `path` is relative to the output folder. */
export type CompiledFile = { readonly path: string; readonly text: string }

/** What became of a config. */
export type CompileResult = {
  /** Undefined where there are errors. */
  readonly plan: Plan | undefined
  /** Empty where there are errors, or with `emit: false`. Paths are relative to the output folder. */
  readonly files: readonly CompiledFile[]
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[]
  /** Files that were read; a span's `file` is an index into it. */
  readonly sources: readonly Source[]
  /** Values of the Plan's secret slots; never to be serialised. */
  readonly secrets: Secrets
}

/** Compiles a config. Problems of the config are diagnostics; it throws only where something is broken in the compiler itself. */
export async function compile(input: CompileInput): Promise<CompileResult> {
  const { value, diagnostics, sources } = compilePlan(input)
  if (value === undefined) return { plan: undefined, files: [], diagnostics, sources, secrets: new Map() }
  const files = input.emit === false ? [] : await emitFiles(value.plan, input)
  return { plan: value.plan, files, diagnostics, sources, secrets: value.secrets }
}

/** All stages up to the Plan, in memory and without I/O but for `include`. */
export function compilePlan(input: CompileInput): Staged<Lowered | undefined> & { readonly sources: readonly Source[] } {
  const { options = {} } = input
  const loaded = load(input)
  if (loaded.value === undefined)
    return { value: undefined, diagnostics: toReport(loaded.diagnostics, loaded.sources), sources: loaded.sources }
  const { root, sources } = loaded.value
  const firstAddition = sources.length - (input.additions?.length ?? 0)
  const analysed = analyse(root, { ...options, mayHoldSecrets: (file) => file >= firstAddition })
  const validated = validate(loaded.value, { allowUnknown: options.allowUnknown ?? false })
  const isSilent = ({ rule, severity, at }: Diagnostic) => rule === 'literal-secret' && severity === 'warning' && at.file >= firstAddition
  const found = [...loaded.diagnostics, ...validated, ...analysed.diagnostics]
  const diagnostics = toReport(
    found.filter((each) => !isSilent(each)),
    sources,
    found,
  )
  if (diagnostics.some((found) => found.severity === 'error')) return { value: undefined, diagnostics, sources }
  return { value: lower(analysed.value.config, analysed.value.resolved, options.prices), diagnostics, sources }
}

async function emitFiles(plan: Plan, { source, path, options = {} }: CompileInput): Promise<readonly CompiledFile[]> {
  const { emit } = await import('./emit/emit.js')
  return emit(plan, {
    format: options.format ?? 'ts',
    openaiErrors: options.openaiErrors ?? false,
    runtime: options.runtime ?? 'node',
    source: { path, text: source },
    command: options.command ?? 'npx llmgen generate',
  })
}

/** Sorted by file and place; no secret is quoted. */
function toReport(diagnostics: readonly Diagnostic[], sources: readonly Source[], marks = diagnostics): readonly Diagnostic[] {
  return withoutSecrets(diagnostics, sources, marks).toSorted(
    (a, b) => a.at.file - b.at.file || a.at.start - b.at.start || rank(a) - rank(b) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0),
  )
}

function rank({ severity }: Diagnostic): number {
  return severity === 'error' ? 0 : severity === 'warning' ? 1 : 2
}
