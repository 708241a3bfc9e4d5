/** Pages and orders of lists. */
import { badRequest } from '../errors.js'
import { invalid } from './body.js'

/** The most rows of a page, unless a list says otherwise. */
export const mostOnPage = 100

export type PageAsked = { readonly page: number; readonly size: number; readonly offset: number }

/** Which rows are asked for. Throws a 422 for pages that cannot be. */
export function pageOf(page: number | null | undefined, size: number | null | undefined, usual: number, sizeName: string): PageAsked {
  const number = page ?? 1
  const rows = size ?? usual
  if (number < 1 || number > 1_000_000) throw invalid('page', 'must be a whole number from 1 to 1000000')
  if (rows < 1 || rows > mostOnPage) throw invalid(sizeName, `must be a whole number from 1 to ${mostOnPage}`)
  return { page: number, size: rows, offset: (number - 1) * rows }
}

/** How many pages there are. */
export function pagesOf(total: number, { size }: PageAsked): number {
  return Math.ceil(total / size)
}

/** The column to sort by. Throws a 400 for one that is not in the table, as LiteLLM does. */
export function orderOf<const C extends { readonly [name: string]: string }>(
  columns: C,
  by: string | null | undefined,
  direction: string | null | undefined,
  usual: { readonly by: C[keyof C]; readonly direction: 'asc' | 'desc' },
): { readonly by: C[keyof C]; readonly direction: 'asc' | 'desc' } {
  const word = direction?.toLowerCase() ?? usual.direction
  if (word !== 'asc' && word !== 'desc') throw badRequest('sort_order must be "asc" or "desc"', 'sort_order')
  if (by === undefined || by === null) return { by: usual.by, direction: word }
  if (!Object.hasOwn(columns, by)) throw badRequest(`sort_by must be one of ${Object.keys(columns).join(', ')}`, 'sort_by')
  const column = columns[by]
  if (column === undefined) throw new Error('llmgen bug: a column of a list has no name')
  // an own member of the table
  return { by: column as C[keyof C], direction: word }
}
