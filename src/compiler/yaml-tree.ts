/** Turns one YAML text into the tree of `source.ts`: spans kept, anchors and merges resolved. Leaves includes to `include.ts`. */
import type { Alias, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Diagnostic, Severity, Staged } from './diagnostic.js'
import type { Entry, ListNode, MapNode, Node, ScalarNode, Span } from './source.js'
import { yamlSyntaxErrors } from './yaml-errors.js'
import { readPlain, readTagged, type ScalarReading } from './yaml-scalar.js'

/** Nodes that aliases may stand for, in all; beyond it a small file would become a huge config. */
const maxAliasedNodes = 500_000
/** LiteLLM resolves `os.environ/` down to 100 levels; nothing in a config is deeper. */
const maxDepth = 100

const mapTags: ReadonlySet<string> = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:set', '!'])
const listTags: ReadonlySet<string> = new Set(['tag:yaml.org,2002:seq', 'tag:yaml.org,2002:omap', 'tag:yaml.org,2002:pairs', '!'])

/** A node with the number of nodes in it, aliases counted at full size. */
type Sized<N extends Node = Node> = { readonly node: N; readonly size: number }

/** The `yaml` package. It is handed in, because loading it takes longer than reading a config; see `load.ts`. */
export type Yaml = typeof import('yaml')

/** What is gathered while one file is read. */
type Reading = {
  readonly yaml: Yaml
  readonly text: string
  readonly file: number
  readonly diagnostics: Diagnostic[]
  /** Undefined while the anchored node is still being read: an alias to it would be a loop. */
  readonly anchors: Map<string, Sized | undefined>
  aliasedNodes: number
}

