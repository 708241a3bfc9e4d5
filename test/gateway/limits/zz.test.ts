import { test } from 'vitest'
import * as tables from '/work/main/src/gateway/store/tables.js'
import { openLimits } from '/work/main/test/gateway/limits/limits-app.js'
import { rowsOf } from '/work/main/src/gateway/limits/known-rows.js'
test('x', async () => {
  const app = await openLimits()
  const { db } = app.store.connection
  await db.insert(tables.budgets).values([{ budgetId: 'small', maxBudget: '0.15' }])
  await db.insert(tables.tags).values([{ tagName: 'poor-tag', budgetId: 'small' }])
  const { store, settings } = app.gateway.serving
  const rows = rowsOf(store!, settings.limits, () => app.now)
  console.log(await rows.tags.get(''), (rows.tags as any))
  const key = await app.addKey('sk-aaaa')
  for (const i of [1,2,3]) { const r = await app.call(key, { metadata: { tags: ['poor-tag', 'other'] } }); console.log(r.statusCode) }
  console.log(await db.select().from(tables.tags))
  await app.close()
}, 60000)
