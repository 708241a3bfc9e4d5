/** What the attempt loop tells an observer: one event for each step it takes. */

/** Where and when. Calls run side by side, so `call` tells which events belong together. */
type Step = {
  /** Number of the call within its client, from 1; 0 where another instance is the cause: a rest that it shares. */
  readonly call: number
  /** The client's clock, milliseconds. */
  readonly at: number
}

/** `group` is a model group or a wildcard pattern. */
export type RouterEvent =
  /** A deployment was picked and is asked now. */
  | (Step & {
      readonly type: 'attempt'
      readonly group: string
      readonly deploymentId: string
      readonly provider: string
      /** Of the call, from 1. */
      readonly attempt: number
      /** Retries in this group so far: 0 is its first attempt. */
      readonly retry: number
      /** Who chose it, and among how many that could serve. */
      readonly strategy: string
      readonly eligible: number
    })
  /** It answered; for streams, the stream has ended. */
  | (Step & {
      readonly type: 'success'
      readonly group: string
      readonly deploymentId: string
      readonly durationMs: number
      /** Integer nano-dollars; undefined where the price is not known. */
      readonly costNanoUsd: number | undefined
      /** Tokens of prompt and answer; undefined where the provider did not count them. */
      readonly inputTokens: number | undefined
      readonly outputTokens: number | undefined
    })
  /** It failed, could not be asked (no key, no address), or the caller left; `kind` and `code` are the error's. */
  | (Step & {
      readonly type: 'failure'
      readonly group: string
      readonly deploymentId: string
      readonly kind: string
      readonly code: string | null
      readonly status: number
      readonly durationMs: number
    })
  /** Every deployment of the group rests; the first returns after `waitMs`. */
  | (Step & { readonly type: 'no-deployment'; readonly group: string; readonly waitMs: number })
  | (Step & { readonly type: 'cooldown'; readonly deploymentId: string; readonly untilMs: number })
  /** A deployment that had rested answered, and serves again. */
  | (Step & { readonly type: 'recovered'; readonly deploymentId: string })
  /** A limit or a budget refused the deployment that was picked; another is picked. `by` is the claim's key. */
  | (Step & {
      readonly type: 'refused'
      readonly group: string
      readonly deploymentId: string
      readonly by: string
      readonly freeAt: number
    })
  /** Every deployment that fits is busy or rests: the call waits for one. */
  | (Step & { readonly type: 'queued'; readonly group: string; readonly ahead: number })
  /** Answered from the response cache, or put there. */
  | (Step & {
      readonly type: 'cache'
      readonly outcome: 'hit' | 'miss' | 'stored' | 'shared'
      readonly group: string
      readonly key: string
    })
  | (Step & { readonly type: 'wait'; readonly group: string; readonly ms: number })
  | (Step & { readonly type: 'fallback'; readonly from: string; readonly to: string; readonly because: string })
  /** The call is over; only the cache may still say that it stored the answer. `outcome` is `ok`, or the kind of the error that it ended with. */
  | (Step & {
      readonly type: 'done'
      /** As the caller named it. */
      readonly model: string
      readonly outcome: string
      readonly code: string | null
      /** HTTP status of the answer, or of the error. */
      readonly status: number
      readonly attempts: number
      readonly fallbacks: number
      readonly durationMs: number
      readonly costNanoUsd: number | undefined
    })
