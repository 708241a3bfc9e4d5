/** A diagnostic in one line, as compilers and `grep` write places: for editors and log files. */
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Source } from '../compiler/source.js'
import { showLine, showText } from './display-width.js'
import { linesOf, noSource } from './position.js'

export function renderLine({ severity, rule, message, at, label, help }: Diagnostic, sources: readonly Source[]): string {
  const source = sources[at.file]
  const { line, column } = linesOf(source ?? noSource).at(at.start)
  const more = [label, help?.text].filter((text) => text !== undefined).map((text) => `; ${showText(text)}`)
  return (
    `${showLine(source?.path ?? '')}:${line}:${column}: ${severity}[${rule}]: ${showText(message)}${more.join('')}`.replaceAll('\n', ' ') +
    '\n'
  )
}
