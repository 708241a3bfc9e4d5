/** Text models of OpenAI through a compiled client: asked in chats and for completions alike, as LiteLLM does. */
import { expect, test } from 'vitest'
import { openaiText } from '../../src/providers/openai-text.js'
import { createClient, simpleShuffle } from '../../src/runtime/index.js'
import { planOf } from '../compiler/plan-of.js'
import { fakeTransport } from '../support/fake-transport.js'

test('a text model answers chats and completions', async () => {
  const plan = planOf(
    'model_list: [{ model_name: t, litellm_params: { model: text-completion-openai/gpt-3.5-turbo-instruct, api_key: os.environ/K } }]',
  )
  const transport = fakeTransport(() => ({
    json: { id: 'c', object: 'text_completion', choices: [{ text: ' four', index: 0, finish_reason: 'stop' }] },
  }))
  const llm = createClient<{ chat: { t: never }; embedding: Record<never, never> }>(
    { plan, adapters: { 'openai-text': openaiText }, strategies: { 'simple-shuffle': simpleShuffle } },
    { env: { K: 'k' }, transport },
  )
  const chat = await llm.completion({ model: 't', messages: [{ role: 'user', content: 'two and two?' }] })
  const text = await llm.completions.create({ model: 't', prompt: 'two and two?' })
  expect([chat.choices[0]?.message.content, text.choices[0]?.text]).toEqual([' four', ' four'])
  expect(transport.requests.map(({ url }) => url)).toEqual(Array.from({ length: 2 }, () => 'https://api.openai.com/v1/completions'))
})
