/** What a call needs of a deployment, read from its request once per model group, and only what is asked for. */
import type { Endpoint, Target } from '../../providers/adapter.js'
import type { Engine } from '../engine.js'
import { fillTarget } from '../fill-target.js'
import type { Hindrance } from '../hindrance.js'
import type { GroupRuntime } from '../routing-table.js'
import type { Run } from '../run.js'
import { type Prompt, readPrompt } from './prompt-parts.js'
import { countTokens, estimateTokens, isTokenizer, lowSide, mostTokens, safeSide, type Tokenizer } from './token-estimate.js'
import { type TokenFamily, tokenFamily } from './token-families.js'

export type Needs = {
  /**
   * Tokens of the whole prompt in OpenAI's terms: exact where `gpt-tokenizer` is installed and the prompt is not longer
   * than 100,000 characters, else estimated on the safe side. {@link promptTokensFor} is what one deployment makes of it.
   */
  readonly promptTokens: number
  /** Tokens that the answer may take: what the request allows, else a guess. */
  readonly outputTokens: number
  /** Tokens that the request itself allows the answer, all choices together; undefined where it says nothing. */
  readonly allowedOutput: number | undefined
  /** The same for one of them. */
  readonly perAnswer: number | undefined
  /** Tags of the request: `tags` and `metadata.tags`. */
  readonly tags: readonly string[]
  /** `allowed_model_region` of the request. */
  readonly region: string | undefined
  /** What a context window has to hold, in OpenAI's terms. */
  readonly window: WindowNeed
  /** The request offers tools, holds images. */
  readonly tools: boolean
  readonly vision: boolean
  readonly notes: Notes
}

/** What features have found out about the call in a group, so that it is worked out once; each writes its own alone. */
export type Notes = {
  /** 1 for each deployment that tag routing admits; undefined in it where all are. */
  admitted?: { readonly group: GroupRuntime; readonly by: Uint8Array | undefined }
  /** What pre-call checks say of deployments. */
  findings?: { readonly group: GroupRuntime; readonly by: Map<number, Hindrance | undefined> }
}

/** The longest input that a model reads at once. Each figure costs more than the one before it and is made when it is read. */
export type WindowNeed = {
  /** No model counts more; read off the lengths of the texts. */
  readonly most: number
  /** Surely fewer, and probably no more, than that. */
  readonly least: number
  readonly likely: number
}

/** Tokens that frame a message, open the answer and introduce tools. Source: OpenAI's guide to counting; LiteLLM's counter. */
const perMessage = 3
const perRequest = 3
const perTools = 9
/** Tokens of an image: in low or automatic detail, and in high detail of unknown size. LiteLLM's constants; nothing is downloaded. */
const perImage = 85
const perHighImage = 250
/** Tokens of an answer of which nothing is known. */
const guessedOutput = 1_000
/** Characters above which reservations take the estimate: counting them all would hold up every other call. */
const longestExact = 100_000

/** The needs of the call in its present group. */
export function needsOf(run: Run): Needs {
  run.needs ??= createNeeds(run)
  return run.needs
}

function createNeeds(run: Run): Needs {
  const { request, controls } = run.prepared
  const allowed = allowedOutput(request)
  let prompt: Prompt | undefined
  let promptTokens: number | undefined
  let window: WindowNeed | undefined
  const read = () => {
    prompt ??= readPrompt(run.endpoint, request)
    return prompt
  }
  return {
    get promptTokens() {
      promptTokens ??= countPrompt(run.engine, read())
      return promptTokens
    },
    get window() {
      window ??= createWindow(run.engine, read())
      return window
    },
    outputTokens: allowed ?? (writes[run.endpoint] ? guessedOutput : 0),
    allowedOutput: allowed,
    perAnswer: perAnswer(request),
    tags: controls.tags,
    region: controls.region,
    get tools() {
      return read().tools
    },
    get vision() {
      const { images, highImages } = read()
      return images + highImages > 0
    },
    notes: {},
  }
}

/** Endpoints whose answer is written token by token. */
const writes: { readonly [E in Endpoint]?: true } = { chat: true, completions: true, responses: true }

/** `max_completion_tokens`, `max_tokens` or `max_output_tokens`, times the number of answers asked for. */
function allowedOutput(request: object): number | undefined {
  // Members are read through a check of their own type.
  const { n, best_of } = request as { readonly [name: string]: unknown }
  const most = perAnswer(request)
  return most === undefined ? undefined : most * Math.max(...[1, n, best_of].filter(isCount))
}

