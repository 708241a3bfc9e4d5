/**
 * Arguments of a Router to a Plan, by all stages that a config passes: the schema, the rules, lowering. A key in code is no
 * secret in a file: it becomes a slot.
 */
import { analyse } from '../compiler/analyse.js'
import type { Diagnostic } from '../compiler/diagnostic.js'
import { type Lowered, lower } from '../compiler/lower.js'
import { validate } from '../compiler/validate.js'
import { maskSecrets } from '../providers/shared/mask.js'
import { RouterArgumentsError, type RouterProblem } from './router-error.js'
import { toMapNode, type ValuePath } from './to-node.js'

/** A Plan, and what is worth knowing although it works: arguments without effect, limits that never bind, and the like. */
export type RouterConfig = Lowered & { readonly warnings: readonly RouterProblem[] }

/** LiteLLM's sections of a config. `router_settings` are the Router's arguments, `litellm_settings` those of `configure`. */
export type RouterSections = {
  readonly model_list: unknown
  readonly router_settings: { readonly [name: string]: unknown }
  readonly litellm_settings: object
}

/** Judges and lowers them. Throws a {@link RouterArgumentsError} with all that is wrong, `known` included. */
export function lowerRouter(
  sections: RouterSections,
  env: { readonly [name: string]: string | undefined },
  known: readonly RouterProblem[],
): RouterConfig {
  refuseLoops(sections, [], [])
  const paths: ValuePath[] = []
  const root = toMapNode(sections, (path) => {
    const start = paths.push(path) - 1
    return { file: 0, start, end: start }
  })
  const { value, diagnostics } = analyse(root, { allowLiteralSecrets: true, env })
  const found = [...validate({ root, sources: [] }, { allowUnknown: false }), ...diagnostics].filter((each) => !isOfFiles(each))
  const problems = found.map((each) => ({ isError: isError(each, paths[each.at.start] ?? []), problem: toProblem(each, paths) }))
  const errors = [...problems.flatMap(({ isError, problem }) => (isError ? [problem] : [])), ...known]
  if (errors.length > 0) throw new RouterArgumentsError(errors)
  return { ...lower(value.config, value.resolved), warnings: problems.map(({ problem }) => problem) }
}

/** What matters in a file alone: a key in code is in no repository, and a variable may be set before the first call. */
function isOfFiles({ rule, severity }: Diagnostic): boolean {
  return rule === 'unset-variable' || (rule === 'literal-secret' && severity !== 'error')
}

/** An argument that no Router has, and a Router without models, are mistakes in code, whatever they are in a file. */
function isError({ severity, rule }: Diagnostic, path: ValuePath): boolean {
  if (severity === 'error' || rule === 'no-models') return true
  return (
    (rule === 'unknown-key' || rule === 'misplaced-key') && path.length === 2 && path[0] === 'router_settings' && severity === 'warning'
  )
}

/** The words of a config in those of code. */
const terms: readonly (readonly [RegExp, string])[] = [
  [/\brouter_settings\b/g, 'Router'],
  [/\blitellm_settings\b/g, 'configure()'],
  [/\bthe config has no `model_list`/g, '`model_list` is missing'],
  [/\bthe config\b/g, 'model_list'],
  [/ written into the model_list\b/g, ' written into the arguments'],
]

function inTerms(text: string): string {
  // a key in the wrong place is quoted like any other value
  return maskSecrets(terms.reduce((words, [ours, here]) => words.replace(ours, here), text))
}

function toProblem({ rule, message, at, help, label }: Diagnostic, paths: readonly ValuePath[]): RouterProblem {
  const path = paths[at.start] ?? []
  // what is missing from a list entry is reported at the entry's first member
  const place = rule === 'missing-key' && label === 'this entry needs it' ? path.slice(0, -1) : rule === 'no-models' ? ['model_list'] : path
  return { path: toText(place), rule, message: inTerms(message), help: help && inTerms(help.text) }
}

function toText(path: ValuePath): string {
  const shown = path[0] === 'router_settings' ? path.slice(1) : path
  return shown
    .map((key, at) => {
      if (typeof key === 'number') return `[${key}]`
      return /^[A-Za-z_$][\w$]*$/.test(key) ? `${at === 0 ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`
    })
    .join('')
}

/** A value that holds itself cannot be written down. */
function refuseLoops(value: unknown, above: readonly unknown[], path: ValuePath): void {
  if (typeof value !== 'object' || value === null) return
  if (above.includes(value)) {
    const message = 'the value holds itself'
    throw new RouterArgumentsError([{ path: toText(path), rule: 'value-in-itself', message, help: 'give plain data' }])
  }
  for (const [key, member] of Object.entries(value)) {
    refuseLoops(member, [...above, value], [...path, Array.isArray(value) ? Number(key) : key])
  }
}
