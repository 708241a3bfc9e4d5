/** Stage two: shape and keys, against the JSON schema compiled ahead of time. What values mean together is for the rules. */
import { validate as matchesSchema } from '../../generated/config-validator.js'
import type { Diagnostic } from './diagnostic.js'
import { keyFindings } from './key-findings.js'
import type { LoadedConfig } from './load.js'
import { toPlain } from './plain-value.js'
import { schemaErrors } from './schema-errors.js'
import type { UnknownKeyOptions } from './unknown-keys.js'

/** All findings about types, required and unknown keys, in the order of the files. */
export function validate(config: LoadedConfig, options: UnknownKeyOptions): readonly Diagnostic[] {
  const errors = matchesSchema(toPlain(config.root)) ? [] : (matchesSchema.errors ?? [])
  const found = [...schemaErrors(config.root, errors), ...keyFindings(config.root, config.sources, options)]
  return inOrder(withoutRepeats(found))
}

/** An anchor used in several places has its finding once. */
function withoutRepeats(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>()
  return found.filter(({ rule, message, at }) => {
    const id = `${rule} ${at.file} ${at.start} ${message}`
    if (seen.has(id)) return false
    seen.add(id)
    return true
  })
}

function inOrder(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return found.toSorted((a, b) => a.at.file - b.at.file || a.at.start - b.at.start)
}
