/** Rows under headings, for a terminal: columns that nobody fills are left out. */
import { displayWidth, showLine } from './display-width.js'

export type Column<Row> = {
  readonly title: string
  readonly cell: (row: Row) => string
  /** Numbers stand at the right. */
  readonly align?: 'right'
}

/** Lines without their ends; two spaces between columns. */
export function textTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): readonly string[] {
  const filled = columns
    .map((column) => ({ ...column, cells: rows.map((row) => showLine(column.cell(row))) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const sized = filled.map((column) => ({ ...column, width: Math.max(...[column.title, ...column.cells].map(displayWidth)) }))
  const line = (cellOf: (column: (typeof sized)[number]) => string) =>
    sized
      .map((column) => {
        const text = cellOf(column)
        const space = ' '.repeat(column.width - displayWidth(text))
        return column.align === 'right' ? space + text : text + space
      })
      .join('  ')
      .trimEnd()
  return [line(({ title }) => title), ...rows.map((_, at) => line(({ cells }) => cells[at] ?? ''))]
}
