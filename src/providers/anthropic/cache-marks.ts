/** Anthropic takes at most four cache breakpoints in a request. */
import type { CacheMark, TextBlock, Turn } from './body.js'

const most = 4

type Carrier = { cache_control?: CacheMark }

/** Removes marks beyond the limit: the oldest in the messages first, since later marks cover more of the prefix. */
export function limitMarks(fixed: readonly Carrier[], turns: readonly Turn[], reserved: number): void {
  const inFixed = fixed.filter((carrier) => carrier.cache_control !== undefined)
  const inTurns: Carrier[] = turns.flatMap((turn) => [...turn.content]).filter((block): block is TextBlock => 'cache_control' in block)
  let surplus = inFixed.length + inTurns.length + reserved - most
  for (const carrier of [...inTurns, ...inFixed]) {
    if (surplus <= 0) return
    delete carrier.cache_control
    surplus -= 1
  }
}
