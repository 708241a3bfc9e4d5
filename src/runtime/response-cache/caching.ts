/** Answers calls from kept answers; identical calls at the same time share one. */
import type { Endpoint, Endpoints } from '../../providers/adapter.js'
import { endCall } from '../call-end.js'
import type { Caching, CallerStream } from '../feature.js'
import type { Run } from '../run.js'
import type { Streamed } from '../streams/chunk-source.js'
import type { Answer } from '../whole-attempt.js'
import { cacheKey, canonicalJson } from './cache-key.js'
import { type CacheRules, termsOf } from './cache-terms.js'
import { cachedMeta, withOwnMetadata } from './cached-meta.js'
import { copyRun } from './copied-run.js'
import { lookUpTexts, textsOf } from './embedding-items.js'
import { readEntry } from './entry.js'
import { Flight } from './flights.js'
import type { Landed } from './landed.js'
import { type CachedCall, type Shelf, tell } from './shelf.js'
import { Trunks } from './trunk.js'

type Ask<E extends Endpoint> = (run: Run<E>) => Promise<Answer<E>>
type Look<E extends Endpoint> = (run: Run<E>) => Promise<Landed<E>>
/** `isOwn`: the call asked itself, and did not find an identical one under way. */
type Outcome<E extends Endpoint> = { readonly landed: Landed<E>; readonly isOwn: boolean }

/** Failed calls of others that a call waits for before it asks by itself. */
const mostFailures = 2

/** Differs: LiteLLM sends each of several identical calls at the same time; here one is sent, and they share its answer. */
export class AnswerCache implements Caching {
  readonly #rules: CacheRules
  readonly #shelf: Shelf
  readonly #flights = new Map<string, Flight<Landed>>()
  readonly #trunks = new Trunks()

  constructor(rules: CacheRules, shelf: Shelf) {
    this.#rules = rules
    this.#shelf = shelf
  }

  async whole<E extends Endpoint>(run: Run<E>, ask: Ask<E>): Promise<Answer<E>> {
    const call = await this.#callOf(run)
    if (call === undefined) return ask(run)
    const look = this.#lookWhole(call, ask)
    const { landed, isOwn } = await this.#land(call, look)
    if (landed.how !== 'live') return answerOf(call, landed, isOwn)
    const { readWhole } = await import('./streaming.js')
    // Only endpoints that stream have live streams.
    const reply = await readWhole(call as unknown as CachedCall<Streamed>, landed.trunk)
    if (reply === undefined) return answerOf(call, await look(run), true)
    tell(run, 'shared', call.key)
    endCall(run, undefined, 0)
    return { reply: reply as Endpoints[E]['reply'], meta: cachedMeta(run, landed.trunk.source.meta, call.key, 'shared'), status: 200 }
  }

