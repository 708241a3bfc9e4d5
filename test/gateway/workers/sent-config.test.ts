/** A config on its way to a worker comes out as it went in. */
import { expect, test } from 'vitest'
import { readPriceMap } from '../../../src/catalog/litellm-map.js'
import { readConfig } from '../../../src/gateway/config-source.js'
import { originOf } from '../../../src/gateway/stored-models.js'
import { fromSent, toSent } from '../../../src/gateway/workers/sent-config.js'

const { map: prices } = readPriceMap({ 'gpt-x': { litellm_provider: 'openai', mode: 'chat', input_cost_per_token: 1e-6 } })
const source = {
  source: 'model_list: [{ model_name: a, litellm_params: { model: openai/gpt-x, api_key: sk-proj-abcdefghijklmnopqrstuvwxyz0123456789 } }]',
  allowLiteralSecrets: true,
  prices,
}

test('Plan, secrets and what they were made of survive JSON', () => {
  const read = readConfig(source, {})
  if (read.lowered === undefined) throw new Error('the config has errors')
  const origin = originOf(source, read)
  const arrived = fromSent(JSON.parse(JSON.stringify(toSent(read.lowered, origin))))
  expect(arrived).toEqual({ ...read.lowered, origin })
  expect(origin).toEqual({ sources: [{ path: 'config', text: source.source }], allowLiteralSecrets: true, prices })
  expect(prices.size).toBeGreaterThan(0)
  expect(originOf(arrived, read)).toEqual(origin)
})

test('a Plan that came without its config goes without it', () => {
  const { lowered } = readConfig({ source: 'model_list: []' }, {})
  if (lowered === undefined) throw new Error('the config has errors')
  expect(fromSent(JSON.parse(JSON.stringify(toSent(lowered, undefined))))).toEqual(lowered)
})
