/** A body goes on as it came for every caller who may use its model, by whatever the config grants it. */
import { expect, test } from 'vitest'
import { appFor } from '../routes/keyed.js'

const yaml = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
    model_info: { access_groups: [beta] }
  - model_name: other
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY }
router_settings: { num_retries: 0 }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
/** Written anew it would be shorter. */
const payload = `{ "model" : "gpt-4o",   "messages" : [ { "role" : "user", "content" : "${'long '.repeat(20_000)}" } ] }`

test.each([
  { name: 'no list', models: undefined, want: [200, payload.length] },
  { name: 'the model', models: ['gpt-4o'], want: [200, payload.length] },
  { name: 'an access group of the model', models: ['beta'], want: [200, payload.length] },
  { name: 'a pattern of the provider', models: ['openai/*'], want: [200, payload.length] },
  { name: 'another model', models: ['other'], want: [403, undefined] },
])('a key with $name', async ({ models, want }) => {
  const { app, mock } = await appFor({ models }, { yaml })
  const answer = await app.inject({ method: 'POST', url: '/v1/chat/completions', payload, headers: { 'content-type': 'application/json' } })
  const sent = mock.requests[0]?.headers['content-length']
  expect([answer.statusCode, sent === undefined ? undefined : Number(sent)]).toEqual(want)
})
