/** Diagnostics as JSON, for programs. */
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Source } from '../compiler/source.js'
import { linesOf, noSource, type Position } from './position.js'

/** Lines and columns count from 1, offsets (UTF-16 units) from 0, ends are exclusive. */
export type JsonDiagnostic = {
  readonly severity: string
  readonly rule: string
  readonly message: string
  readonly path: string
  readonly start: Position & { readonly offset: number }
  readonly end: Position & { readonly offset: number }
  readonly label: string | null
  readonly help: { readonly text: string; readonly replacement: string | null } | null
}

export function toJsonDiagnostic({ severity, rule, message, at, label, help }: Diagnostic, sources: readonly Source[]): JsonDiagnostic {
  const source = sources[at.file]
  const lines = linesOf(source ?? noSource)
  return {
    severity,
    rule,
    message,
    path: source?.path ?? '',
    start: { ...lines.at(at.start), offset: at.start },
    end: { ...lines.at(at.end), offset: at.end },
    label: label ?? null,
    help: help === undefined ? null : { text: help.text, replacement: help.replacement ?? null },
  }
}
