/** Routes of the administration while the database is away. */
import { expect, test } from 'vitest'
import { adminRoute } from '../../../src/gateway/admin/admin-route.js'
import type { Route } from '../../../src/gateway/route.js'
import { openEmbedded } from '../../../src/gateway/store/embedded.js'
import { openAdmin } from './admin-app.js'

const failing = (path: string, error: unknown): Route =>
  adminRoute({ method: 'GET', paths: [path], access: 'admin', summary: 's', tags: [], answer: () => Promise.reject(error) })
const query = (cause: object) => new Error('Failed query: select', { cause: Object.assign(new Error('the cause'), cause) })

test('a database that cannot be asked is a 503, and nobody learns why; other errors are bugs', async () => {
  const connection = await openEmbedded(undefined)
  const rows: readonly (readonly [string, unknown, number])[] = [
    ['/refused', query({ code: 'ECONNREFUSED' }), 503],
    ['/stopped', query({ code: '57P01' }), 503],
    ['/full', query({ code: '53300' }), 503],
    ['/cut', query({ message: 'Connection terminated unexpectedly' }), 503],
    ['/slow', new Error('timeout exceeded when trying to connect'), 503],
    ['/bug', query({ code: '42601' }), 500],
    ['/other', new TypeError('x'), 500],
  ]
  const { get } = await openAdmin(connection, { routes: rows.map(([path, error]) => failing(path, error)) })
  for (const [path, , status] of rows) {
    const { error, body } = await get(path)
    expect([path, error?.slice(0, 2)]).toEqual([path, [status, status === 503 ? 'no_db_connection' : 'internal_server_error']])
    expect(JSON.stringify(body)).not.toContain('select')
  }
  await connection.close()
})
