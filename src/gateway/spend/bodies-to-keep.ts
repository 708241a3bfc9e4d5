/** Requests and answers as they are kept beside the spend log: texts cut, vectors as their length, and nothing that looks like a key. */
import type { SpendBodies } from '../store/spend-row.js'
import type { Json } from '../store/tables.js'

/** What is beyond is not looked at: a body is for reading. */
const most = { depth: 20, entries: 500, vector: 8, searched: 200_000 } as const
/** All texts of a body together, characters, and what a value without a text counts: lists within lists may be many. */
const mostKept = { characters: 200_000, bare: 8 } as const
const tooLarge = '[too large to be kept]'

/** Members whose value is nobody's business, whatever it is. */
const secretNames =
  /^(x-)?(api[-_]?key|authorization|proxy-authorization|password|secret|.*[-_](api[-_]?key|secret|password|token)|token)$/i
/** Keys of providers and of this gateway, and what stands behind `Bearer`, within a text. */
const secretTexts =
  /\b(?:sk|pk|rk|gsk|xai|hf|glpat|ghp|gho|github_pat|xox[abprs])[-_][A-Za-z0-9_-]{12,}|\bAIza[\w-]{30,}|\bAKIA[A-Z0-9]{12,}|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*|\bBearer\s+[\w.~+/=-]{8,}/g

/** What of a request and its answer is kept. `longestText` is in characters. */
export function bodiesToKeep(messages: unknown, response: unknown, longestText: number): SpendBodies {
  return { messages: new Keeping(longestText).kept(messages, 0), response: new Keeping(longestText).kept(response, 0) }
}

/** One body on its way to what is kept of it. */
class Keeping {
  readonly #longestText: number
  #left: number = mostKept.characters

  constructor(longestText: number) {
    this.#longestText = longestText
  }

  kept(value: unknown, depth: number): Json {
    if (this.#left <= 0) return tooLarge
    if (typeof value === 'string') return this.#text(value)
    this.#left -= mostKept.bare
    if (typeof value === 'number') return Number.isFinite(value) ? value : null
    if (typeof value === 'boolean') return value
    if (typeof value !== 'object' || value === null) return null
    if (depth >= most.depth) return '[nested too deep to be kept]'
    return Array.isArray(value) ? this.#list(value, depth) : this.#members(value, depth)
  }

  #text(value: string): string {
    const text = cut(value, this.#longestText)
    this.#left -= text.length
    return text
  }

  #members(value: object, depth: number): Json {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined && typeof member !== 'function')
    const found: [string, Json][] = []
    for (const [name, member] of entries) {
      if (found.length >= most.entries || this.#left <= 0) {
        found.push(['…', `[${entries.length - found.length} more]`])
        break
      }
      const isSecret = secretNames.test(name) && typeof member !== 'number'
      found.push([this.#text(name), isSecret ? '[removed]' : this.kept(member, depth + 1)])
    }
    return Object.fromEntries(found)
  }

  #list(list: readonly unknown[], depth: number): Json {
    if (list.length > most.vector && list.every((each) => typeof each === 'number')) return `[${list.length} numbers]`
    const found: Json[] = []
    for (const each of list) {
      if (found.length >= most.entries || this.#left <= 0) return [...found, `[${list.length - found.length} more]`]
      found.push(this.kept(each, depth + 1))
    }
    return found
  }
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
