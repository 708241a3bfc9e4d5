/** `cache-elsewhere`: what it reports, and what it lets pass. */
import { describe, test } from 'vitest'
import { checkRule, type RuleCase } from './check-rule.js'

const config = (settings: string) => `
model_list:
  - { model_name: a, litellm_params: { model: openai/gpt-4o } }
litellm_settings:
${settings}
`

const cases: readonly RuleCase[] = [
  {
    name: 'a kind of cache that is not there',
    config: config('  cache: true\n  cache_params: { type: qdrant-semantic, similarity_threshold: 0.8 }'),
    want: [['warning', '5:25', 'a response cache of type "qdrant-semantic" is not supported']],
  },
  { name: 'Redis passes', config: config('  cache: true\n  cache_params: { type: redis }'), want: [] },
  { name: 'this process passes', config: config('  cache: true\n  cache_params: { type: local }'), want: [] },
  { name: 'a cache that is off passes', config: config('  cache_params: { type: s3 }'), want: [] },
]

describe('cache-elsewhere', () => {
  test.each(cases)('$name', (one) => checkRule('cache-elsewhere', one))
})
