/** A config on its way from the primary to its workers: maps become lists, which JSON carries. */
import type { Lowered } from '../../compiler/lower.js'
import type { ConfigSource } from '../config-source.js'
import type { Origin } from '../stored-models.js'
import type { SentConfig } from './messages.js'

/** What is sent of a config that was read. */
export function toSent({ plan, secrets }: Lowered, origin: Origin | undefined): SentConfig {
  if (origin === undefined) return { plan, secrets: [...secrets] }
  const { prices, ...rest } = origin
  return { plan, secrets: [...secrets], origin: { ...rest, ...(prices !== undefined && { prices: [...prices] }) } }
}

/** The same as a worker opens it. */
export function fromSent({ plan, secrets, origin }: SentConfig): ConfigSource {
  const config = { plan, secrets: new Map(secrets) }
  if (origin === undefined) return config
  const { prices, ...rest } = origin
  return { ...config, origin: { ...rest, ...(prices !== undefined && { prices: new Map(prices) }) } }
}
