/** Draws a diagnostic for a person: message, place, the line with a caret under it, what to do. */
import type { Diagnostic, Severity } from '../compiler/diagnostic.js'
import type { Source } from '../compiler/source.js'
import { displayWidth, showLine, showText, widthOf } from './display-width.js'
import { linesOf } from './position.js'
import type { Paint } from './terminal.js'

const colours = { error: 'red', warning: 'yellow', note: 'cyan' } as const satisfies Record<Severity, string>
/** Longest excerpt in columns; more than that is cut on both sides of the caret. */
const excerptWidth = 100

export function renderDiagnostic(diagnostic: Diagnostic, sources: readonly Source[], paint: Paint): string {
  const { severity, rule, message, help } = diagnostic
  const head = `${paint(colours[severity], `${severity}[${rule}]`)}${paint('bold', `: ${showText(message)}`)}\n`
  const tail = help === undefined ? '' : `${paint('cyan', 'help')}: ${showText(help.text)}\n`
  return head + frame(diagnostic, sources, paint) + tail
}

function frame({ severity, at, label }: Diagnostic, sources: readonly Source[], paint: Paint): string {
  const source = sources[at.file]
  if (source === undefined) return ''
  const lines = linesOf(source)
  const start = lines.at(at.start)
  const end = lines.at(at.end)
  const characters = [...lines.line(start.line)]
  const to = end.line === start.line ? end.column - 1 : characters.length
  const excerpt = excerptOf(characters, start.column - 1, Math.max(to, start.column))
  const number = String(start.line)
  const gutter = ' '.repeat(number.length)
  const bar = paint('blue', '|')
  const marks = paint(colours[severity], `${'^'.repeat(excerpt.width)}${label === undefined ? '' : ` ${showText(label)}`}`)
  return [
    `${gutter}${paint('blue', '-->')} ${showLine(source.path)}:${start.line}:${start.column}`,
    `${gutter} ${bar}`,
    `${paint('blue', number)} ${bar} ${excerpt.text}`.trimEnd(),
    `${gutter} ${bar} ${' '.repeat(excerpt.indent)}${marks}`,
    '',
  ].join('\n')
}

type Excerpt = { readonly text: string; readonly indent: number; readonly width: number }

/** The part of a line that is shown, and where the caret stands in it, in columns. */
function excerptOf(characters: readonly string[], from: number, to: number): Excerpt {
  const text = characters.join('')
  if (displayWidth(text) <= excerptWidth) return cut(characters, 0, characters.length, from, to)
  const end = Math.min(to, from + excerptWidth / 2)
  let first = from
  let last = end
  let room = excerptWidth - characters.slice(from, end).reduce((sum, character) => sum + widthOf(character), 0)
  const lead = excerptWidth / 3
  for (let used = 0; first > 0 && used + widthOf(characters[first - 1] ?? '') <= Math.min(lead, room); first--)
    used += widthOf(characters[first - 1] ?? '')
  room -= characters.slice(first, from).reduce((sum, character) => sum + widthOf(character), 0)
  for (; last < characters.length && room >= widthOf(characters[last] ?? ''); last++) room -= widthOf(characters[last] ?? '')
  return cut(characters, first, last, from, end)
}

function cut(characters: readonly string[], first: number, last: number, from: number, to: number): Excerpt {
  const left = first > 0 ? '…' : ''
  const right = last < characters.length ? '…' : ''
  return {
    text: `${left}${showLine(characters.slice(first, last).join(''))}${right}`,
    indent: left.length + displayWidth(characters.slice(first, from).join('')),
    width: Math.max(1, displayWidth(characters.slice(from, to).join(''))),
  }
}
