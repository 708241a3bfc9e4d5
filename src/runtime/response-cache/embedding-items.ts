/** A list of texts to embed is kept text by text: only those that are not there are sent. */
import type { Embedding, EmbeddingReply, EmbeddingRequest } from '../../protocol/embeddings.js'
import type { Run } from '../run.js'
import type { Answer } from '../whole-attempt.js'
import { cacheKey } from './cache-key.js'
import { copyRun } from './copied-run.js'
import { type Kept, readEntry } from './entry.js'
import type { Landed } from './landed.js'
import { type CachedCall, mayKeep, type Shelf, tell } from './shelf.js'

type Ask = (run: Run<'embeddings'>) => Promise<Answer<'embeddings'>>
type Call = CachedCall<'embeddings'>
type Item = { readonly key: string | undefined; readonly kept: Kept<'embeddings'> | undefined }

/** The texts of a list of at least two; undefined for one text, and for tokens, which are kept whole. */
export function textsOf({ input }: EmbeddingRequest): readonly string[] | undefined {
  if (!Array.isArray(input) || input.length < 2) return undefined
  return input.every((item): item is string => typeof item === 'string') ? input : undefined
}

/**
 * The vectors of `texts`: those that are kept, and the answer for the rest.
 * Differs: LiteLLM adds up the tokens of kept and sent texts in `usage`; where something was sent, ours is what was sent.
 */
export async function lookUpTexts(call: Call, texts: readonly string[], shelf: Shelf, ask: Ask): Promise<Landed<'embeddings'>> {
  const items = await Promise.all(texts.map((text) => itemOf(call, text, shelf)))
  const known = items.flatMap(({ kept }) => kept ?? [])
  // Vectors of different models do not belong into one list.
  const isOneModel = new Set(known.map(({ reply }) => reply.model)).size < 2
  const [first] = known
  if (first !== undefined && isOneModel && known.length === texts.length) return asKept(first, known)
  tell(call.run, 'miss', call.key)
  if (first === undefined || !isOneModel) return askAll(call, items, shelf, ask)
  const missing = items.flatMap(({ kept }, index) => (kept === undefined ? [index] : []))
  const answer = await ask(
    withInput(
      call.run,
      missing.map((index) => texts[index] ?? ''),
    ),
  )
  if (answer.reply.model !== first.reply.model || !isComplete(answer.reply, missing.length)) return askAll(call, items, shelf, ask)
  keepEach(
    call,
    missing.map((index) => items[index]),
    answer,
    shelf,
  )
  const sent = inOrder(answer.reply)
  const vectors = items.map(({ kept }) => kept?.reply.data[0] ?? sent.shift())
  const reply = { ...answer.reply, data: numbered(vectors.flatMap((vector) => vector ?? [])) }
  return asked({ ...answer, reply, meta: { ...answer.meta, cacheHit: 'partial' } })
}

async function itemOf(call: Call, text: string, shelf: Shelf): Promise<Item> {
  const key = await cacheKey(call.run, call.terms.namespace, { ...call.run.prepared.request, input: text })
  return { key, kept: key === undefined || !call.terms.reads ? undefined : await oneVector(call, key, shelf) }
}

async function oneVector(call: Call, key: string, shelf: Shelf): Promise<Kept<'embeddings'> | undefined> {
  const kept = await shelf.take(call, key)
  return kept?.reply.data.length === 1 ? kept : undefined
}

async function askAll(call: Call, items: readonly Item[], shelf: Shelf, ask: Ask): Promise<Landed<'embeddings'>> {
  const answer = await ask(call.run)
  if (isComplete(answer.reply, items.length)) keepEach(call, items, answer, shelf)
  return asked(answer)
}

/** Each vector as the answer for its text alone. Nothing of a fallback is kept: its vectors are those of another model. */
function keepEach(call: Call, items: readonly (Item | undefined)[], { reply, meta }: Answer<'embeddings'>, shelf: Shelf): void {
  if (call.run.fallbacks.length > 0 || !mayKeep(call, meta)) return
  for (const [index, vector] of inOrder(reply).entries()) {
    const key = items[index]?.key
    if (key === undefined) continue
    const tokens = share(reply.usage?.prompt_tokens ?? 0, items.length, index)
    const one: EmbeddingReply = { ...reply, data: numbered([vector]), usage: { prompt_tokens: tokens, total_tokens: tokens } }
    shelf.put(call, key, JSON.stringify(one), meta)
  }
}

/** A part of a whole number, so that all parts add up to it. The provider counts the tokens of the list only. */
function share(total: number, parts: number, index: number): number {
  return Math.floor(total / parts) + (index < total % parts ? 1 : 0)
}

function asKept(first: Kept<'embeddings'>, all: readonly Kept<'embeddings'>[]): Landed<'embeddings'> {
  const join = (kept: readonly Kept<'embeddings'>[]): EmbeddingReply => {
    const prompt_tokens = kept.reduce((sum, { reply }) => sum + reply.usage.prompt_tokens, 0)
    const data = numbered(kept.flatMap(({ reply }) => reply.data))
    return { ...first.reply, data, usage: { prompt_tokens, total_tokens: prompt_tokens } }
  }
  const copy = () => join(all.map((kept) => readEntry('embeddings', kept.text) ?? kept))
  return { how: 'kept', kept: { ...first, reply: join(all) }, copy }
}

function asked(answer: Answer<'embeddings'>): Landed<'embeddings'> {
  const text = JSON.stringify(answer.reply)
  // Read back from what was written here.
  return { how: 'asked', answer, copy: () => JSON.parse(text) as EmbeddingReply }
}

/** The call with other texts. Attempts are those of the whole call. */
function withInput(run: Run<'embeddings'>, input: string[]): Run<'embeddings'> {
  const { prepared } = run
  return copyRun(run, { body: { ...run.body, input }, prepared: { ...prepared, request: { ...prepared.request, input } } })
}

function isComplete({ data }: EmbeddingReply, count: number): boolean {
  return data.length === count && new Set(data.map(({ index }) => index)).size === count
}

function inOrder({ data }: EmbeddingReply): Embedding[] {
  return [...data].sort((a, b) => a.index - b.index)
}

function numbered(data: readonly Embedding[]): Embedding[] {
  return data.map((vector, index) => ({ ...vector, index }))
}
