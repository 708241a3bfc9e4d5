/** Requests and answers as they are kept beside the spend log: texts cut, vectors as their length, and nothing that looks like a key. */
import { sql } from 'drizzle-orm'
import type { Db } from './connection.js'
import type { SpendBodies } from './spend-row.js'
import type { Json } from './tables.js'

/** LiteLLM's `MAX_STRING_LENGTH_PROMPT_IN_DB`: characters of a text that are kept. */
export const defaultLongestText = 1_000
/** What is beyond is not looked at: a body is for reading. */
const most = { depth: 20, entries: 500, vector: 8, searched: 200_000 } as const

/** Members whose value is nobody's business, whatever it is. */
const secretNames =
  /^(x-)?(api[-_]?key|authorization|proxy-authorization|password|secret|.*[-_](api[-_]?key|secret|password|token)|token)$/i
/** Keys of providers and of this gateway, and what stands behind `Bearer`, within a text. */
const secretTexts =
  /\b(?:sk|pk|rk|gsk|xai|hf|glpat|ghp|gho|github_pat|xox[abprs])[-_][A-Za-z0-9_-]{12,}|\bAIza[\w-]{30,}|\bAKIA[A-Z0-9]{12,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\bBearer\s+[\w.~+/=-]{8,}/g

/** What of a request and its answer is kept. `longestText` is in characters. */
export function bodiesToKeep(messages: unknown, response: unknown, longestText = defaultLongestText): SpendBodies {
  return { messages: kept(messages, longestText, 0), response: kept(response, longestText, 0) }
}

function kept(value: unknown, longestText: number, depth: number): Json {
  if (typeof value === 'string') return cut(value, longestText)
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'boolean') return value
  if (typeof value !== 'object' || value === null) return null
  if (depth >= most.depth) return '[nested too deep to be kept]'
  if (Array.isArray(value)) return keptList(value, longestText, depth)
  const entries = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== 'function')
  return Object.fromEntries([
    ...entries
      .slice(0, most.entries)
      .map(([name, member]) => [
        name.slice(0, longestText),
        secretNames.test(name) && typeof member !== 'number' ? '[removed]' : kept(member, longestText, depth + 1),
      ]),
    ...(entries.length > most.entries ? [['…', `[${entries.length - most.entries} more]`]] : []),
  ])
}

function keptList(list: readonly unknown[], longestText: number, depth: number): Json {
  if (list.length > most.vector && list.every((each) => typeof each === 'number')) return `[${list.length} numbers]`
  const first = list.slice(0, most.entries).map((each) => kept(each, longestText, depth + 1))
  return list.length > most.entries ? [...first, `[${list.length - most.entries} more]`] : first
}

/** The start and the end of a text that is too long, as LiteLLM keeps them: what a caller wants is mostly asked last. */
function cut(text: string, longest: number): string {
  if (text.length <= longest) return withoutKeys(text)
  // keys are looked for before anything is cut off: nobody knows half a key for one
  const clean = withoutKeys(text.length <= most.searched ? text : `${text.slice(0, most.searched / 2)} ${text.slice(-most.searched / 2)}`)
  const start = clean.slice(0, Math.ceil(longest * 0.35))
  return `${start}… [${text.length - longest} characters left out] …${clean.slice(-Math.floor(longest * 0.65))}`
}

function withoutKeys(text: string): string {
  return text.replace(secretTexts, '[key removed]')
}

/** What was kept of a request; undefined where nothing was. */
export async function bodiesOf(db: Db, requestId: string): Promise<SpendBodies | undefined> {
  const { rows } = await db.execute<SpendBodies>(sql`select messages, response from spend_bodies where request_id = ${requestId}::uuid`)
  return rows[0]
}
