/** What the attempt loop tells an observer: one event for each decision it acts on. */

export type RouterEvent =
  | {
      readonly type: 'attempt'
      readonly at: number
      readonly group: string
      readonly deploymentId: string
      readonly provider: string
      readonly attempt: number
    }
  | {
      readonly type: 'success'
      readonly at: number
      readonly group: string
      readonly deploymentId: string
      readonly durationMs: number
      readonly costNanoUsd: number | undefined
    }
  | {
      readonly type: 'failure'
      readonly at: number
      readonly group: string
      readonly deploymentId: string
      readonly kind: string
      readonly status: number
      readonly durationMs: number
    }
  | { readonly type: 'cooldown'; readonly at: number; readonly deploymentId: string; readonly untilMs: number }
  | { readonly type: 'wait'; readonly at: number; readonly group: string; readonly ms: number }
  | { readonly type: 'fallback'; readonly at: number; readonly from: string; readonly to: string; readonly because: string }
