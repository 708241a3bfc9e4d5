/** Writes diagnostics as one line each, `line:column severity rule: message`, so that a table shows what a person would see. */
import type { Diagnostic } from '../../src/compiler/diagnostic.js'
import type { Source } from '../../src/compiler/source.js'

export function pointOut(diagnostics: readonly Diagnostic[], sources: readonly Source[]): readonly string[] {
  return diagnostics.map(({ severity, rule, message, at }) => {
    const source = sources[at.file]
    const before = (source?.text ?? '').slice(0, at.start).split('\n')
    const file = at.file === 0 ? '' : `${source?.path}:`
    return `${file}${before.length}:${(before.at(-1) ?? '').length + 1} ${severity} ${rule}: ${message}`
  })
}
