/** When a worker that died is replaced: at once, later, or no more. */

/** What is known of the deaths so far. */
export type Deaths = {
  /** Workers in a row that died soon after they were started. */
  readonly early: number
}

export const noDeaths: Deaths = { early: 0 }

/** One that lived longer than this did not die of being started, milliseconds. */
const earlyMs = 10_000
const pause = { firstMs: 100, longestMs: 10_000 }
/** So many early deaths in a row, and nobody left who serves: starting another helps nobody. */
const mostEarly = 5

export type AfterDeath =
  | { readonly do: 'restart'; readonly afterMs: number; readonly deaths: Deaths }
  | { readonly do: 'give-up'; readonly early: number }

/** A worker died that had lived for `livedMs`; `serving` others serve. */
export function afterDeath({ early }: Deaths, livedMs: number, serving: number): AfterDeath {
  if (livedMs >= earlyMs) return { do: 'restart', afterMs: pause.firstMs, deaths: noDeaths }
  const deaths = { early: early + 1 }
  if (deaths.early >= mostEarly && serving === 0) return { do: 'give-up', early: deaths.early }
  return { do: 'restart', afterMs: Math.min(pause.firstMs * 2 ** early, pause.longestMs), deaths }
}
