/** Price rows of a Plan: used ones, and families where the reply names the model. */
import { expect, test } from 'vitest'
import { plausibleRows } from '../../src/compiler/lower-prices.js'
import { planOf } from './plan-of.js'

const yaml = `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
  - { model_name: b, litellm_params: { model: anthropic/claude-sonnet-4-20250514 } }
  - { model_name: a, litellm_params: { model: azure/prod, api_base: http://h } }
  - { model_name: e, litellm_params: { model: azure/emb, api_base: http://h }, model_info: { mode: embedding } }
  - { model_name: gone, litellm_params: { model: groq/x }, model_info: { blocked: true } }
  - { model_name: c, litellm_params: { model: openai/gpt-4o } }
router_settings:
  model_group_alias: { z: b, y: { model: a, hidden: true }, x: gone }
`

test('equal price rows are one, and a family is carried once for chats and for embeddings', () => {
  const { deployments, prices } = planOf(yaml)
  expect(deployments.map((deployment) => deployment.price)).toEqual([
    { by: 'row', row: 0 },
    { by: 'row', row: 1 },
    { by: 'reply', family: 'openai' },
    { by: 'reply', family: 'openai' },
    { by: 'row', row: 0 },
  ])
  const models = prices.filter((row) => row.family === 'openai').map((row) => row.model)
  expect(models).toContain('gpt-4o-mini')
  expect(models).toContain('text-embedding-3-small')
  expect(models.filter((model) => /whisper|dall-e|tts/.test(model))).toEqual([])
  expect(new Set(models).size).toBe(models.length)
})

test('rows fit the kind of call', () => {
  const embeddings = plausibleRows('openai', 'embedding').map((row) => row.model)
  expect(embeddings).toContain('text-embedding-3-large')
  expect(embeddings).not.toContain('gpt-4o')
  expect(plausibleRows('openai', 'responses')).toEqual(plausibleRows('openai', 'chat'))
  expect(plausibleRows('nobody', 'chat')).toEqual([])
})
