/** `--fail deployment=what`: which deployments fail in an explanation, how, and in which order. */
import { closest } from '../compiler/suggest.js'
import type { Plan } from '../plan/plan.js'
import { exitCode, Stop } from './exit.js'

/** How an attempt ends. */
export type Fault =
  | { readonly kind: 'ok' }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'timeout' | 'refused' | 'context' | 'content' }

/** Faults by deployment index: used up in their order, and the last one stays. */
export type Faults = ReadonlyMap<number, readonly Fault[]>

const words = ['timeout', 'refused', 'context', 'content', 'ok'] as const

/** Reads every `--fail`. Stops with exit 2 where a deployment or a fault is not known. */
export function readFaults(given: readonly string[], plan: Plan): Faults {
  const faults = new Map<number, Fault[]>()
  for (const text of given) {
    const cut = text.lastIndexOf('=')
    if (cut < 1) throw misuse(`--fail needs a deployment and what it does, as in --fail 0=429, not "${text}"`)
    const fault = readFault(text.slice(cut + 1))
    for (const index of named(text.slice(0, cut), plan)) {
      const list = faults.get(index) ?? []
      list.push(fault)
      faults.set(index, list)
    }
  }
  return faults
}

function readFault(text: string): Fault {
  const status = Number(text)
  if (/^\d{3}$/.test(text) && status >= 300 && status <= 599) return { kind: 'status', status }
  const kind = words.find((word) => word === text)
  if (kind !== undefined) return { kind }
  const near = closest(text, words)
  throw misuse(
    `--fail does not know "${text}"; it takes a status from 300 to 599, ${words.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`,
  )
}

/** Deployments that `name` stands for: an id, an index, an upstream model, or a model name with all its deployments. */
function named(name: string, { deployments }: Plan): readonly number[] {
  const find = (fits: (each: Plan['deployments'][number]) => boolean) => deployments.filter(fits).map(({ index }) => index)
  const tries = [
    () => find(({ id }) => id === name),
    () => (/^\d+$/.test(name) ? find(({ index }) => index === Number(name)) : []),
    () => find(({ provider, model }) => model === name || `${provider}/${String(model)}` === name),
    () => find(({ group }) => group === name),
  ]
  for (const one of tries) {
    const found = one()
    if (found.length > 0) return found
  }
  const known = deployments.flatMap(({ id, provider, model, group }) => [id, `${provider}/${String(model)}`, group])
  const near = closest(name, known)
  const hint = near === undefined ? 'llmgen explain MODEL lists them with their numbers' : `did you mean "${near}"?`
  throw misuse(`--fail names "${name}", which is no deployment: neither an id, a number, an upstream model nor a model name; ${hint}`)
}

function misuse(message: string): Stop {
  return new Stop(exitCode.misuse, message)
}
