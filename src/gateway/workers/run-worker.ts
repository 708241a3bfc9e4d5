/** A worker's life: it asks the primary what to serve, serves it, and ends when it is told to. */
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.js'
import { sampleMasterKey } from '../key-check.js'
import type { Listening } from './messages.js'
import type { PrimaryLink } from './primary-link.js'
import { fromSent } from './sent-config.js'

/** What a worker is made of; the config comes from the primary. */
export type WorkerOptions = Omit<GatewayOptions, 'config' | 'state' | 'fleet' | 'onConfig'> & {
  readonly port: number
  readonly host: string | undefined
}

/** Makes the gateway, listens, and tells the primary. Rejects as `createGateway` and `listen` do. */
export async function startWorker(link: PrimaryLink, { port, host, ...options }: WorkerOptions): Promise<Gateway> {
  const { config, reload } = await link.begin()
  const onStatus = (isUp: boolean) =>
    isUp
      ? options.log?.info({}, 'the primary counts again for all workers')
      : options.log?.warn({}, 'the primary does not answer in time: until it does, this worker counts limits and budgets by itself')
  const gateway = await createGateway({
    ...options,
    config: fromSent(config),
    state: link.counters(onStatus),
    fleet: link,
  })
  gateway.noteReload(reload)
  link.attach(gateway)
  const url = await gateway.listen({ port, host })
  await link.tell({ is: 'listening', ...factsOf(gateway, url) })
  return gateway
}

/** What there is to say of a gateway when it starts. */
export function factsOf({ serving: { plan, engine, settings, countsOn } }: Gateway, url: string): Listening {
  const { masterKey } = settings
  return {
    url,
    masterKey: masterKey === undefined ? 'none' : masterKey === sampleMasterKey ? 'sample' : 'own',
    missing: plan.deployments.flatMap(({ index, group }) => {
      const fault = engine.deployments[index]?.fault
      return fault === undefined ? [] : [`"${group}" cannot be called yet: ${fault.message}`]
    }),
    countsOn,
  }
}
