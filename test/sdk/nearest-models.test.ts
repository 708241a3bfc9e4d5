/** Which model was meant. */
import { expect, test } from 'vitest'
import { nearestModels } from '../../src/sdk/nearest-models.js'

const rows: readonly { readonly model: string; readonly corrected?: string; readonly want: readonly string[] }[] = [
  { model: 'mistral-large-latest', want: ['mistral/mistral-large-latest'] },
  { model: 'llama-3.3-70b-versatile', want: ['groq/llama-3.3-70b-versatile'] },
  { model: 'deepseek-chat', want: ['deepseek/deepseek-chat'] },
  { model: 'grok-4', want: ['xai/grok-4'] },
  { model: 'antropic/claude-sonnet-4-5', corrected: 'anthropic/claude-sonnet-4-5', want: ['anthropic/claude-sonnet-4-5'] },
  { model: 'gpt-4oo', want: ['gpt-4o'] },
  { model: 'claude-sonet-4-5', want: ['claude-sonnet-4-5'] },
  { model: 'nothing-like-any-model', want: [] },
]
test.each(rows)('$model', ({ model, corrected, want }) => {
  expect(nearestModels(model, corrected).slice(0, want.length || 2)).toEqual(want)
})

test('at most two are offered', () => {
  expect(nearestModels('claude-sonnet-4', undefined).length).toBeLessThanOrEqual(2)
})
