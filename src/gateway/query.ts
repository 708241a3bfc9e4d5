/** Values of a request's query. One that is given twice counts as not given. */
import { badRequest } from './errors.js'
import { isObject } from './request-body.js'
import type { GatewayCall } from './route.js'

type Asked = Pick<GatewayCall, 'request'>

/** The text of a value. */
export function queryText({ request }: Asked, name: string): string | undefined {
  const value = isObject(request.query) ? request.query[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** `true`, in any case, and what LiteLLM's server takes for it. */
export function queryFlag(call: Asked, name: string): boolean {
  return /^(?:true|1|on|yes|y|t)$/i.test(queryText(call, name) ?? '')
}

/** A whole number of at least 1. Throws a 400 for anything else. */
export function queryCount(call: Asked, name: string, usual: number, most: number): number {
  const text = queryText(call, name)
  if (text === undefined) return usual
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > most) throw badRequest(`${name} must be a whole number from 1 to ${most}`, name)
  return value
}
