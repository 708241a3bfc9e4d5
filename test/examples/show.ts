/** What the demo prints: titles, lines, bars, amounts. */
import type { Meta } from 'llmgen/runtime'

const colour = process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === ''
const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = (text: string): string => paint(1, text)
export const dim = (text: string): string => paint(2, text)

export function title(number: number, text: string): void {
  process.stdout.write(`\n${bold(`${number}  ${text}`)}\n`)
}

export function line(text = ''): void {
  process.stdout.write(text === '' ? '\n' : `   ${text}\n`)
}

/** One block a call, so that 12 calls are 12 blocks. */
export function bar(name: string, count: number): void {
  line(`${name.padEnd(28)} ${'█'.repeat(count)} ${count}`)
}

/** `$0.000123`, or why there is no price. */
export function cost({ cost: usd, costReason }: Pick<Meta, 'cost' | 'costReason'>): string {
  return usd === undefined ? `no price: ${costReason ?? 'unknown'}` : `$${usd.toFixed(6)}`
}

/** `azure 503 → openai 503 → anthropic ok`. */
export function attempts(meta: Pick<Meta, 'attempts'>): string {
  return meta.attempts.map((each) => `${each.provider} ${each.outcome === 'ok' ? 'ok' : each.status || each.outcome}`).join(' → ')
}
