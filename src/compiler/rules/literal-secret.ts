/** A secret in a config ends up in version control. Placeholders for servers that need no key are told apart and pass with a note. */
import { isPlaceholderKey } from '../../catalog/placeholders.js'
import type { Diagnostic, Severity } from '../diagnostic.js'
import { malformedReference } from '../env-reference.js'
import { classifySecret, isLiteralSecretHeader } from '../lower-secrets.js'
import { hasPassword, isRequestParam, isSecretHeader, isSecretName, secretParams } from '../param-keys.js'
import { holdsSecret } from '../redact.js'
import type { MapNode, Node, Span } from '../source.js'
import type { Visit } from '../walk.js'
import type { RuleContext } from './rule.js'

type Found = {
  readonly what: string
  readonly variable: string
  readonly at: Span
  readonly use: 'deployment' | 'header' | 'gateway' | 'environment'
}

export function* literalSecret(context: RuleContext): Generator<Diagnostic> {
  const places = new Set<string>()
  const placeholders = new Set<string>()
  for (const found of inDeployments(context.config.models.map((model) => model.params))) {
    const place = `${found.node.at.file}:${found.node.at.start}`
    if (places.has(place)) continue
    places.add(place)
    const isAllowed = context.allowLiteralSecrets || context.mayHoldSecrets?.(found.node.at.file) === true
    if (found.kind === 'secret') yield report(found.secret, isAllowed)
    else if (!placeholders.has(found.text)) {
      placeholders.add(found.text)
      yield placeholderNote(found.secret.what, found.text, found.node.at)
    }
  }
  yield* elsewhere(context, places)
}

type InDeployment =
  | { readonly kind: 'secret'; readonly node: Node; readonly secret: Found }
  | { readonly kind: 'placeholder'; readonly node: Node; readonly secret: Found; readonly text: string }

function* inDeployments(all: readonly MapNode[]): Generator<InDeployment> {
  for (const params of all) {
    for (const { key, value } of params.entries.values()) {
      const secret: Found = { what: `\`${key}\``, variable: variableFor(key, params), at: value.at, use: 'deployment' }
      if ((key === 'api_key' || secretParams.has(key) || /^s3_(secret_)?access_key/.test(key)) && value.kind !== 'list') {
        const { kind, text } = classifySecret(key, value)
        if (kind === 'secret' && malformedReference(text) === undefined) yield { kind, node: value, secret }
        if (kind === 'placeholder' && value.kind === 'scalar' && isPlaceholderKey(text)) yield { kind, node: value, secret, text }
      } else if (key === 'api_base' && value.kind === 'scalar' && hasPassword(String(value.value))) {
        yield { kind: 'secret', node: value, secret: { ...secret, what: 'the password in `api_base`', use: 'header' } }
      } else if (/^(extra_)?headers$/.test(key) && value.kind === 'map') {
        for (const header of value.entries.values()) {
          if (!isLiteralSecretHeader(header.key, header.value)) continue
          yield {
            kind: 'secret',
            node: header.value,
            secret: { what: `header \`${header.key}\``, variable: 'NAME', at: header.value.at, use: 'header' },
          }
        }
      }
    }
  }
}

/** Keys whose name ends like a secret's and whose value is none. */
const innocent = /^(bos|eos|pad|unk|stop)_token$|^(credential_name|litellm_credential_name)$/

/** A name or a URL that promises a secret; references in a wrong form are another rule's. */
function isTelling(path: readonly string[], text: string): boolean {
  const key = path.at(-1) ?? ''
  if (innocent.test(key) || malformedReference(text) !== undefined) return false
  const header = isSecretHeader(key) && path.slice(0, -1).some((name) => /headers$/.test(name))
  return hasPassword(text) || header || (isSecretName(key) && key !== 'database_url' && key !== 'user_header_name')
}

/** Secrets in all other places: by the name of the key, or because the text is a well-known kind of key. */
function* elsewhere({ config, scalars, allowLiteralSecrets }: RuleContext, reported: Set<string>): Generator<Diagnostic> {
  for (const visit of scalars) {
    const { node, path, inList } = visit
    if (typeof node.value !== 'string' || path[0] === 'environment_variables' || isSeenElsewhere(path)) continue
    const place = `${node.at.file}:${node.at.start}`
    const telling = !inList && isTelling(path, node.value)
    if (reported.has(place) || !(telling || holdsSecret(node.value))) continue
    const key = path.at(-1) ?? ''
    const kind = isSecretHeader(key) && isLiteralSecretHeader(key, node) ? 'secret' : classifySecret(key, node).kind
    if (path[0] === 'general_settings' && key === 'master_key' && kind === 'placeholder') yield guessable(node.value, node.at)
    if (kind !== 'secret') continue
    reported.add(place)
    yield report({ what: `\`${key}\``, variable: sectionVariable(key), at: node.at, use: useOf(visit) }, allowLiteralSecrets)
  }
  for (const { key, value } of config.environmentVariables?.entries.values() ?? []) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || malformedReference(value.value) !== undefined) continue
    const telling = isSecretName(key) || hasPassword(value.value) || holdsSecret(value.value)
    if (telling && classifySecret(key, value).kind === 'secret')
      yield report({ what: `\`${key}\``, variable: key, at: value.at, use: 'environment' }, allowLiteralSecrets)
  }
}

