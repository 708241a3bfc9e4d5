/** `os.environ/NAME` as LiteLLM reads it, and the forms that only look like it. */
import type { BooleanSetting, Json, NumberSetting, TextSetting } from '../plan/plan.js'
import { toNumber } from './read-node.js'
import type { Node } from './source.js'

const prefix = 'os.environ/'

/** Environment that `--env` and `--env-file` give to the compiler. */
export type Environment = { readonly [name: string]: string | undefined }

/** The variable a value refers to, or undefined: only a text that starts with `os.environ/` counts. */
export function envName(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith(prefix) ? value.slice(prefix.length) : undefined
}

/** {@link envName} of a node. */
export function envNameOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' ? envName(node.value) : undefined
}

/** The value of a variable in `env`, own properties only. */
export function readEnv(env: Environment | undefined, name: string): string | undefined {
  return env !== undefined && Object.hasOwn(env, name) ? env[name] : undefined
}

/**
 * What a text was probably meant to be, when it is one of the forms that LiteLLM sends as they stand:
 * `${NAME}`, `$NAME`, `os.environ/ NAME`, `os.environ['NAME']`, ` os.environ/NAME` or a reference in mid-string.
 */
export function malformedReference(text: string): { readonly form: string; readonly name: string | undefined } | undefined {
  const shell = /^\s*\$\{([A-Za-z_]\w*)(?::?[-=?+][^}]*)?\}\s*$/.exec(text) ?? /^\s*\$([A-Za-z_]\w*)\s*$/.exec(text)
  if (shell) return { form: 'shell', name: shell[1] }
  const exact = /^os\.environ\/([A-Za-z_]\w*|oidc\/.+)$/.test(text)
  if (exact) return undefined
  const near = /^\s*os\.environ\s*[/.:]?\s*(?:get\()?\[?\s*['"]?([A-Za-z_]\w*)['"]?\s*[\])]?\s*$/.exec(text)
  if (near) return { form: 'spelling', name: near[1] }
  if (/os\.environ\//.test(text)) return { form: 'inside', name: undefined }
  return /\$\{[A-Za-z_]\w*(?::?[-=?+][^}]*)?\}/.test(text) ? { form: 'inside', name: undefined } : undefined
}

/** Text or reference; numbers and booleans become text as YAML wrote them. Empty text counts as not set. */
export function toTextSetting(node: Node | undefined): TextSetting | undefined {
  if (node?.kind !== 'scalar' || node.value === null || node.value === '') return undefined
  const env = envName(node.value)
  return env === undefined ? String(node.value) : { env }
}

/** Number or reference, multiplied by `scale` (1,000 turns seconds into milliseconds). */
export function toNumberSetting(node: Node | undefined, scale = 1): NumberSetting | undefined {
  const env = envNameOf(node)
  if (env !== undefined) return scale === 1 ? { env, as: 'number' } : { env, as: 'number', scale }
  const number = toNumber(node)
  return number === undefined ? undefined : Math.round(number * scale * 1e6) / 1e6
}

/** Boolean, the texts `true` and `false`, or a reference. */
export function toBooleanSetting(node: Node | undefined): BooleanSetting | undefined {
  const env = envNameOf(node)
  if (env !== undefined) return { env, as: 'boolean' }
  if (node?.kind !== 'scalar') return undefined
  if (typeof node.value === 'boolean') return node.value
  const text = String(node.value).toLowerCase()
  return text === 'true' ? true : text === 'false' ? false : undefined
}

/** JSON in which a reference that is a map value stands as `{ env }`; in a list it stays the text it is, as in LiteLLM. */
export function toParam(node: Node, inList = false): Json {
  if (node.kind === 'list') return node.items.map((item) => toParam(item, true))
  if (node.kind === 'map') return Object.fromEntries([...node.entries.values()].map((entry) => [entry.key, toParam(entry.value)]))
  const env = inList ? undefined : envName(node.value)
  return env === undefined ? node.value : { env }
}
