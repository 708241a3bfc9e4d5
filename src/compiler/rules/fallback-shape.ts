/** The one form that LiteLLM reads: a list of one-key maps whose value is a list of names. */
import { fallbackKeys, fallbackKinds, type ShapeProblem } from '../config-fallbacks.js'
import type { Diagnostic } from '../diagnostic.js'
import type { Node } from '../source.js'
import type { RuleContext } from './rule.js'

export function* fallbackShape({ config }: RuleContext): Generator<Diagnostic> {
  for (const kind of fallbackKinds) {
    for (const problem of config.fallbacks[kind].problems) yield describe(fallbackKeys[kind], problem)
  }
}

function describe(key: string, problem: ShapeProblem): Diagnostic {
  const base = { severity: 'error', rule: 'fallback-shape', at: problem.at } as const
  switch (problem.problem) {
    case 'not-a-list':
      return { ...base, message: `\`${key}\` is ${kindOf(problem.node)}, not a list`, ...fixForMap(problem.node) }
    case 'text-item':
      return {
        ...base,
        message: `fallback "${problem.text}" does not say for which model group it is`,
        label: 'LiteLLM does not start with this',
        help: { text: `write \`- some-group: ["${problem.text}"]\`, or \`default_fallbacks: ["${problem.text}"]\` for all groups` },
      }
    case 'item-not-a-map':
      return { ...base, message: `an item of \`${key}\` is not a map`, help: { text: 'write `- group: ["fallback"]`' } }
    case 'not-one-key':
      return notOneKey(base, problem.keys)
    case 'text-value':
      return {
        ...base,
        message: `fallbacks of "${problem.from}" are a text, not a list`,
        label: 'LiteLLM reads it letter by letter',
        help: { text: 'put it into brackets', replacement: `["${problem.text}"]` },
      }
    case 'value-not-a-list':
      return { ...base, message: `fallbacks of "${problem.from}" are not a list`, help: { text: 'write a list of model groups' } }
    case 'target-without-model':
      return { ...base, message: `a fallback of "${problem.from}" names no model`, help: { text: 'write a name, or a map with `model`' } }
    case 'defaults-not-a-list':
      return { ...base, message: `\`default_fallbacks\` is ${kindOf(problem.node)}, not a list`, ...fixForDefaults(problem.node) }
    case 'default-without-model':
      return { ...base, message: 'an item of `default_fallbacks` names no model', help: { text: 'write the names alone: `["fallback"]`' } }
  }
}

type Base = Pick<Diagnostic, 'severity' | 'rule' | 'at'>

function notOneKey(base: Base, keys: readonly string[]): Diagnostic {
  if (keys.length === 0) return { ...base, message: 'a fallback item is empty', help: { text: 'remove it' } }
  const separate = keys.map((key) => `- ${key}: […]`).join(' and ')
  return {
    ...base,
    message: `a fallback item has ${keys.length} keys: ${keys.map((key) => `"${key}"`).join(', ')}`,
    label: 'one key is allowed, the model group',
    help: { text: keys.includes('model') ? 'write `- group: ["fallback"]`' : `write one item for each group: ${separate}` },
  }
}

function kindOf(node: Node): string {
  return node.kind === 'map' ? 'a map' : node.kind === 'list' ? 'a list' : 'a single value'
}

function fixForDefaults(node: Node): Partial<Diagnostic> {
  if (node.kind !== 'scalar') return { help: { text: 'write the names of the groups as a list: `["fallback"]`' } }
  const label = 'LiteLLM reads it letter by letter'
  return { label, help: { text: 'put it into brackets', replacement: `["${String(node.value)}"]` } }
}

function fixForMap(node: Node): Partial<Diagnostic> {
  if (node.kind !== 'map') return { help: { text: 'write `- group: ["fallback"]` below the key' } }
  return { label: 'LiteLLM does not start with this', help: { text: 'put a dash before each group: `- group: ["fallback"]`' } }
}
