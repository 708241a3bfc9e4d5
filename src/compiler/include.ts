/** Joins included files into a config the way LiteLLM does: lists are appended, everything else replaces the whole section. */
import type { Diagnostic } from './diagnostic.js'
import type { Entry, ListNode, MapNode, Node } from './source.js'

/** One path of `include` with the place that names it. */
export type IncludePath = { readonly path: string; readonly at: Node['at'] }

/** The paths under the root's `include`, in order, and what is wrong with the others. */
export function includePaths(root: MapNode): { readonly paths: readonly IncludePath[]; readonly diagnostics: readonly Diagnostic[] } {
  const value = root.entries.get('include')?.value
  if (value === undefined || (value.kind === 'scalar' && value.value === null)) return { paths: [], diagnostics: [] }
  if (value.kind === 'list') return fromItems(value.items, [])
  if (value.kind === 'scalar') return fromItems([value], [notAList(value)])
  return { paths: [], diagnostics: [notAPath(value)] }
}

function fromItems(items: readonly Node[], diagnostics: Diagnostic[]): ReturnType<typeof includePaths> {
  const paths: IncludePath[] = []
  for (const item of items) {
    if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '') paths.push({ path: item.value, at: item.at })
    else diagnostics.push(notAPath(item))
  }
  return { paths, diagnostics }
}

function notAList(value: Node & { readonly kind: 'scalar' }): Diagnostic {
  return {
    severity: 'warning',
    rule: 'include-not-a-list',
    message: '"include" is a single path',
    at: value.at,
    label: 'read as a list of one, but LiteLLM refuses to start',
    help: { text: `write ["${String(value.value)}"]`, replacement: `["${String(value.value)}"]` },
  }
}

function notAPath(value: Node): Diagnostic {
  return {
    severity: 'error',
    rule: 'include-not-a-path',
    message: '"include" takes a list of paths',
    at: value.at,
    label: 'not a path',
    help: { text: 'write file names in quotes, relative to this file' },
  }
}

/**
 * `root` with the entries of `included` joined: a list is appended to the list of the same name, anything else takes its place.
 * An `include` inside the included file is left out; the caller reports it.
 */
export function joinIncluded(root: MapNode, included: MapNode): MapNode {
  const entries = new Map(root.entries)
  for (const [key, entry] of included.entries) {
    if (key !== 'include') entries.set(key, joinEntry(entries.get(key), entry))
  }
  return { ...root, entries }
}

function joinEntry(before: Entry | undefined, added: Entry): Entry {
  if (before?.value.kind !== 'list' || added.value.kind !== 'list') return added
  const items = [...before.value.items, ...added.value.items]
  return { ...before, value: { kind: 'list', items, at: before.value.at } satisfies ListNode }
}

/** A map section of the same name in both files: the included one replaces it whole, which surprises. */
export function replacedSections(root: MapNode, included: MapNode): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  for (const [key, entry] of included.entries) {
    const before = root.entries.get(key)
    if (before?.value.kind !== 'map' || before.value.entries.size === 0) continue
    found.push({
      severity: 'warning',
      rule: 'include-replaces-section',
      message: `"${key}" here replaces the whole section of the including file`,
      at: entry.keyAt,
      label: 'the two are not merged',
      help: { text: 'keep each section in one file; only lists such as model_list are joined' },
    })
  }
  return found
}

/** Without its `include`, as every later stage wants it. */
export function withoutInclude(root: MapNode): MapNode {
  if (!root.entries.has('include')) return root
  const entries = new Map(root.entries)
  entries.delete('include')
  return { ...root, entries }
}
