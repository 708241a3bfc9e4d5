import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { openPostgres } from '../../../src/gateway/store/postgres.js'
import { spendRoutes } from '../../../src/gateway/admin/spend-routes.js'
import { seededRandom } from '../../../src/runtime/index.js'
import { openAdmin } from './admin-app.js'
import { timeRoutes } from './spend-load.js'
test('x', async () => {
  const c = await openPostgres(readFileSync('/tmp/helper-d/url','utf8'), console.error)
  const app = await openAdmin(c, { routes: spendRoutes })
  app.clock.now = Date.UTC(2026, 1, 28, 12)
  const t = await timeRoutes(app, { times: Number(process.env.TIMES ?? 20), end: Date.UTC(2026,2,1), random: seededRandom(3) })
  console.log(t.map(x => `${x.name.padEnd(45)} ${x.p50.toFixed(0).padStart(6)} ${x.p95.toFixed(0).padStart(6)} ${(x.bytes/1024).toFixed(0).padStart(8)}k`).join('\n'))
  await c.close()
}, 600000)
