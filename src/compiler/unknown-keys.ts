/** What is to be said about a key that is not known where it stands: a misspelling, a wrong place, or simply unknown. */
import type { KeyNode } from '../../generated/config-validator.js'
import type { Diagnostic } from './diagnostic.js'
import { knownElsewhere, levelOf, levels, namesOf } from './key-table.js'
import type { Entry } from './source.js'
import { closest, editDistance } from './suggest.js'

/** Names that people write for a key, too far from it to be a misspelling. */
const usualMeaning: ReadonlyMap<string, string> = new Map([
  ['rpm_limit', 'rpm'],
  ['tpm_limit', 'tpm'],
  ['model_alias', 'model_group_alias'],
  ['model_aliases', 'model_group_alias'],
  ['aliases', 'model_group_alias'],
  ['strategy', 'routing_strategy'],
  ['retries', 'num_retries'],
  ['verbose', 'set_verbose'],
  ['env', 'environment_variables'],
  ['models', 'model_list'],
])

/** Parameters of providers that look like a misspelling of something else. */
const realParameters: ReadonlySet<string> = new Set(['min_tokens', 'logprobs', 'stream', 'suffix', 'dimensions', 'input_type', 'truncate'])

/** Keys that nobody keeps in `model_info` as information of their own. */
const clearlyParameters: ReadonlySet<string> = new Set([
  ...['model', 'api_key', 'api_base', 'base_url', 'api_version', 'custom_llm_provider', 'litellm_credential_name', 'mock_response'],
  ...['timeout', 'stream_timeout', 'num_retries', 'cooldown_time', 'weight', 'order', 'max_parallel_requests', 'itpm', 'otpm'],
  ...['extra_headers', 'extra_body', 'drop_params', 'aws_region_name', 'vertex_project', 'vertex_location'],
])

export type UnknownKeyOptions = {
  /** Errors about unknown keys become warnings. */
  readonly allowUnknown: boolean
}

/** The finding about `entry`, which `level` does not know, or undefined where an unknown key is passed on and may be meant. */
export function unknownKey(entry: Entry, level: KeyNode, path: string, options: UnknownKeyOptions): Diagnostic | undefined {
  const name = levelOf(level)?.name
  if (name === 'litellm_params' || name === 'model_info') return inOpenMap(entry, level, name)
  if (level.closed !== true) return undefined
  const where = name ?? path
  const strict = options.allowUnknown ? 'warning' : 'error'
  const elsewhere = knownElsewhere(entry.key, level)
  if (elsewhere.length > 0) return misplaced(entry, where, elsewhere.slice(0, 3), strict)
  const near = closest(entry.key, namesOf(level), entry.key.length < 6 ? 1 : 2)
  if (near !== undefined) return misspelt(entry, where, near, strict)
  const usual = usualMeaning.get(entry.key)
  if (usual !== undefined && namesOf(level).includes(usual)) return misspelt(entry, where, usual, 'warning')
  return unknown(entry, where, namesOf(level))
}

/** Where other keys are passed on, only the likely mistake is worth a word, and never an error. */
function inOpenMap(entry: Entry, level: KeyNode, name: string): Diagnostic | undefined {
  const other = name === 'model_info' ? 'litellm_params' : 'model_info'
  const clear = name === 'litellm_params' ? hasEffect(entry.key) : clearlyParameters.has(entry.key)
  if (clear && knownElsewhere(entry.key, level).includes(other)) return misplaced(entry, name, [other], 'warning')
  const near = misspellingOf(entry.key, namesOf(level)) ?? usualMeaning.get(entry.key)
  if (near === undefined || !namesOf(level).includes(near)) return undefined
  return misspelt(entry, name, near, 'warning')
}

/** True for a key of `model_info` that means something there; the rest is information that providers may take as a parameter. */
function hasEffect(key: string): boolean {
  const info = levels.find((level) => level.name === 'model_info')?.node.keys ?? {}
  const known = Object.hasOwn(info, key) ? info[key] : undefined
  return known !== undefined && known.class !== 'accept' && key !== 'id'
}

function misspellingOf(key: string, names: readonly string[]): string | undefined {
  if (realParameters.has(key)) return undefined
  const allowed = key.length >= 8 ? 2 : 1
  const near = closest(key, names, allowed)
  if (near === undefined || sameButDigits(key, near)) return undefined
  // In a short word one edit makes another word; two letters swapped is still a slip of the finger.
  return key.length >= 6 || (sameLetters(key, near) && editDistance(key, near, 1) === 1) ? near : undefined
}

/** `…_above_272k_tokens` is a newer sister of `…_above_200k_tokens`, not a misspelling. */
function sameButDigits(a: string, b: string): boolean {
  return a.replace(/[0-9]+/g, '#') === b.replace(/[0-9]+/g, '#')
}

function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}

function misspelt(entry: Entry, where: string, near: string, severity: 'error' | 'warning'): Diagnostic {
  return {
    severity,
    rule: 'unknown-key',
    message: notAKey(entry, where),
    at: entry.keyAt,
    help: { text: `did you mean "${near}"?`, replacement: near },
  }
}

function misplaced(entry: Entry, where: string, places: readonly string[], severity: 'error' | 'warning'): Diagnostic {
  return {
    severity,
    rule: 'misplaced-key',
    message: `"${entry.key}" has no effect in ${where}`,
    at: entry.keyAt,
    label: `belongs in ${places.join(' or ')}`,
    help: { text: `move it to ${places[0] ?? where}` },
  }
}

/** Maps this small are shown whole: somebody who writes `TimeoutRetries` needs the list. */
const fewNames = 12

function unknown(entry: Entry, where: string, names: readonly string[]): Diagnostic {
  const forAnchors = where === 'the top level' && (entry.key.startsWith('x-') || entry.key.startsWith('.'))
  return {
    severity: forAnchors ? 'note' : 'warning',
    rule: 'unknown-key',
    message: notAKey(entry, where),
    at: entry.keyAt,
    label: forAnchors ? 'taken as a place for anchors' : 'LiteLLM ignores it, and so does llmgen',
    ...(!forAnchors && names.length > 0 && names.length <= fewNames && { help: { text: `known here: ${names.join(', ')}` } }),
  }
}

function notAKey(entry: Entry, where: string): string {
  return where === 'the top level' ? `"${entry.key}" is not a section of the config` : `"${entry.key}" is not a key of ${where}`
}
