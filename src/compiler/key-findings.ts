/** Walks the keys of a config: unknown and misplaced ones, accepted ones without effect, and dates that LiteLLM takes for dates. */
import type { KeyNode } from '../../generated/config-validator.js'
import type { Diagnostic } from './diagnostic.js'
import { childOf, configKeys } from './key-table.js'
import type { Entry, MapNode, Node, ScalarNode, Source } from './source.js'
import { type UnknownKeyOptions, unknownKey } from './unknown-keys.js'
import { isDate } from './yaml-scalar.js'

type Walk = {
  readonly sources: readonly Source[]
  readonly options: UnknownKeyOptions
  readonly diagnostics: Diagnostic[]
  /** First place and number of places of each accepted key. */
  readonly accepted: Map<KeyNode, { readonly entry: Entry; count: number }>
}

/** Findings about keys, each accepted key once with the number of its places. */
export function keyFindings(root: MapNode, sources: readonly Source[], options: UnknownKeyOptions): readonly Diagnostic[] {
  const walk: Walk = { sources, options, diagnostics: [], accepted: new Map() }
  visitMap(root, configKeys, 'the top level', walk)
  for (const [known, { entry, count }] of walk.accepted) walk.diagnostics.push(acceptedKey(entry, count, known))
  return walk.diagnostics
}

function visitMap(map: MapNode, level: KeyNode, path: string, walk: Walk): void {
  for (const entry of map.entries.values()) {
    const known = childOf(level, entry.key)
    if (known !== undefined) visitKnown(entry, known, path, walk)
    else {
      const finding = unknownKey(entry, level, path, walk.options)
      if (finding !== undefined && !standsForMissing(finding, map, level)) walk.diagnostics.push(finding)
    }
  }
}

/** A required key that is absent is reported as missing, with the misspelt one in its help. */
function standsForMissing({ help }: Diagnostic, map: MapNode, level: KeyNode): boolean {
  const meant = help?.replacement
  return meant !== undefined && !map.entries.has(meant) && childOf(level, meant)?.required === true
}

function visitKnown(entry: Entry, known: KeyNode, path: string, walk: Walk): void {
  if (known.use !== undefined || known.warn !== undefined) walk.diagnostics.push(withoutEffect(entry, known, path))
  else if (known.class === 'accept') count(entry, known, walk)
  else visitValue(entry.value, known, entry.key, walk)
}

function visitValue(node: Node, known: KeyNode, path: string, walk: Walk): void {
  if (node.kind === 'map') visitMap(node, known, path, walk)
  else if (node.kind === 'list') {
    const { items } = known
    if (items !== undefined)
      for (const item of node.items) visitValue(item, items, path === 'model_list' ? 'a model_list entry' : path, walk)
  } else if (isUnquotedDate(node, known, walk.sources)) walk.diagnostics.push(unquotedDate(node, path))
}

function count(entry: Entry, known: KeyNode, walk: Walk): void {
  const before = walk.accepted.get(known)
  if (before === undefined) walk.accepted.set(known, { entry, count: 1 })
  else before.count++
}

function acceptedKey(entry: Entry, places: number, known: KeyNode): Diagnostic {
  const others = places === 2 ? ', nor in one other place' : places > 2 ? `, nor in ${places - 1} other places` : ''
  return {
    severity: 'note',
    rule: 'accepted-key',
    message: `"${entry.key}" is a key of LiteLLM that llmgen does not act on here${others}`,
    at: entry.keyAt,
    ...(known.hint !== undefined && { help: { text: known.hint } }),
  }
}

function withoutEffect(entry: Entry, known: KeyNode, path: string): Diagnostic {
  const target = known.use ?? ''
  const dot = target.lastIndexOf('.')
  const section = target.slice(0, Math.max(dot, 0))
  const name = target.slice(dot + 1)
  const sameName = name === entry.key
  const text = sameName ? `move it to ${section}` : `use "${target}" instead`
  return {
    severity: 'warning',
    rule: 'misplaced-key',
    message: `"${entry.key}" has no effect in ${path}`,
    at: entry.keyAt,
    ...(known.use !== undefined && { label: sameName ? `belongs in ${section}` : `"${target}" is meant` }),
    help: {
      text: known.warn ?? text,
      ...(!sameName && (section === path || dot === -1) && known.use !== undefined && { replacement: name }),
    },
  }
}

/** Only the source text tells a quoted date from one that PyYAML turns into a date object. */
function isUnquotedDate(node: ScalarNode, known: KeyNode, sources: readonly Source[]): boolean {
  if (typeof node.value !== 'string' || known.expects === undefined || !known.expects.startsWith('text') || !isDate(node.value))
    return false
  return sources[node.at.file]?.text.startsWith(node.value, node.at.start) ?? false
}

function unquotedDate(node: ScalarNode, key: string): Diagnostic {
  return {
    severity: 'warning',
    rule: 'unquoted-date',
    message: `"${key}" is a date without quotes`,
    at: node.at,
    label: 'read as text here, but LiteLLM drops the entry because it is a date',
    help: { text: 'put it in quotes', replacement: `"${String(node.value)}"` },
  }
}