function perAnswer(request: object): number | undefined {
  // As above.
  const { max_completion_tokens, max_tokens, max_output_tokens } = request as { readonly [name: string]: unknown }
  return [max_completion_tokens, max_tokens, max_output_tokens].find(isCount)
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && Number.isFinite(value)
}

function fixedTokens({ texts, messages, images, highImages, tools }: Prompt): number {
  const frames = texts.length === 0 && messages === 0 ? 0 : messages * perMessage + perRequest
  return frames + images * perImage + highImages * perHighImage + (tools ? perTools : 0)
}

function countPrompt(engine: Engine, prompt: Prompt): number {
  const tokenizer = tokenizerOf(engine)
  const characters = prompt.texts.reduce((sum, text) => sum + text.length, 0)
  const count = tokenizer !== undefined && characters <= longestExact ? exactly(tokenizer) : estimateTokens
  const sum = prompt.texts.reduce((total, text) => total + count(text), 0)
  return Math.ceil(count === estimateTokens ? sum * safeSide : sum) + prompt.given + fixedTokens(prompt)
}

function createWindow(engine: Engine, prompt: Prompt): WindowNeed {
  const fixed = fixedTokens(prompt)
  const given = prompt.apart ? prompt.longestGiven : prompt.given
  const longest = (count: (text: string) => number) => {
    const own = prompt.texts.reduce((total, text) => (prompt.apart ? Math.max(total, count(text)) : total + count(text)), 0)
    return prompt.apart ? Math.max(own, given) : own + given
  }
  let counted: { readonly tokens: number; readonly isExact: boolean } | undefined
  const read = () => {
    const tokenizer = tokenizerOf(engine)
    counted ??= { tokens: longest(tokenizer === undefined ? estimateTokens : exactly(tokenizer)), isExact: tokenizer !== undefined }
    return counted
  }
  return {
    most: longest(mostTokens) + fixed,
    get least() {
      const { tokens, isExact } = read()
      return Math.floor(isExact ? tokens : tokens * lowSide) + fixed
    },
    get likely() {
      const { tokens, isExact } = read()
      return Math.ceil(isExact ? tokens : tokens * safeSide) + fixed
    },
  }
}

const exactly = (tokenizer: Tokenizer) => (text: string) => countTokens(text, tokenizer)

/** The tokenizer of each client: `gpt-tokenizer` is imported with the first count, which does not wait for it. */
const tokenizers = new WeakMap<Engine, { found: Tokenizer | undefined }>()

function tokenizerOf(engine: Engine): Tokenizer | undefined {
  const known = tokenizers.get(engine)
  if (known !== undefined) return known.found
  const slot: { found: Tokenizer | undefined } = { found: undefined }
  tokenizers.set(engine, slot)
  engine.importPeer('gpt-tokenizer').then(
    (peer) => {
      if (isTokenizer(peer)) slot.found = peer
    },
    () => undefined, // a package that cannot be loaded counts as one that is not there: estimates serve
  )
  return undefined
}

/** Tokens that a deployment makes of the prompt: those of the whole, by the tokenizer of its family, on the safe side. */
export function promptTokensFor(run: Run, index: number): number {
  const needs = needsOf(run)
  const { factor, perTools: own } = familyOf(run, index)
  return Math.ceil(needs.promptTokens * factor) + (needs.tools ? own : 0)
}

/** Tokens that a deployment's answer may take: what the request allows, else the deployment's own default, else a guess. */
export function outputTokensFor(run: Run, index: number): number {
  const { allowedOutput: allowed, outputTokens } = needsOf(run)
  const ready = run.engine.deployments[index]?.ready
  const most = ready?.target.deployment.maxOutputTokens ?? Number.POSITIVE_INFINITY
  return Math.min(allowed ?? allowedOutput(ready?.defaults ?? {}) ?? outputTokens, most)
}

const families = new WeakMap<Target, TokenFamily>()

/** The family of a deployment's model, with the name that a wildcard fills in. */
export function familyOf(run: Run, index: number): TokenFamily {
  const ready = run.engine.deployments[index]?.ready
  if (ready === undefined) return tokenFamily('', [])
  const target = fillTarget(ready.target, run.current.match)
  const known = families.get(target)
  if (known !== undefined) return known
  const family = tokenFamily(target.model, target.deployment.flags)
  families.set(target, family)
  return family
}
