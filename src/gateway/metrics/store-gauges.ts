/** What the store has to do: rows that await the database, and whether it takes them. */
import { softBudgetsOf } from '../limits/soft-budgets.js'
import type { SpendGaps } from '../spend/spend-observer.js'
import type { GatewayStore } from '../store/gateway-store.js'
import type { Registry } from './exposition.js'

/** Sets the gauges anew; to be called before the text is made. */
export function createStoreGauges(registry: Registry, store: GatewayStore, gaps: SpendGaps): () => void {
  const waiting = registry
    .gauge({ name: 'llmgen_spend_rows_waiting', help: 'Spend rows that the database does not have yet.', labels: [] })
    .series([])
  const offDisk = registry
    .gauge({
      name: 'llmgen_spend_rows_off_disk',
      help: 'Of the rows that wait, those in memory alone, since the disk takes none. Anything but 0 is a fault.',
      labels: [],
    })
    .series([])
  const failures = registry
    .counter({ name: 'llmgen_spend_write_failures_total', help: 'Writes of spend rows that failed, and are tried again.', labels: [] })
    .series([])
  const lost = registry
    .counter({
      name: 'llmgen_spend_rows_lost_total',
      help: 'Requests of which no row could be kept. Anything but 0 is a fault.',
      labels: [],
    })
    .series([])
  const soft = registry
    .counter({ name: 'llmgen_soft_budgets_reached_total', help: 'Soft budgets that were reached, once each period.', labels: [] })
    .series([])
  const isOpen = registry.gauge({ name: 'llmgen_database_open', help: 'Whether the database is open.', labels: [] }).series([])
  return () => {
    waiting.value = store.spend.waiting
    offDisk.value = store.spend.offDisk
    failures.value = store.spend.failedWrites
    soft.value = softBudgetsOf(store).count
    lost.value = gaps.missing
    isOpen.value = store.state === 'open' ? 1 : 0
  }
}
