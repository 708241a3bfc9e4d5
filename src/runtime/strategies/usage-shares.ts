/** What both usage strategies share: the limits of a group's deployments, and the counting of their use. */
import type { NumberSetting } from '../../plan/plan.js'
import { readNumber } from '../settings.js'
import { countRequest, countTokens } from '../usage.js'
import type { GroupSources, Learner, Prepared } from './strategy.js'

/** A limit of 0 is as good as never, and still something that use can be divided by. */
const smallest = 1e-6

/** One over each limit. A missing limit counts as the mean of the others. */
export function sharesOf({ plan, env, serving, weights }: GroupSources): Prepared {
  const inverse = (key: 'rpm' | 'tpm'): Float64Array | undefined => {
    const limits = serving.map((index) => readNumber(settingOf(plan.deployments[index], key), env))
    const known = limits.filter((limit) => limit !== undefined)
    if (known.length === 0) return undefined
    const mean = known.reduce((sum, limit) => sum + limit, 0) / known.length
    const byDeployment = new Float64Array(weights.length)
    for (const [at, index] of serving.entries()) byDeployment[index] = 1 / Math.max(limits[at] ?? mean, smallest)
    return byDeployment
  }
  const none = new Float64Array(weights.length)
  return { usage: { perToken: inverse('tpm'), perRequest: inverse('rpm'), even: none.map(() => 1), none } }
}

type Limited = { readonly rpm?: NumberSetting; readonly tpm?: NumberSetting }

function settingOf(deployment: Limited | undefined, key: 'rpm' | 'tpm'): NumberSetting | undefined {
  return deployment?.[key]
}

export const usageLearner: Learner = {
  started: countRequest,
  answered: (state, index, _sample, usage, now) => countTokens(state, index, usage, now),
}
