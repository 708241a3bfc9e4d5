/** Attempts without what their row says already. */
import { expect, test } from 'vitest'
import { withoutRepeats, withRepeats } from '../../../src/gateway/store/spend-attempts.js'
import type { Json } from '../../../src/gateway/store/tables.js'
import { spendRow } from '../spend/spend-rows.js'

test.each<Json>([
  [{ id: 'd1', outcome: 'ok', status: 200, ms: 12 }],
  [
    { id: 'd2', outcome: 'failed', status: 500, ms: 3 },
    { id: 'd1', outcome: 'ok', status: 200, ms: 12, cost: '0.1' },
  ],
  [{ id: 'd1', outcome: 'failed', ms: 12 }],
  [{ id: 'd1', outcome: 'ok', ms: 12 }],
  [],
])('attempts come back as they were: %j', (attempts) => {
  const row = spendRow(1, { metadata: { attempts, stream: true } })
  const slim = withoutRepeats(row)
  expect(withRepeats(slim.metadata, row.model_id)).toEqual(row.metadata)
  expect(JSON.stringify(slim.metadata).length).toBeLessThanOrEqual(JSON.stringify(row.metadata).length)
})

test('the only attempt of a request that went well is its time alone', () => {
  const attempts = [{ id: 'd1', outcome: 'ok', status: 200, ms: 12 }]
  expect(withoutRepeats(spendRow(1, { metadata: { attempts } })).metadata).toEqual({ attempts: [{ ms: 12 }] })
})
