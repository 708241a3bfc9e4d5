/** The figures as lines of text. */
import type { BenchCase } from './cases.js'
import type { Keyed } from './keyed.js'
import type { SelfTime } from './profile.js'
import type { Figures } from './rounds.js'
import type { StartFigures } from './starts.js'

/** What is promised for `llmgen serve` without a database. */
export const budgets = { answerMs: 500, idleMegabytes: 90 }

export function figuresTable({ title, budget, connections }: BenchCase, figures: readonly Figures[]): string {
  const lines = figures.map(({ name, microseconds, ratio, ratios, perSecond, p50, p99, errors }) => {
    const [least, most] = ratios.map((each) => each.toFixed(2))
    const cost = `${microseconds.toFixed(0).padStart(7)} µs CPU ${ratio.toFixed(2).padStart(6)}x (${least}-${most})`
    const speed = `${perSecond.toFixed(0).padStart(7)}/s   p50 ${p50.toFixed(2).padStart(7)} ms   p99 ${p99.toFixed(2).padStart(7)} ms`
    return `  ${name.padEnd(20)} ${cost} ${speed}${errors === 0 ? '' : `   ${errors} ERRORS`}`
  })
  return ['', `${title}, ${connections} connections${budget === undefined ? '' : ` (budget for llmgen: ${budget}x)`}`, ...lines].join('\n')
}

/** What is told of gateways with a database beside their figures; `lookUps`: questions for a caller under load. */
export function keyedTable(
  all: readonly (Pick<Keyed, 'contender' | 'budget' | 'isEmbedded'> & {
    readonly figures: Figures | undefined
    readonly lookUps: number | undefined
  })[],
): string {
  const lines = all.map(({ contender, budget, isEmbedded, figures, lookUps }) => {
    const own = figures === undefined ? Number.NaN : figures.microseconds - figures.beside
    const without = ((figures?.ratio ?? Number.NaN) * own) / (figures?.microseconds ?? Number.NaN)
    const thread = isEmbedded
      ? `   ${figures?.beside.toFixed(0)} µs of it in the thread of the database, ${without.toFixed(2)}x without`
      : ''
    return `  ${contender.name.padEnd(20)} budget ${budget}x   look-ups of callers: ${lookUps ?? 'not counted'}${thread}`
  })
  return lines.join('\n')
}

export function startsTable(figures: readonly StartFigures[]): string {
  const { answerMs, idleMegabytes } = budgets
  const lines = figures.map(
    (each) =>
      `  ${each.name.padEnd(20)} ${each.answerMs.toFixed(0).padStart(6)} ms to the first answer ${each.chatMs.toFixed(0).padStart(6)} ms to the first chat ${each.idleMegabytes.toFixed(1).padStart(7)} MB idle`,
  )
  return ['', `start (budget for llmgen: ${answerMs} ms, ${idleMegabytes} MB)`, ...lines].join('\n')
}

export function memoryTable(figures: readonly { readonly name: string; readonly megabytes: number }[]): string {
  return [
    '',
    'memory after the load',
    ...figures.map(({ name, megabytes }) => `  ${name.padEnd(20)} ${megabytes.toFixed(1).padStart(7)} MB`),
  ].join('\n')
}

export function profileTable({ title }: BenchCase, times: readonly SelfTime[]): string {
  return [
    '',
    `${title}: time of their own`,
    ...times.map(({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`),
  ].join('\n')
}
