/**
 * Secrets in headers and addresses, which no Plan may hold: each becomes a variable that only this Router's environment has.
 * Keys need none of this; they become slots.
 */
import { hasPassword, isSecretHeader } from '../compiler/param-keys.js'
import { isRecord, type JsonRecord } from '../providers/shared/json.js'

/** `model_list` with references in the place of what was hidden, and the values of the variables. */
export type Hidden = { readonly modelList: unknown; readonly variables: { readonly [name: string]: string } }

/** Leaves alone whatever has not the shape of a list of models: others say so. */
export function hideValues(modelList: unknown): Hidden {
  const variables: { [name: string]: string } = {}
  if (!Array.isArray(modelList)) return { modelList, variables }
  const hide = (value: string): string => {
    const name = `LLMGEN_ROUTER_VALUE_${Object.keys(variables).length + 1}`
    variables[name] = value
    return `os.environ/${name}`
  }
  const hidden = modelList.map((entry: unknown) => {
    if (!isRecord(entry) || !isRecord(entry.litellm_params)) return entry
    return { ...entry, litellm_params: mapValues(entry.litellm_params, (name, value) => hideParam(name, value, hide)) }
  })
  return { modelList: Object.keys(variables).length === 0 ? modelList : hidden, variables }
}

function hideParam(name: string, value: unknown, hide: (value: string) => string): unknown {
  if (/^(extra_)?headers$/.test(name) && isRecord(value))
    return mapValues(value, (header, text) => (isSecretHeader(header) && isLiteral(text) ? hide(text) : text))
  return (name === 'api_base' || name === 'base_url') && isLiteral(value) && hasPassword(value) ? hide(value) : value
}

function isLiteral(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && !value.startsWith('os.environ/')
}

function mapValues(from: JsonRecord, change: (name: string, value: unknown) => unknown): { readonly [name: string]: unknown } {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, change(name, value)]))
}
