/** What both usage strategies share: the limits of a group's deployments, the counting of their use, and the pick. */
import type { NumberSetting } from '../../plan/plan.js'
import { readNumber } from '../settings.js'
import { countRequest, countTokens, weighUse } from '../usage.js'
import { drawEvenly, lowestOf } from './draw.js'
import type { GroupSources, Learner, Strategy } from './strategy.js'

/** A limit of 0 is as good as never, and still something that use can be divided by. */
const smallest = 1e-6

/** Draws that look for another with the same use: while nothing is used, all are alike. */
const draws = 4

/** The lowest share of the limits, which is worked out as use is counted; ties at random. */
export const leastUsed: Strategy = (_group, eligible, count, { usedShare }, random) => {
  const found = lowestOf(usedShare, eligible, count)
  const lowest = usedShare[found]
  for (let nth = 0; nth < draws; nth++) {
    const index = drawEvenly(eligible, count, random)
    if (usedShare[index] === lowest) return index
  }
  return found
}

/** One over each limit, by deployment index. A missing limit counts as the mean of the others; undefined where there is none. */
export function inverseOf({ plan, env, serving, table }: GroupSources, key: 'rpm' | 'tpm'): Float64Array | undefined {
  const limits = serving.map((index) => readNumber(settingOf(plan.deployments[index], key), env))
  const known = limits.filter((limit) => limit !== undefined)
  if (known.length === 0) return undefined
  const mean = known.reduce((sum, limit) => sum + limit, 0) / known.length
  const inverse = table(key)
  for (const [at, index] of serving.entries()) inverse[index] = 1 / Math.max(limits[at] ?? mean, smallest)
  return inverse
}

type Limited = { readonly rpm?: NumberSetting; readonly tpm?: NumberSetting }

function settingOf(deployment: Limited | undefined, key: 'rpm' | 'tpm'): NumberSetting | undefined {
  return deployment?.[key]
}

export const usageLearner: Learner = {
  begin: (state, groups) => {
    for (const { serving, prepared } of groups)
      if (prepared?.usage !== undefined)
        for (const index of serving) weighUse(state, index, prepared.usage.perToken[index] ?? 0, prepared.usage.perRequest[index] ?? 0)
  },
  started: countRequest,
  answered: (state, index, _sample, usage, now) => countTokens(state, index, usage, now),
}