/** `aws_access_key_id` and the like of a deployment are seen to; a price key that ends in `_token` holds a number; keys of callers have a rule of their own. */
function isSeenElsewhere(path: readonly string[]): boolean {
  if (path[0] === 'virtual_keys' && (path[1] === 'key' || path[1] === 'key_hash') && path.length === 2) return true
  return (
    path[0] === 'model_list' &&
    path[1] === 'litellm_params' &&
    path.length === 3 &&
    !isRequestParam(path[2] ?? '') &&
    path[2] !== 'api_base'
  )
}

/** Who would get to see it: what stands in the parameters of a deployment would be part of the generated client. */
function useOf({ path: [section = '', ...rest] }: Visit): Found['use'] {
  if (section === 'credential_list') return 'deployment'
  if (section === 'model_list') return rest[0] === 'litellm_params' ? 'header' : 'gateway'
  if (section === 'router_settings' && rest[0] === 'default_litellm_params') return isLeftOut(rest) ? 'gateway' : 'header'
  if (/fallbacks$/.test(rest[0] ?? '')) return 'header'
  if (section !== 'litellm_settings') return 'gateway'
  return rest.length === 1 && /key$/.test(rest[0] ?? '') ? 'deployment' : rest[0] === 'headers' ? 'header' : 'gateway'
}

/** Credentials in the shared defaults never enter a client; another rule says so. */
function isLeftOut([, key = '', ...deeper]: readonly string[]): boolean {
  return deeper.length === 0 && (key === 'api_key' || key === 'api_base' || secretParams.has(key))
}

function report({ what, variable, at, use }: Found, allowed: boolean): Diagnostic {
  const severity: Severity = use === 'deployment' ? (allowed ? 'warning' : 'error') : use === 'header' ? 'error' : 'warning'
  const help = {
    deployment: { text: `put it into an environment variable and write os.environ/${variable}`, replacement: `os.environ/${variable}` },
    header: { text: 'put it into an environment variable; `os.environ/NAME` must be the whole value' },
    gateway: { text: `put it into an environment variable and write os.environ/${variable}`, replacement: `os.environ/${variable}` },
    environment: { text: 'set it in the real environment; a secret never enters the generated client' },
  }[use]
  return {
    severity,
    rule: 'literal-secret',
    message: `${what} is a secret written into the config`,
    at,
    label: 'whoever reads this file has it',
    help,
    secret: true,
  }
}

/** A master key that anyone can guess opens the gateway to anyone. */
function guessable(text: string, at: Span): Diagnostic {
  return {
    severity: 'warning',
    rule: 'literal-secret',
    message: `\`master_key\` "${text}" is written into the config, and easily guessed`,
    at,
    label: 'it opens every route of the gateway',
    help: { text: 'write os.environ/LITELLM_MASTER_KEY', replacement: 'os.environ/LITELLM_MASTER_KEY' },
  }
}

/** All capitals and underscores: somebody gave the variable's name and forgot the prefix. */
const variableName = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/

function placeholderNote(what: string, text: string, at: Span): Diagnostic {
  if (variableName.test(text) && /KEY|TOKEN|SECRET/.test(text)) {
    return {
      severity: 'warning',
      rule: 'literal-secret',
      message: `${what} "${text}" is the name of a variable, and not its value`,
      at,
      label: 'sent as this text',
      help: { text: `write os.environ/${text}`, replacement: `os.environ/${text}` },
    }
  }
  return {
    severity: 'note',
    rule: 'literal-secret',
    message: `${what} "${text}" is taken as a placeholder`,
    at,
    label: 'sent as it is',
    help: { text: 'if the server does want a key, write os.environ/NAME' },
  }
}

/** The variable people use for this provider's key. */
function variableFor(key: string, params: MapNode): string {
  if (key !== 'api_key') return key.toUpperCase()
  const model = params.entries.get('model')?.value
  const prefix = model?.kind === 'scalar' ? /^([a-z_]+)\//.exec(String(model.value))?.[1] : undefined
  return prefix === undefined ? 'API_KEY' : `${prefix.toUpperCase()}_API_KEY`
}

function sectionVariable(key: string): string {
  return key === 'master_key'
    ? 'LITELLM_MASTER_KEY'
    : key === 'password'
      ? 'REDIS_PASSWORD'
      : key.toUpperCase().replace(/^(?!API)(.+)(?<!_API)_KEY$/, '$1_API_KEY')
}
