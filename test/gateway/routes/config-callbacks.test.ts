/** What a manager of gateways reads of callbacks and routing. */
import { expect, test } from 'vitest'
import { appFor } from './keyed.js'

const yaml = `
model_list:
  - { model_name: gpt-4o, litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }
  - { model_name: spare, litellm_params: { model: openai/gpt-4o-mini, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY } }
router_settings:
  routing_strategy: simple-shuffle
  num_retries: 2
  timeout: os.environ/ROUTER_TIMEOUT
  fallbacks: [{ gpt-4o: [spare] }]
  model_group_alias: { gpt-4: gpt-4o, hidden: { model: gpt-4o, hidden: true } }
litellm_settings: { success_callback: [langfuse], callbacks: [prometheus] }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const env = { PROVIDER_KEY: 'sk-provider-planted', LITELLM_MASTER_KEY: 'sk-planted-master' }

test('callbacks and the settings of routing are shown as they are written, without what variables hold', async () => {
  const { get } = await appFor({ role: 'proxy_admin', kind: 'master' }, { yaml, env })
  const { status, body } = await get('/get/config/callbacks')
  expect([status, body]).toEqual([
    200,
    {
      status: 'success',
      callbacks: [
        { name: 'langfuse', type: 'success', variables: {} },
        { name: 'prometheus', type: 'success_and_failure', variables: {} },
      ],
      alerts: [],
      router_settings: {
        routing_strategy: 'simple-shuffle',
        model_group_alias: { 'gpt-4': 'gpt-4o', hidden: { model: 'gpt-4o', hidden: true } },
        fallbacks: [{ 'gpt-4o': ['spare'] }],
        num_retries: 2,
        timeout: null,
      },
      available_callbacks: {},
    },
  ])
})

test('is for administrators, not for those who look on', async () => {
  const { get } = await appFor({ role: 'proxy_admin_viewer', kind: 'key' }, { yaml, env })
  expect((await get('/get/config/callbacks')).status).toBe(403)
})