  async stream<E extends Streamed>(run: Run<E>): Promise<CallerStream<E>> {
    const [call, { openStream, openTrunk, replay, share }] = await Promise.all([this.#callOf(run), import('./streaming.js')])
    if (call === undefined) return openStream(run)
    const look: Look<E> = async (flying) =>
      (await this.#take(call, flying)) ?? { how: 'live', trunk: await openTrunk({ ...call, run: flying }, this.#shelf) }
    const { landed, isOwn } = await this.#land(call, look)
    return landed.how === 'live' ? share(call, landed.trunk, isOwn) : replay(call, answerOf(call, landed, isOwn))
  }

  async #callOf<E extends Endpoint>(run: Run<E>): Promise<CachedCall<E> | undefined> {
    const terms = termsOf(run, this.#rules)
    if (terms === undefined) return undefined
    const key = await cacheKey(run, terms.namespace)
    return key === undefined ? undefined : { run, terms, key }
  }

  #lookWhole<E extends Endpoint>(call: CachedCall<E>, ask: Ask<E>): Look<E> {
    const { request } = call.run.prepared
    const texts =
      call.run.endpoint === 'embeddings' && 'input' in request ? textsOf(request as Endpoints['embeddings']['request']) : undefined
    if (texts !== undefined)
      // The endpoint says which request, reply and run these are.
      return ((run: Run<'embeddings'>) =>
        lookUpTexts({ ...call, run }, texts, this.#shelf, ask as unknown as Ask<'embeddings'>)) as unknown as Look<E>
    return async (run) => {
      const kept = await this.#take(call, run)
      if (kept !== undefined) return kept
      const answer = await ask(run)
      const text = JSON.stringify(answer.reply)
      await this.#shelf.keep({ ...call, run }, answer.reply, text, answer.meta)
      // Read back from what was written here.
      return { how: 'asked', answer, copy: () => JSON.parse(text) as Endpoints[E]['reply'] }
    }
  }

  /** What is kept for a call; tells the observer where that is nothing. */
  async #take<E extends Endpoint>(call: CachedCall<E>, run: Run<E>): Promise<Landed<E> | undefined> {
    const kept = call.terms.reads ? await this.#shelf.take(call, call.key) : undefined
    if (kept === undefined) {
      tell(run, 'miss', call.key)
      return undefined
    }
    return { how: 'kept', kept, copy: () => readEntry(run.endpoint, kept.text)?.reply ?? kept.reply }
  }

  /**
   * Looks by itself, or waits for an identical call that does already. The failure of another is not passed on: it tells of
   * that one's attempts, timeout and signal. The first that waited for it asks, the others wait for that one; after a second
   * failure each asks by itself, so that nobody waits for a long line of failing calls.
   */
  async #land<E extends Endpoint>(call: CachedCall<E>, look: Look<E>): Promise<Outcome<E>> {
    const { run, terms, key } = call
    // Calls that want no kept answer, or none kept, do not share one either.
    if (!terms.reads || !terms.keeps) return { landed: await look(run), isOwn: true }
    const seat = `${terms.maxAgeMs} ${key} ${ownChain(run)}`
    for (let failures = 0; failures < mostFailures; failures++) {
      const trunk = this.#trunks.get(seat)
      if (trunk !== undefined) {
        trunk.board()
        return { landed: { how: 'live', trunk }, isOwn: false }
      }
      const flight = this.#flights.get(seat)
      if (flight === undefined) return { landed: await this.#lead(run, seat, look), isOwn: true }
      const landed = await flight.join(run)
      if (landed === 'late') break
      // The endpoint is a part of the key, so what landed is of the same endpoint.
      if (landed !== 'failed') return { landed: landed as unknown as Landed<E>, isOwn: false }
    }
    return { landed: await look(run), isOwn: true }
  }

  #lead<E extends Endpoint>(run: Run<E>, seat: string, look: Look<E>): Promise<Landed<E>> {
    // The caller's own signal ends its waiting; what ends the call itself is that nobody waits any more.
    const flight = new Flight((signal) => look(run.signal === undefined ? run : copyRun(run, { signal })), {
      onLost: () => forget(),
      onLanding: (landed, passengers) => {
        forget()
        if (landed.how !== 'live') return
        landed.trunk.begin(passengers)
        this.#trunks.set(seat, landed.trunk)
      },
      onLeft: (landed) => {
        if (landed.how === 'live') landed.trunk.leave()
      },
    })
    const forget = () => {
      if (this.#flights.get(seat) === shared) this.#flights.delete(seat)
    }
    // See `#land`: only calls of the same endpoint find it.
    const shared = flight as unknown as Flight<Landed>
    this.#flights.set(seat, shared)
    return flight.ride(run)
  }
}

/**
 * Which models may stand in for the one that is asked, as the call itself says it: an answer under way may come to be one of
 * theirs. Of kept answers none is.
 */
function ownChain({ id, requested, chains, prepared: { controls } }: Run): string {
  if (requested === undefined && chains === undefined && controls.maxFallbacks === undefined) return ''
  const byModel = Object.entries(chains ?? {}).map(([kind, chain]) => [kind, [...chain]])
  try {
    return canonicalJson([requested, byModel, controls.maxFallbacks])
  } catch {
    return String(id) // circular parameters of a step: like no other call's
  }
}

/** The answer for one caller: its own, or a copy that cost nothing. */
function answerOf<E extends Endpoint>({ run, key }: CachedCall<E>, landed: Landed<E>, isOwn: boolean): Answer<E> {
  if (landed.how === 'live') throw new Error('llmgen bug: a stream under way is not an answer')
  if (landed.how === 'asked' && isOwn) return { ...landed.answer, meta: { ...landed.answer.meta, cacheKey: key } }
  const reply = withOwnMetadata(run, isOwn && landed.how === 'kept' ? landed.kept.reply : landed.copy())
  tell(run, landed.how === 'kept' ? 'hit' : 'shared', key)
  endCall(run, undefined, 0)
  const meta = landed.how === 'kept' ? cachedMeta(run, landed.kept.source, key, true) : cachedMeta(run, landed.answer.meta, key, 'shared')
  return { reply, meta, status: 200 }
}
