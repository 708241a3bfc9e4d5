/** `/global/spend/reset`: every key and team begins anew. */
import type { Route } from '../route.js'
import { resetAllSpend } from '../store/spend-reset.js'
import { adminRoute, audit, forbidden } from './admin-route.js'

export const globalReset: Route = adminRoute({
  method: 'POST',
  paths: ['/global/spend/reset'],
  access: 'admin',
  summary: 'Sets what all keys and teams have spent to 0; the log stays. For the master key alone.',
  tags: ['spend'],
  answer: async (desk) => {
    if (desk.identity.kind === 'key') throw forbidden('only the master key may reset what all keys and teams have spent')
    await desk.store.connection.transaction(async (db) => {
      await resetAllSpend(db)
      await audit(desk, db, { action: 'updated', table: 'LiteLLM_VerificationToken', id: 'all', after: { spend: 0 } })
    })
    await desk.store.tell({ kind: 'all', id: '' })
    return { message: 'Spend for all API Keys and Teams reset successfully', status: 'success' }
  },
})
