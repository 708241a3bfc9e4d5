/** Variables that steer routing: numbers, switches and regions that a config leaves to the environment. No keys, no addresses. */
import type { Plan } from '../../plan/plan.js'
import type { Environment } from '../settings.js'

/** Those of them that are set, with their texts. */
export function steeringVariables({ routing, deployments }: Plan, env: Environment): { readonly [name: string]: string } {
  const found = new Map<string, string>()
  const take = (name: unknown) => {
    const text = typeof name === 'string' ? env(name) : undefined
    if (typeof name === 'string' && text !== undefined) found.set(name, text)
  }
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    // Only numbers and switches say what they are read as; text may be a key.
    if ('env' in value && 'as' in value) take(value.env)
    else for (const member of Object.values(value)) visit(member)
  }
  visit([routing, deployments])
  for (const { region } of deployments) if (typeof region === 'object') take(region.env)
  return Object.fromEntries(found)
}
