/** Sends diagnostics to stderr in the form asked for, sorted by position, and counts them. */
import type { Diagnostic, Severity } from '../compiler/diagnostic.js'
import type { Source } from '../compiler/source.js'
import { maskSecrets } from './mask-secrets.js'
import { renderDiagnostic } from './render-diagnostic.js'
import { renderGithub } from './render-github.js'
import { renderLine } from './render-line.js'
import { painter, type Terminal } from './terminal.js'

export const reportFormats = ['text', 'line', 'json', 'github'] as const
export type ReportFormat = (typeof reportFormats)[number]

export type Counts = { readonly [S in Severity]: number }

export function countDiagnostics(diagnostics: readonly Diagnostic[]): Counts {
  const count = (severity: Severity) => diagnostics.filter((each) => each.severity === severity).length
  return { error: count('error'), warning: count('warning'), note: count('note') }
}

/** `1 error, 2 warnings`; `no problems` where there is nothing to say. */
export function describeCounts(counts: Counts): string {
  const parts = (['error', 'warning', 'note'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`)
  return parts.length === 0 ? 'no problems' : parts.join(', ')
}

/** By file, by place, the graver first; otherwise as they were found. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const rank = { error: 0, warning: 1, note: 2 } as const
  return diagnostics.toSorted((a, b) => a.at.file - b.at.file || a.at.start - b.at.start || rank[a.severity] - rank[b.severity])
}

/** In JSON nothing is written here: the command prints one document with its result. */
export function report(diagnostics: readonly Diagnostic[], sources: readonly Source[], format: ReportFormat, terminal: Terminal): void {
  if (format === 'json') return
  const render = rendererFor(format, terminal)
  const shown = maskSecrets(sources, diagnostics)
  terminal.err(
    sortDiagnostics(diagnostics)
      .map((each) => render(each, shown))
      .join(''),
  )
}

type Render = (diagnostic: Diagnostic, sources: readonly Source[]) => string

function rendererFor(format: Exclude<ReportFormat, 'json'>, terminal: Terminal): Render {
  if (format === 'github') return renderGithub
  if (format === 'line') return renderLine
  const paint = painter(terminal.colour)
  return (diagnostic, sources) => `${renderDiagnostic(diagnostic, sources, paint)}\n`
}
