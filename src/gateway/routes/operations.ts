/** What an operator asks of a running gateway: budgets of providers, and who is told of calls. */
import type { Plan } from '../../plan/plan.js'
import { providerSpends } from '../provider-spend.js'
import { isObject } from '../request-body.js'
import type { Route } from '../route.js'

export const providerBudgets: Route = {
  method: 'GET',
  paths: ['/provider/budgets'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'Shows what each provider with a budget has cost in its period.',
  tags: ['spend'],
  handle: async ({ serving, reply }) => {
    const rows = (await providerSpends(serving)).map(({ name, limitUsd, spentUsd, period, endsAt }) => {
      const resetAt = endsAt === undefined ? null : new Date(endsAt).toISOString()
      return [name, { budget_limit: limitUsd ?? null, time_period: period, spend: spentUsd, budget_reset_at: resetAt }] as const
    })
    reply.send({ providers: Object.fromEntries(rows) })
  },
}

export const listCallbacks: Route = {
  method: 'GET',
  paths: ['/callbacks/list'],
  access: 'admin-read',
  errors: 'openai',
  summary: 'Lists the callbacks that the config names.',
  tags: ['service'],
  handle: ({ serving: { plan }, reply }) =>
    void reply.send({
      success: callbacksOf(plan, 'success_callback'),
      failure: callbacksOf(plan, 'failure_callback'),
      success_and_failure: callbacksOf(plan, 'callbacks'),
    }),
}

/** Names of one list of callbacks, or the one name that stands there. */
export function callbacksOf({ gateway }: Plan, name: 'success_callback' | 'failure_callback' | 'callbacks'): readonly string[] {
  const settings = gateway?.litellm_settings
  const list = isObject(settings) ? settings[name] : undefined
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : typeof list === 'string' ? [list] : []
}
