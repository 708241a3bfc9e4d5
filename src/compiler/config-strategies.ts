/** Where the config names a routing strategy: `routing_strategy` and each of `routing_groups`. */
import type { Config } from './config.js'
import { getList, getText } from './read-node.js'
import type { Located } from './source.js'

/** The names as written, in the order of the file. */
export function routingStrategies(config: Config): readonly Located<string>[] {
  const groups = getList(config.router, 'routing_groups')?.items ?? []
  const named = groups.flatMap((item) => (item.kind === 'map' ? (getText(item, 'routing_strategy') ?? []) : []))
  return [getText(config.router, 'routing_strategy') ?? [], named].flat()
}
