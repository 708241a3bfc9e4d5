/**
 * Rows of the spend log as lines of JSON, as short as they can be: each is written to disk, sent, and read by the database.
 * Lines stand in a list, `[` line `,` line `]`, which is what `record-spend.ts` takes.
 */
import type { SpendRow } from './spend-row.js'

/** Between the lines of a list. Within a line there is no such line end: JSON escapes it. */
export const lineEnd = ',\n'

/**
 * Lines of one list. Who asked what of whom is the same in many rows: it stands once, in a line of its own before the first of
 * them, `{"by":1,"who":[…]}`, and rows name it by its number.
 */
export class SpendLines {
  /** Those of each key, which are few: text by text they are told apart faster than by a text of all of them. */
  readonly #known = new Map<string, Party[]>()
  #count = 0

  /** The line of a row, after that of who asked where the list does not have it yet; each with its {@link lineEnd}. */
  of(row: SpendRow): string {
    const ofKey = this.#known.get(row.api_key)
    if (ofKey !== undefined) for (const party of ofKey) if (isOf(party.row, row)) return lineOf(row, party.by)
    const by = ++this.#count
    if (ofKey === undefined) this.#known.set(row.api_key, [{ row, by }])
    else ofKey.push({ row, by })
    const { api_key, user_id, team_id, organization_id, call_type, model_group, model, model_id, provider, api_base } = row
    const who = [api_key, user_id, team_id, organization_id, call_type, model_group, model, model_id, provider, api_base]
    return `{"by":${by},"who":${storable(JSON.stringify(who))}}${lineEnd}${lineOf(row, by)}`
  }
}

/** Who asked what of whom, as the first row of theirs says it, and its number. */
type Party = { readonly row: SpendRow; readonly by: number }

function isOf(party: SpendRow, row: SpendRow): boolean {
  return (
    party.user_id === row.user_id &&
    party.team_id === row.team_id &&
    party.organization_id === row.organization_id &&
    party.call_type === row.call_type &&
    party.model_group === row.model_group &&
    party.model === row.model &&
    party.model_id === row.model_id &&
    party.provider === row.provider &&
    party.api_base === row.api_base
  )
}

/** Rows as one list. */
export function listOfRows(rows: readonly SpendRow[]): Buffer {
  const lines = new SpendLines()
  return listOfPart(`[${rows.map((row) => lines.of(row)).join('')}`)
}

/** The list that is left of one without its end, as of a file that was written to until the process was killed. */
export function listOfPart(text: string): Buffer {
  const end = text.lastIndexOf(lineEnd)
  return Buffer.from(end < 0 ? '[]' : `${text.slice(0, end)}]`)
}

/** How many rows a list has. */
export function countRows(list: Buffer): number {
  return linesOf(list).rows.length
}

/** A list as two of half as many rows, each with who asked; none where it has one row. */
export function halvesOf(list: Buffer): readonly Buffer[] {
  const { parties, rows } = linesOf(list)
  if (rows.length < 2) return []
  const half = Math.ceil(rows.length / 2)
  return [rows.slice(0, half), rows.slice(half)].map((part) => Buffer.from(`[${[...parties, ...part].join(lineEnd)}]`))
}

function linesOf(list: Buffer): { readonly parties: readonly string[]; readonly rows: readonly string[] } {
  const lines = list.toString().slice(1, -1).split(lineEnd)
  const isParty = (line: string) => line.startsWith('{"by":')
  return { parties: lines.filter(isParty), rows: lines.filter((line) => line !== '' && !isParty(line)) }
}

/** By hand, and without what is not there: `JSON.stringify` of the whole row takes 5 µs of each request. */
function lineOf(row: SpendRow, by: number): string {
  const at = row.start_time
  let line = `{"id":${quoted(row.request_id)},"at":${at},"ms":${row.end_time - at},"by":${by}`
  if (row.completion_start_time !== null) line += `,"first_ms":${row.completion_start_time - at}`
  if (row.call_id !== null) line += `,"call_id":${quoted(row.call_id)}`
  if (row.response_id !== undefined) line += `,"answer_id":${quoted(row.response_id)}`
  if (row.status !== 'success') line += `,"status":"${row.status}"`
  if (row.end_user !== '') line += `,"end_user":${quoted(row.end_user)}`
  if (row.spend !== null) line += `,"usd":"${row.spend}"`
  if (row.prompt_tokens !== 0) line += `,"input":${row.prompt_tokens}`
  if (row.completion_tokens !== 0) line += `,"output":${row.completion_tokens}`
  if (row.cache_read_tokens !== 0) line += `,"read":${row.cache_read_tokens}`
  if (row.cache_write_tokens !== 0) line += `,"written":${row.cache_write_tokens}`
  if (row.cache_hit) line += ',"hit":true'
  if (row.request_tags.length > 0) line += `,"tags":${storable(JSON.stringify(row.request_tags))}`
  if (row.requester_ip !== '') line += `,"ip":${quoted(row.requester_ip)}`
  if (row.session_id !== '') line += `,"session":${quoted(row.session_id)}`
  line += `,"meta":${storable(JSON.stringify(row.metadata))}`
  if (row.windows.length > 0) line += `,"windows":${storable(JSON.stringify(row.windows))}`
  if (row.bodies !== undefined) line += `,"bodies":${storable(JSON.stringify(row.bodies))}`
  return `${line}}${lineEnd}`
}

/** What JSON escapes, and halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const special = /["\\\u0000-\u001f\ud800-\udfff]/

function quoted(text: string): string {
  return special.test(text) ? storable(JSON.stringify(text)) : `"${text}"`
}

/** JSON text without what PostgreSQL's text cannot hold: NUL, and halves of characters. They would keep a whole batch out. */
function storable(json: string): string {
  if (!json.includes('\\u0000') && !json.includes('\\ud')) return json
  // a backslash that is itself escaped comes first, so that what follows it is taken for text
  return json.replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (found) => (found === '\\\\' ? found : '\ufffd'))
}
