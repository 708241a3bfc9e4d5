/** LiteLLM's `provider-budget-routing`: a shuffle among those whose budget is not spent, which the budgets of the client see to. */
import { simpleShuffle } from './simple-shuffle.js'
import type { Strategy } from './strategy.js'

export const providerBudgetRouting: Strategy = simpleShuffle
