/** A customer who is deleted while a row of theirs is on its way comes back as a name with what the row cost, and with nothing else. */
import { describe, expect, test } from 'vitest'
import { openKept, places } from './kept-gateway.js'

const priced = `
model_list:
  - model_name: gpt-4o
    litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1, api_key: os.environ/PROVIDER_KEY, input_cost_per_token: 0.0001, output_cost_per_token: 0.0001 }
router_settings: { num_retries: 0, disable_cooldowns: true }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`
const script = { 'gpt-4o': { usage: { inputTokens: 10, outputTokens: 190 } } }
const usd = 0.02

describe.each(places)('on $kind', ({ kind, isThere }) => {
  test.skipIf(!isThere)(
    'what a deleted customer had is gone, and what they still cost is counted under their name',
    async () => {
      const kept = await openKept({ kind, yaml: priced, script })
      const { post, get, chat, settled } = kept
      const { key } = (await post('/key/generate', {})).body
      const limits = { alias: 'Ann', max_budget: 0.5, budget_duration: '30d', allowed_model_region: 'eu' }
      expect((await post('/customer/new', { user_id: 'ann', ...limits })).status).toBe(200)
      expect((await chat(key, { user: 'ann' })).status).toBe(200)
      expect((await post('/customer/block', { user_ids: ['ann'] })).status).toBe(200)
      expect((await chat(key, { user: 'ann' })).status).toBe(403)
      // its row may be on its way, or there: what comes after is the same
      expect((await post('/customer/delete', { user_ids: ['ann'] })).status).toBe(200)
      await settled()

      // neither blocked nor limited by what was
      expect((await chat(key, { user: 'ann' })).status).toBe(200)
      await settled()
      const { body } = await get('/customer/info?end_user_id=ann')
      expect(body).toMatchObject({ alias: null, blocked: false, budget_id: null, litellm_budget_table: null, allowed_model_region: null })
      expect([usd, 2 * usd]).toContain(Number(body.spend))
      const log = (await get(`/spend/logs?api_key=${key}`)).body
      expect(log.filter((row: { end_user: string; status: string }) => row.end_user === 'ann' && row.status === 'success')).toHaveLength(2)
    },
    60_000,
  )

  test.skipIf(!isThere)(
    'one who is made anew begins with nothing spent, whatever the one before had',
    async () => {
      const { post, get, chat, settled } = await openKept({ kind, yaml: priced, script })
      const { key } = (await post('/key/generate', {})).body
      const made = async () => (await post('/customer/new', { user_id: 'ben', max_budget: 0.05 })).status
      const calls = async () => {
        const statuses: number[] = []
        for (let nth = 0; nth < 5; nth++) statuses.push((await chat(key, { user: 'ben', max_tokens: 190 })).status)
        return statuses
      }
      expect(await made()).toBe(200)
      const before = await calls()
      expect([before[0], before.at(-1)]).toEqual([200, 429])
      await settled()
      expect((await post('/customer/delete', { user_ids: ['ben'] })).status).toBe(200)
      expect(await made()).toBe(200)
      expect(Number((await get('/customer/info?end_user_id=ben')).body.spend)).toBe(0)
      expect(await calls()).toEqual(before)
    },
    60_000,
  )
})
