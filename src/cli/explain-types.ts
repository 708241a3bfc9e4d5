/** What `llmgen explain` finds out, as data: the text and `--json` are made from it. */
import type { Hindrance } from '../runtime/hindrance.js'

export type Explanation = {
  readonly config: string
  readonly model: string
  readonly resolved: ResolvedName
  readonly strategy: string
  readonly seed: number
  readonly streaming: boolean
  readonly tokens: { readonly prompt: number; readonly output: number }
  readonly tags: readonly string[]
  readonly candidates: readonly Candidate[]
  readonly walk: readonly Step[]
  readonly end: End
  /** What should be known beside: variables that are not set, settings that stand in for others. */
  readonly notes: readonly string[]
}

/** What the name stands for. `group` is a model group or a wildcard's pattern. */
export type ResolvedName = {
  readonly as: 'group' | 'alias' | 'wildcard' | 'deployment'
  readonly group: string
  /** What each `*` of the pattern caught. */
  readonly captures?: readonly string[]
}

export type Candidate = {
  readonly index: number
  readonly id: string
  readonly provider: string
  readonly model: string
  readonly weight?: number
  readonly rpm?: number
  readonly tpm?: number
  readonly order?: number
  readonly tags?: readonly string[]
  readonly region?: string
  /** Part of the first picks that a client gets which has measured nothing yet, 0 to 1. */
  readonly share: number
  /** US dollars per million tokens; absent where not known, and `priceReason` says why. */
  readonly inputUsd?: number
  readonly outputUsd?: number
  readonly priceReason?: string
  /** Tokens. */
  readonly contextWindow?: number
  /** Why it gets nothing now; absent where it may serve. */
  readonly hindrance?: Hindrance | 'order'
}

/** One step of the call; `at` is milliseconds since it began. */
export type Step = { readonly at: number } & (
  | {
      readonly do: 'attempt'
      readonly nth: number
      readonly group: string
      readonly deployment: string
      readonly provider: string
      readonly model: string
      readonly strategy: string
      readonly eligible: number
      readonly timeouts: Timeouts
      readonly outcome: string
      readonly status: number
      readonly ms: number
      /** Estimated, for the tokens that were asked for; 0 for an answer that failed, which providers do not charge. */
      readonly costUsd?: number
      readonly costReason?: string
      /** After a failure: how many retries the group has for it, and where that number stands. */
      readonly retries?: { readonly allowed: number; readonly from: string }
    }
  | { readonly do: 'unready'; readonly group: string; readonly deployment: string; readonly kind: string }
  | { readonly do: 'cooldown'; readonly deployment: string; readonly ms: number }
  | { readonly do: 'wait'; readonly group: string; readonly ms: number }
  | { readonly do: 'fallback'; readonly from: string; readonly to: string; readonly because: string; readonly chain: string }
  | { readonly do: 'no-deployment'; readonly group: string; readonly waitMs: number }
  | { readonly do: 'refused'; readonly deployment: string; readonly by: string; readonly freeInMs: number }
  | { readonly do: 'queued'; readonly group: string; readonly ahead: number }
)

/** Milliseconds; absent is no limit. */
export type Timeouts = { readonly connect?: number; readonly firstByte?: number; readonly idle?: number; readonly total?: number }

export type End =
  | {
      readonly outcome: 'answered'
      readonly deployment: string
      readonly group: string
      readonly attempts: number
      readonly ms: number
      readonly costUsd?: number
      readonly costReason?: string
    }
  | {
      readonly outcome: 'failed'
      readonly error: string
      readonly status: number
      readonly code: string | null
      readonly message: string
      readonly attempts: number
      readonly ms: number
    }
