/** Turns what the validator reports into diagnostics at the right place, in the user's words. Leaves unknown keys to `unknown-keys.ts`. */
import type { KeyNode, ValidationError } from '../../generated/config-validator.js'
import type { Diagnostic } from './diagnostic.js'
import { childOf, configKeys } from './key-table.js'
import type { Entry, Node, Span } from './source.js'
import { closest, closestFew } from './suggest.js'

/** A place that the validator names by path. */
type Found = {
  readonly node: Node
  readonly known: KeyNode | undefined
  /** The nearest key above the value, also through lists. */
  readonly entry: Entry | undefined
  readonly inList: boolean
  readonly severity: 'error' | 'warning'
}

/** Words that people write for a value of `mode`. */
const usualMeaning: ReadonlyMap<string, string> = new Map([
  ['tts', 'audio_speech'],
  ['speech', 'audio_speech'],
  ['stt', 'audio_transcription'],
  ['transcription', 'audio_transcription'],
  ['image', 'image_generation'],
  ['text', 'chat'],
])

/** One diagnostic for each value that does not fit; several mismatches of one value are one finding. */
export function schemaErrors(root: Node, errors: readonly ValidationError[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  const diagnostics: Diagnostic[] = []
  for (const error of errors) {
    if (error.keyword === 'additionalProperties') continue
    const found = locate(root, error.instancePath)
    if (error.keyword === 'required') {
      diagnostics.push(missingKey(found, String(error.params.missingProperty)))
      continue
    }
    if (seen.has(error.instancePath)) continue
    seen.add(error.instancePath)
    diagnostics.push(mismatch(error, found))
  }
  return diagnostics
}

function locate(root: Node, path: string): Found {
  let found: Found = { node: root, known: configKeys, entry: undefined, inList: false, severity: 'error' }
  for (const segment of path.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~')
    const next = step(found, name)
    if (next === undefined) return found
    found = next
  }
  return found
}

function step(from: Found, name: string): Found | undefined {
  if (from.node.kind === 'list') {
    const item = from.node.items[Number(name)]
    return item === undefined ? undefined : { ...from, node: item, known: from.known?.items, inList: true }
  }
  const entry = from.node.kind === 'map' ? from.node.entries.get(name) : undefined
  if (entry === undefined) return undefined
  const known = childOf(from.known, name)
  return { node: entry.value, known, entry, inList: false, severity: known?.severity ?? from.severity }
}

function missingKey(found: Found, key: string): Diagnostic {
  const present = found.node.kind === 'map' ? [...found.node.entries.keys()] : []
  const known = childOf(found.known, key)
  const misspelt = closest(
    key,
    present.filter((name) => childOf(found.known, name) === undefined),
    2,
  )
  const example = known?.example === undefined ? '' : `, such as \`${key}: ${known.example}\``
  return {
    severity: 'error',
    rule: 'missing-key',
    message: `"${key}" is missing`,
    at: parentKey(found),
    label: found.inList || found.entry === undefined ? 'this entry needs it' : `"${found.entry.key}" needs it`,
    help: { text: misspelt === undefined ? `add \`${key}\`${example}` : `is "${misspelt}" meant to be "${key}"?` },
  }
}

/** The key above a map, or the first key of a list entry. */
function parentKey(found: Found): Span {
  if (!found.inList && found.entry !== undefined) return found.entry.keyAt
  const first = found.node.kind === 'map' ? found.node.entries.values().next().value : undefined
  return first?.keyAt ?? found.node.at
}

function mismatch(error: ValidationError, found: Found): Diagnostic {
  if (error.keyword === 'enum') return notAllowed(found, error.params.allowedValues)
  if (error.keyword === 'minimum' || error.keyword === 'maximum') return outOfRange(error, found)
  const expects = found.known?.expects ?? 'of another kind'
  const fix = fixFor(found.node, expects) ?? structureFix(found, expects)
  const hint = found.known?.hint
  return {
    severity: found.severity,
    rule: 'wrong-type',
    message: `${nameOf(found)} must be ${expects}, not ${describe(found.node)}`,
    at: isEmpty(found.node) && found.entry !== undefined && !found.inList ? found.entry.keyAt : found.node.at,
    ...(hint !== undefined && fix === undefined && { help: { text: hint } }),
    ...(fix !== undefined && { help: fix }),
  }
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** The two slips of indentation that change what a block is. */
function structureFix({ node, entry, inList }: Found, expects: string): Diagnostic['help'] {
  if (expects === 'a map' && isEmpty(node) && entry !== undefined && !inList)
    return { text: `indent the keys of \`${entry.key}\` below it` }
  if (expects.startsWith('a list') && node.kind === 'map' && !inList) return { text: 'begin each entry with a dash: `- `' }
  if (expects === 'a map' && node.kind === 'list' && !inList) return { text: 'write `key: value` lines without dashes' }
  return undefined
}

function nameOf(found: Found): string {
  if (found.entry === undefined) return 'the value'
  return found.inList ? `an entry of "${found.entry.key}"` : `"${found.entry.key}"`
}

function describe(node: Node): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'empty'
  if (typeof node.value !== 'string') return `${typeof node.value === 'number' ? 'the number ' : ''}${node.value}`
  const text = node.value.length > 40 ? `${node.value.slice(0, 40)}…` : node.value
  return `the text ${JSON.stringify(text)}`
}

/** The correction, where the value itself tells what was meant. */
function fixFor(node: Node, expects: string): Diagnostic['help'] {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  const { value } = node
  if (typeof value === 'string') {
    const unquoted = expects.includes('number')
      ? /^-?[0-9]+(\.[0-9]+)?$/.test(value)
      : expects.includes('true or false') && /^(true|false)$/i.test(value)
    if (unquoted) return { text: 'remove the quotes', replacement: value.toLowerCase() }
    if (expects === 'a list' || expects.startsWith('a list of text'))
      return { text: 'write a list', replacement: `[${JSON.stringify(value)}]` }
    const variable = /^\$\{?(\w+)\}?$/.exec(value)?.[1]
    if (variable !== undefined) return { text: `write os.environ/${variable}`, replacement: `os.environ/${variable}` }
    return undefined
  }
  if (expects.startsWith('text')) return { text: 'put it in quotes', replacement: JSON.stringify(String(value)) }
  if (expects.startsWith('a duration') && typeof value === 'number') return { text: 'add the unit: s, m, h, d, w or mo' }
  return undefined
}

function notAllowed(found: Found, allowed: unknown): Diagnostic {
  const words = Array.isArray(allowed) ? allowed.filter((word) => typeof word === 'string') : []
  const value = found.node.kind === 'scalar' ? String(found.node.value) : describe(found.node)
  const usual = usualMeaning.get(value)
  const near = usual !== undefined && words.includes(usual) ? usual : closest(value, words)
  const few = closestFew(value, words, 4, 4)
  const hint = found.known?.hint
  return {
    severity: found.severity,
    rule: 'not-allowed-value',
    message: `"${value}" is not a value of ${nameOf(found).replace(/^an entry of /, '')}`,
    at: found.node.at,
    ...(hint !== undefined && { label: hint }),
    help:
      near === undefined
        ? { text: `use one of ${(few.length > 1 && words.length > 12 ? few : words).join(', ')}` }
        : { text: `did you mean "${near}"?`, replacement: near },
  }
}

function outOfRange(error: ValidationError, found: Found): Diagnostic {
  const bound = error.keyword === 'minimum' ? 'at least' : 'at most'
  return {
    severity: found.severity,
    rule: 'out-of-range',
    message: `${nameOf(found)} must be ${bound} ${String(error.params.limit)}`,
    at: found.node.at,
  }
}
