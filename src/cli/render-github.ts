/** A diagnostic as a workflow command, which GitHub shows at the line of the pull request. */
import type { Diagnostic, Severity } from '../compiler/diagnostic.js'
import type { Source } from '../compiler/source.js'
import { linesOf, noSource } from './position.js'

const commands = { error: 'error', warning: 'warning', note: 'notice' } as const satisfies Record<Severity, string>

export function renderGithub({ severity, rule, message, at, label, help }: Diagnostic, sources: readonly Source[]): string {
  const source = sources[at.file]
  const lines = linesOf(source ?? noSource)
  const start = lines.at(at.start)
  const end = lines.at(at.end)
  const place = {
    file: source?.path ?? '',
    line: start.line,
    endLine: end.line,
    // columns are only read where both ends are in one line
    ...(start.line === end.line && { col: start.column, endColumn: Math.max(end.column, start.column) }),
    title: rule,
  }
  const properties = Object.entries(place).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  const text = [message, label, help?.text].filter((part) => part !== undefined).join('\n')
  return `::${commands[severity]} ${properties.join(',')}::${escapeData(text)}\n`
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
