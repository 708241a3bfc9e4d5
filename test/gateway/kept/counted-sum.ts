/** What instances count of a key's budget, asked of the place where they count. */
import { isRefusal, type StateStore } from '../../../src/protocol/state-store.js'

/** Spent and reserved of the key's own budget, nano-dollars. `token` is its hash. */
export async function countedSum(state: StateStore, token: string): Promise<{ readonly spent: number; readonly reserved: number }> {
  const sum = { kind: 'sum', key: `key:${token}:spend:ever:0`, limit: 1e15, amount: 0, known: 0, endsAt: 0, leaseMs: 1 } as const
  const probed = await state.reserve([sum], Date.now())
  if (isRefusal(probed)) throw new Error('a budget without a bound refuses')
  const [{ used, spent = 0 } = { used: Number.NaN }] = probed.meters
  return { spent, reserved: used - spent }
}
