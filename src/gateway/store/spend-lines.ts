/**
 * Rows of the spend log as lines of JSON, as short as they can be: each is written to disk, sent, and read by the database.
 * Lines stand in a list, `[` line `,` line `]`, which is what `record-spend.ts` takes.
 */
import { millisText } from '../number-text.js'
import { OneAttempt, oneAttemptText } from './spend-attempts.js'
import type { SpendRow } from './spend-row.js'
import type { JsonObject } from './tables.js'

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
    if (ofKey !== undefined) for (const party of ofKey) if (party.asks(row)) return party.lineOf(row)
    const party = new Party(row, ++this.#count)
    if (ofKey === undefined) this.#known.set(row.api_key, [party])
    else ofKey.push(party)
    return party.who + party.lineOf(row)
  }
}

/** Who asked what of whom, as the first row of theirs says it, and its number in the list. */
class Party {
  readonly #row: SpendRow
  readonly #by: number
  /** The row of theirs before, and what its line says of the caller: mostly the next one says the same. */
  #before: SpendRow
  #caller: string

  constructor(row: SpendRow, by: number) {
    this.#row = row
    this.#by = by
    this.#before = row
    this.#caller = callerText(row)
  }

  /** The line that says who they are. */
  get who(): string {
    const { api_key, user_id, team_id, organization_id, call_type, model_group, model, model_id, provider, api_base } = this.#row
    const who = [api_key, user_id, team_id, organization_id, call_type, model_group, model, model_id, provider, api_base]
    return `{"by":${this.#by},"who":${storable(JSON.stringify(who))}}${lineEnd}`
  }

  /** Whether a row of the same key is theirs. */
  asks(row: SpendRow): boolean {
    const own = this.#row
    return (
      own.user_id === row.user_id &&
      own.team_id === row.team_id &&
      own.organization_id === row.organization_id &&
      own.call_type === row.call_type &&
      own.model_group === row.model_group &&
      own.model === row.model &&
      own.model_id === row.model_id &&
      own.provider === row.provider &&
      own.api_base === row.api_base
    )
  }

  /** By hand, and without what is not there: `JSON.stringify` of the whole row takes 5 µs of each request. */
  lineOf(row: SpendRow): string {
    if (!isSameCaller(this.#before, row)) this.#caller = callerText(row)
    this.#before = row
    const at = row.start_time
    let more = ''
    if (row.completion_start_time !== null) more += `,"first_ms":${row.completion_start_time - at}`
    if (row.call_id !== null) more += `,"call_id":${quoted(row.call_id)}`
    if (row.response_id !== undefined) more += `,"answer_id":${quoted(row.response_id)}`
    if (row.status !== 'success') more += `,"status":"${row.status}"`
    if (row.spend !== null) more += `,"usd":"${row.spend}"`
    if (row.prompt_tokens !== 0) more += `,"input":${row.prompt_tokens}`
    if (row.completion_tokens !== 0) more += `,"output":${row.completion_tokens}`
    if (row.cache_read_tokens !== 0) more += `,"read":${row.cache_read_tokens}`
    if (row.cache_write_tokens !== 0) more += `,"written":${row.cache_write_tokens}`
    if (row.cache_hit) more += ',"hit":true'
    more += `,"meta":${metadataText(row.metadata)}`
    if (row.bodies !== undefined) more += `,"bodies":${storable(JSON.stringify(row.bodies))}`
    return `{"id":"${row.request_id}","at":${millisText(at)},"ms":${row.end_time - at},"by":${this.#by}${this.#caller}${more}}${lineEnd}`
  }
}

/** What a line says of who called, beside its party. */
function callerText({ end_user, request_tags, requester_ip, session_id, windows }: SpendRow): string {
  let text = ''
  if (end_user !== '') text += `,"end_user":${quoted(end_user)}`
  if (request_tags.length > 0) text += `,"tags":${storable(JSON.stringify(request_tags))}`
  if (requester_ip !== '') text += `,"ip":${quoted(requester_ip)}`
  if (session_id !== '') text += `,"session":${quoted(session_id)}`
  if (windows.length > 0) text += `,"windows":${storable(JSON.stringify(windows))}`
  return text
}

function isSameCaller(a: SpendRow, b: SpendRow): boolean {
  if (a.end_user !== b.end_user || a.requester_ip !== b.requester_ip || a.session_id !== b.session_id) return false
  const before = a.request_tags
  const tags = b.request_tags
  if (before.length !== tags.length) return false
  for (let at = 0; at < tags.length; at++) if (before[at] !== tags[at]) return false
  return a.windows === b.windows || areSameWindows(a.windows, b.windows)
}

function areSameWindows(before: SpendRow['windows'], windows: SpendRow['windows']): boolean {
  if (before.length !== windows.length) return false
  for (let at = 0; at < windows.length; at++) {
    const a = before[at]
    const b = windows[at]
    if (a?.id !== b?.id || a?.window !== b?.window || a?.kind !== b?.kind || a?.resets_at !== b?.resets_at) return false
  }
  return true
}

/** JSON of what a row has beside its columns: that of most rows is known without asking for its members, which takes 0.3 µs. */
function metadataText(metadata: JsonObject): string {
  return metadata instanceof OneAttempt ? oneAttemptText(metadata) : storable(JSON.stringify(metadata))
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
