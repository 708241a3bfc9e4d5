/** Prices are dollars per token. One typed per million makes every budget trip at once. */
import type { Diagnostic } from '../diagnostic.js'
import { toPicodollars } from '../price-keys.js'
import type { RuleContext } from './rule.js'

/** 0.01 dollars: a thousand times the dearest model. */
const suspicious = 1e10

export function* pricePerMillion({ config }: RuleContext): Generator<Diagnostic> {
  for (const { params, info } of config.models) {
    for (const { key, value } of [params, info].flatMap((map) => [...(map?.entries.values() ?? [])])) {
      if (!/^(input|output)_cost_per_(reasoning_|audio_)?token|token_cost/.test(key)) continue
      const price = toPicodollars(value)
      if (price === undefined || price <= suspicious) continue
      yield {
        severity: 'warning',
        rule: 'price-per-million',
        message: `\`${key}\` is ${price / 1e12} dollars per token`,
        at: value.at,
        label: `that is ${price / 1e6} dollars per million tokens`,
        help: { text: 'prices are per token: divide a price per million by 1,000,000', replacement: decimal(price / 1e18) },
      }
    }
  }
}

/** Without an exponent: YAML 1.1 reads `5e-7` as text. */
function decimal(number: number): string {
  return number.toFixed(18).replace(/0+$/, '')
}
