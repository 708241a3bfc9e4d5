/** Price keys for units that this version does not count. */

import { priceKey } from '../../catalog/price-fields.js'
import type { Diagnostic } from '../diagnostic.js'
import { isPriceKey } from '../price-keys.js'
import type { RuleContext } from './rule.js'

export function* priceKeyNotUsed({ config }: RuleContext): Generator<Diagnostic> {
  const seen = new Set<string>()
  for (const { params, info } of config.models) {
    for (const { key, keyAt } of [params, info].flatMap((map) => [...(map?.entries.values() ?? [])])) {
      if (!isPriceKey(key) || priceKey(key) !== undefined || seen.has(key)) continue
      seen.add(key)
      yield {
        severity: 'note',
        rule: 'price-key-not-used',
        message: `\`${key}\` is not counted in this version`,
        at: keyAt,
        label: 'left out of the cost of a call',
      }
    }
  }
}
