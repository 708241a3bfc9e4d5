/** A gateway with one model for each wire format behind it. */

import type { MockScript } from '../../src/testing/index.js'
import { type Setup, setUp } from './gateway-support.js'

/** Names of the config, by the format of the host behind them. */
export const formats = ['openai', 'anthropic', 'gemini'] as const

const yaml = `
model_list:
  - model_name: openai
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: anthropic
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
  - model_name: gemini
    litellm_params: { model: gemini/gemini-2.5-flash, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
  - model_name: team/first
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
  - model_name: mixed
    litellm_params: { model: anthropic/claude-sonnet-4-5, api_base: MOCK, api_key: os.environ/PROVIDER_KEY }
router_settings:
  num_retries: 0
  disable_cooldowns: true
  fallbacks: [{ mixed: [openai] }]
general_settings:
  master_key: os.environ/LITELLM_MASTER_KEY
`

/** Starts mock and gateway; both end with the test. */
export function setUpDoors(script?: MockScript): Promise<Setup> {
  return setUp({ yaml, ...(script !== undefined && { script }) })
}