/** Reads `text` as source number `file`. The value is undefined when there is nothing to read or the text does not parse. */
export function readYaml(yaml: Yaml, text: string, file: number): Staged<Node | undefined> {
  const control = controlCharacter(text, file)
  if (control !== undefined) return { value: undefined, diagnostics: [control] }
  const document = yaml.parseDocument<Scalar>(text, {
    // Scalars stay text here: their YAML 1.1 meaning is `yaml-scalar.ts`, duplicate keys and merges are handled below.
    schema: 'failsafe',
    version: '1.1',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  if (document.errors.length > 0) return { value: undefined, diagnostics: yamlSyntaxErrors({ yaml, document, file, text }) }
  const reading: Reading = { yaml, text, file, diagnostics: [], anchors: new Map(), aliasedNodes: 0 }
  const value = document.contents === null ? undefined : readNode(document.contents, reading, 0).node
  return { value, diagnostics: reading.diagnostics }
}

/** PyYAML refuses a file with such a character, wherever it stands. */
function controlCharacter(text: string, file: number): Diagnostic | undefined {
  const start = text.search(/[^\t\n\r\x20-\x7e\x85\xa0-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u)
  if (start === -1) return undefined
  const code = text.charCodeAt(start).toString(16).padStart(4, '0')
  return {
    severity: 'error',
    rule: 'yaml-syntax',
    message: `the file holds the control character U+${code.toUpperCase()}`,
    at: { file, start, end: start + 1 },
    help: { text: 'remove it; if the whole file looks like this, save it as UTF-8' },
  }
}

function readNode(node: unknown, reading: Reading, depth: number): Sized {
  if (reading.yaml.isAlias(node)) return readAlias(node, reading)
  if (reading.yaml.isScalar(node)) return anchored(node.anchor, reading, () => ({ node: readScalar(node, reading), size: 1 }))
  if (!reading.yaml.isMap(node) && !reading.yaml.isSeq(node))
    return { node: { kind: 'scalar', value: null, at: { file: reading.file, start: 0, end: 0 } }, size: 1 }
  if (depth >= maxDepth) {
    report(reading, 'error', 'nested-too-deeply', `values are nested more than ${maxDepth} levels deep`, spanOf(node, reading))
    return { node: { kind: 'scalar', value: null, at: spanOf(node, reading) }, size: 1 }
  }
  return anchored(node.anchor, reading, () =>
    reading.yaml.isMap(node) ? readMap(node, reading, depth + 1) : readList(node, reading, depth + 1),
  )
}

function anchored(anchor: string | undefined, reading: Reading, read: () => Sized): Sized {
  if (anchor === undefined) return read()
  reading.anchors.set(anchor, undefined)
  const sized = read()
  reading.anchors.set(anchor, sized)
  return sized
}

function readAlias(alias: Alias, reading: Reading): Sized {
  const at = spanOf(alias, reading)
  const nothing: Sized = { node: { kind: 'scalar', value: null, at }, size: 1 }
  const target = reading.anchors.get(alias.source)
  if (target === undefined) {
    const loop = reading.anchors.has(alias.source)
    report(
      reading,
      'error',
      loop ? 'alias-loop' : 'unknown-alias',
      loop ? `alias "*${alias.source}" stands inside the value that it names` : `alias "*${alias.source}" has no anchor before it`,
      at,
      loop ? 'write the inner value out' : `mark the value it should repeat with "&${alias.source}", earlier in the file`,
    )
    return nothing
  }
  const before = reading.aliasedNodes
  reading.aliasedNodes += target.size
  if (reading.aliasedNodes <= maxAliasedNodes) return target
  if (before <= maxAliasedNodes) {
    const limit = maxAliasedNodes.toLocaleString('en-US')
    report(
      reading,
      'error',
      'alias-limit',
      `aliases in this file stand for more than ${limit} values`,
      at,
      'write fewer aliases inside aliases',
    )
  }
  return nothing
}

function readScalar(scalar: Scalar, reading: Reading): ScalarNode {
  const at = spanOf(scalar, reading)
  const text = String(scalar.value)
  const plain = scalar.type === 'PLAIN'
  if (scalar.tag === undefined) return { kind: 'scalar', value: plain ? settle(readPlain(text), text, at, reading) : text, at }
  return { kind: 'scalar', value: settle(readTagged(scalar.tag, text, plain), text, at, reading), at }
}

/** Reports what cannot be read as written, and goes on with the text itself. */
function settle(read: ScalarReading, text: string, at: Span, reading: Reading): ScalarNode['value'] {
  if ('value' in read) {
    if (read.inexact)
      report(
        reading,
        'warning',
        'large-number',
        `"${text}" is too large for an exact number and is kept as text`,
        at,
        'put it in quotes if text is meant',
      )
    return read.value
  }
  const message = {
    'unknown-tag': 'a tag of this kind cannot stand in a config',
    'does-not-fit-tag': `"${text}" is not a value of its tag`,
    binary: 'binary data cannot stand in a config',
  }[read.problem]
  report(reading, 'error', 'yaml-tag', message, at, 'remove the `!tag`')
  return text
}

function readList(list: YAMLSeq, reading: Reading, depth: number): Sized<ListNode> {
  checkTag(list, listTags, reading)
  let size = 1
  const items = list.items.map((item) => {
    const read = readNode(item, reading, depth)
    size += read.size
    return read.node
  })
  return { node: { kind: 'list', items, at: spanOf(list, reading) }, size }
}

function readMap(map: YAMLMap, reading: Reading, depth: number): Sized<MapNode> {
  checkTag(map, mapTags, reading)
  let size = 1
  const merged: Node[] = []
  const own = new Map<string, Entry>()
  for (const pair of map.items) {
    const key = readKey(pair, reading)
    if (key === undefined) continue
    const value =
      pair.value === null
        ? { node: { kind: 'scalar', value: null, at: key.at } satisfies ScalarNode, size: 1 }
        : readNode(pair.value, reading, depth)
    size += value.size
    if (key.merge) merged.push(value.node)
    else setEntry(own, { key: key.text, keyAt: key.at, value: value.node }, reading)
  }
  const at = spanOf(map, reading)
  const entries = merged.length === 0 ? own : mergeInto(own, merged, reading)
  return { node: { kind: 'map', entries, at }, size }
}

function setEntry(entries: Map<string, Entry>, entry: Entry, reading: Reading): void {
  if (entries.has(entry.key)) {
    report(
      reading,
      'warning',
      'duplicate-key',
      `key "${entry.key}" is given twice in this map`,
      entry.keyAt,
      'remove one of the two; LiteLLM silently drops the first',
      'only this last value counts',
    )
  }
  entries.set(entry.key, entry)
}

type Key = { readonly text: string; readonly at: Span; readonly merge: boolean }

function readKey(pair: Pair, reading: Reading): Key | undefined {
  const node = reading.yaml.isAlias(pair.key) ? reading.anchors.get(pair.key.source)?.node : undefined
  if (node?.kind === 'scalar' && reading.yaml.isAlias(pair.key))
    return { text: String(node.value), at: spanOf(pair.key, reading), merge: false }
  if (!reading.yaml.isScalar(pair.key)) {
    const at =
      reading.yaml.isMap(pair.key) || reading.yaml.isSeq(pair.key) || reading.yaml.isAlias(pair.key)
        ? spanOf(pair.key, reading)
        : { file: reading.file, start: 0, end: 0 }
    report(
      reading,
      'error',
      'key-not-text',
      'a key must be text, not a map or a list',
      at,
      'quote it if it begins with a bracket, as `{{name}}` does',
    )
    return undefined
  }
  const at = spanOf(pair.key, reading)
  const text = String(pair.key.value)
  const plain = pair.key.type === 'PLAIN' && pair.key.tag === undefined
  if (plain && text === '<<') return { text, at, merge: true }
  if (pair.key.anchor !== undefined) reading.anchors.set(pair.key.anchor, { node: { kind: 'scalar', value: text, at }, size: 1 })
  const read = plain ? readPlain(text) : undefined
  if (read !== undefined && 'value' in read && (typeof read.value === 'boolean' || read.value === null)) {
    report(
      reading,
      'warning',
      'key-not-text',
      `LiteLLM reads the key "${text}" as ${String(read.value)}, not as text`,
      at,
      `write "${text}" in quotes`,
    )
  }
  return { text, at, merge: false }
}

/** Merged entries come first; own keys win over them, and in a list of maps the earlier map wins. */
function mergeInto(own: Map<string, Entry>, merged: readonly Node[], reading: Reading): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const source of merged.flatMap((node) => (node.kind === 'list' ? node.items.toReversed() : [node]))) {
    if (source.kind === 'map') for (const [key, entry] of source.entries) entries.set(key, entry)
    else report(reading, 'error', 'merge-not-a-map', '`<<` takes a map or a list of maps', source.at, 'name an anchor that stands on a map')
  }
  for (const [key, entry] of own) entries.set(key, entry)
  return entries
}

function checkTag(node: YAMLMap | YAMLSeq, known: ReadonlySet<string>, reading: Reading): void {
  if (node.tag === undefined || known.has(node.tag)) return
  report(reading, 'error', 'yaml-tag', `tag "${node.tag}" cannot stand in a config`, spanOf(node, reading), 'remove the `!tag`')
}

/** The text of the node itself: a block ends with its last value, without the comments and blank lines after it. */
function spanOf(node: Ranged, reading: Reading): Span {
  const start = node.range?.[0] ?? 0
  let end = Math.max(start, lastEnd(node, reading.yaml))
  while (end > start && isBlank(reading.text.charCodeAt(end - 1))) end--
  return { file: reading.file, start, end }
}

type Ranged = { readonly range?: readonly [number, number, number] | null }

function lastEnd(node: Ranged, yaml: Yaml): number {
  if (yaml.isMap(node) && node.flow !== true) {
    const last = node.items.at(-1)
    return Math.max(lastEnd(rangedOf(last?.key, yaml), yaml), lastEnd(rangedOf(last?.value, yaml), yaml))
  }
  if (yaml.isSeq(node) && node.flow !== true) return lastEnd(rangedOf(node.items.at(-1), yaml), yaml)
  return node.range?.[1] ?? 0
}

function rangedOf(node: unknown, yaml: Yaml): Ranged {
  return yaml.isNode(node) ? node : {}
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function report(reading: Reading, severity: Severity, rule: string, message: string, at: Span, help?: string, label?: string): void {
  reading.diagnostics.push({
    severity,
    rule,
    message,
    at,
    ...(label !== undefined && { label }),
    ...(help !== undefined && { help: { text: help } }),
  })
}
