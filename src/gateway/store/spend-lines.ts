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
  readonly #known = new Map<string, number>()

  /** The line of a row, after that of who asked where the list does not have it yet; each with its {@link lineEnd}. */
  of(row: SpendRow): string {
    const { api_key, user_id, team_id, organization_id, call_type, model, model_id, provider, api_base, model_group } = row
    // what callers choose freely comes last: nobody makes two of these alike
    const key = `${api_key}\0${user_id}\0${team_id}\0${organization_id}\0${call_type}\0${model}\0${model_id}\0${provider}\0${api_base}\0${model_group}`
    const known = this.#known.get(key)
    if (known !== undefined) return lineOf(row, known)
    const by = this.#known.size + 1
    this.#known.set(key, by)
    const who = [api_key, user_id, team_id, organization_id, call_type, model_group, model, model_id, provider, api_base]
    return `{"by":${by},"who":${storable(JSON.stringify(who))}}${lineEnd}${lineOf(row, by)}`
  }
}

/** Rows as one list. */
export function listOfRows(rows: readonly SpendRow[]): Buffer {
  const lines = new SpendLines()
  return listOf(rows.map((row) => lines.of(row)).join('').slice(0, -lineEnd.length))
}

/** A list of lines that were joined already. */
export function listOf(lines: string): Buffer {
  return Buffer.from(`[${lines}]`)
}

/** True for a line that says who asked. */
export function saysWho(line: string): boolean {
  return line.startsWith('{"by":')
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
