/** What stands above a model's name in emitted code: deployments, context window, price, missing features, fallbacks. */
import type { Chain, Deployment, Group, Plan, TextSetting, Wildcard } from '../../plan/plan.js'
import type { PriceRow } from '../../plan/prices.js'
import { code, commentText } from './doc-comment.js'
import { featureNames, missingFeatures } from './missing-features.js'

const mostListed = 6

/** Lines of the doc comment of a group, a wildcard, or an alias of one (`alias` is its own name). */
export function describeModel(plan: Plan, model: Group | Wildcard, alias?: { readonly name: string; readonly hidden: boolean }): string[] {
  const name = 'name' in model ? model.name : model.pattern
  const deployments = model.deployments.flatMap((index) => plan.deployments[index] ?? [])
  const window = 'contextWindow' in model ? model.contextWindow : undefined
  const missing = missingFeatures(model.capabilities)
  return [
    ...(alias === undefined ? [] : [`Alias of ${code(name)}${alias.hidden ? ', left out of model lists' : ''}.`]),
    deploymentLine(deployments),
    window === undefined ? 'Context window: unknown.' : `Context window: ${grouped(window)} tokens.`,
    priceLine(plan, deployments),
    ...(missing.length === 0 ? [] : [`Known to lack: ${missing.map((feature) => featureNames[feature]).join(', ')}.`]),
    ...fallbackLines(plan, alias === undefined ? [name] : [alias.name, name]),
  ]
}

function deploymentLine(deployments: readonly Deployment[]): string {
  const names = deployments.map((deployment) => code(`${deployment.provider}/${shown(deployment.model)}`))
  const more = names.length > mostListed ? ` and ${names.length - mostListed} more` : ''
  return `${names.length === 1 ? 'Deployment' : 'Deployments'}: ${names.slice(0, mostListed).join(', ')}${more}.`
}

const shown = (setting: TextSetting): string => (typeof setting === 'string' ? setting : `$${setting.env}`)

function priceLine(plan: Plan, deployments: readonly Deployment[]): string {
  const rows: PriceRow[] = []
  const others = new Set<string>()
  for (const { price } of deployments) {
    const row = price.by === 'row' ? plan.prices[price.row] : undefined
    if (row !== undefined) rows.push(row)
    else if (price.by === 'reply') others.add('by the model that the reply names')
    else others.add(`unknown${price.by === 'none' ? ` (${commentText(price.reason)})` : ''}`)
  }
  const parts = [...(rows.length === 0 ? [] : [rowPrices(rows)]), ...others]
  return parts.length === 0 ? 'Price: unknown.' : `Price: ${parts.join('; ')}.`
}

function rowPrices(rows: readonly PriceRow[]): string {
  const input = range(rows.flatMap((row) => row.input ?? []))
  const output = range(rows.flatMap((row) => row.output ?? []))
  const tokens = [...(input === '' ? [] : [`${input} in`]), ...(output === '' ? [] : [`${output} out`])].join(', ')
  if (tokens !== '') return `${tokens} per million tokens`
  const request = range(rows.flatMap((row) => (row.perRequest === undefined ? [] : row.perRequest / 1e6)))
  return request === '' ? 'known, but not by token' : `${request} per request`
}

/** Picodollars per token are millionths of a dollar per million tokens. */
function range(picodollars: readonly number[]): string {
  if (picodollars.length === 0) return ''
  const [least, most] = [Math.min(...picodollars), Math.max(...picodollars)]
  return least === most ? dollars(least) : `${dollars(least)} to ${dollars(most)}`
}

function dollars(millionths: number): string {
  const [whole, fraction = ''] = (millionths / 1e6).toFixed(6).split('.')
  return `$${whole}.${fraction.replace(/0+$/, '').padEnd(2, '0')}`
}

function fallbackLines(plan: Plan, names: readonly string[]): string[] {
  const { general, contextWindow, contentPolicy } = plan.chains
  return [
    ...fallbackLine('Falls back to', chainOf(general, names)),
    ...fallbackLine('When the prompt is too long', chainOf(contextWindow, names)),
    ...fallbackLine('When the content is refused', chainOf(contentPolicy, names)),
  ]
}

function fallbackLine(when: string, chain: Chain | undefined): string[] {
  if (chain === undefined || chain.to.length === 0) return []
  return [`${when}: ${chain.to.map((step) => code(step.group)).join(', ')}.`]
}

/** The chain of the first name that has one, else the default chain. */
function chainOf(chains: readonly Chain[], names: readonly string[]): Chain | undefined {
  const own = names.flatMap((name) => chains.find((chain) => chain.from === name) ?? [])[0]
  const general = chains.find((chain) => chain.from === '*')
  if (own !== undefined || general === undefined) return own
  return { from: '*', to: general.to.filter((step) => !names.includes(step.group)) }
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}
