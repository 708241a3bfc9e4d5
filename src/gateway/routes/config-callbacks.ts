/** `/get/config/callbacks`: what the config says of callbacks and of routing, for those who manage a gateway by its routes. */
import type { Json, Plan } from '../../plan/plan.js'
import { isObject } from '../request-body.js'
import type { Route } from '../route.js'
import { openSettings } from '../router-settings.js'
import { callbacksOf } from './operations.js'

/** LiteLLM's words for the three lists. */
const lists = [
  ['success_callback', 'success'],
  ['failure_callback', 'failure'],
  ['callbacks', 'success_and_failure'],
] as const

/** Differs: LiteLLM also shows the variables of each callback, and a catalogue of callbacks for its UI; secrets are shown to nobody here. */
export const configCallbacks: Route = {
  method: 'GET',
  paths: ['/get/config/callbacks'],
  access: 'admin',
  errors: 'openai',
  summary: 'Shows the callbacks that the config names, and its settings of routing.',
  tags: ['service'],
  handle: ({ serving: { plan }, reply }) => {
    const callbacks = lists.flatMap(([list, type]) => callbacksOf(plan, list).map((name) => ({ name, type, variables: {} })))
    reply.send({ status: 'success', callbacks, alerts: [], router_settings: routingOf(plan), available_callbacks: {} })
  },
}

/** As they are written; what is not is left out. */
function routingOf({ gateway }: Plan): { readonly [name: string]: Json } {
  const settings = gateway?.router_settings
  if (!isObject(settings)) return {}
  return Object.fromEntries(
    openSettings.flatMap((name) => (settings[name] === undefined ? [] : [[name, withoutReferences(settings[name])]])),
  )
}

/** A reference to a variable or a secret stands as an object of one member: `null` takes its place. */
function withoutReferences(value: unknown): Json {
  if (Array.isArray(value)) return value.map(withoutReferences)
  if (!isObject(value)) return value as Json // a value of a Plan is JSON
  const names = Object.keys(value)
  if (
    names.length === 1 &&
    ((names[0] === 'env' && typeof value.env === 'string') || (names[0] === 'slot' && typeof value.slot === 'number'))
  )
    return null
  return Object.fromEntries(names.map((name) => [name, withoutReferences(value[name])]))
}
