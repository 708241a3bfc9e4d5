/** A secret in a config ends up in version control. Placeholders for servers that need no key are told apart and pass with a note. */
import { isPlaceholderKey } from '../../catalog/placeholders.js'
import type { Diagnostic, Severity } from '../diagnostic.js'
import { malformedReference } from '../env-reference.js'
import { classifySecret, isLiteralSecretHeader } from '../lower-secrets.js'
import { hasPassword, isSecretName, secretParams } from '../param-keys.js'
import type { MapNode, Node, Span } from '../source.js'
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
    if (found.kind === 'secret') yield report(found.secret, context.allowLiteralSecrets)
    else if (!placeholders.has(found.text)) {
      placeholders.add(found.text)
      yield placeholderNote(found.secret.what, found.text, found.node.at)
    }
  }
  yield* inSections(context)
}

type InDeployment =
  | { readonly kind: 'secret'; readonly node: Node; readonly secret: Found }
  | { readonly kind: 'placeholder'; readonly node: Node; readonly secret: Found; readonly text: string }

function* inDeployments(all: readonly MapNode[]): Generator<InDeployment> {
  for (const params of all) {
    for (const { key, value } of params.entries.values()) {
      const secret: Found = { what: `\`${key}\``, variable: variableFor(key, params), at: value.at, use: 'deployment' }
      if (key === 'api_key' || secretParams.has(key) || /^s3_(secret_)?access_key/.test(key)) {
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

const sections: ReadonlySet<string> = new Set(['general_settings', 'litellm_settings', 'router_settings'])

/** A name or a URL that promises a secret; references in a wrong form are another rule's. */
function isTelling(key: string, text: string): boolean {
  return (hasPassword(text) || (isSecretName(key) && key !== 'database_url')) && malformedReference(text) === undefined
}

/** Secrets outside the deployments: only the gateway reads them, but for the module-wide provider keys. */
function* inSections({ config, scalars, allowLiteralSecrets }: RuleContext): Generator<Diagnostic> {
  for (const { node, path, inList } of scalars) {
    const [section = '', ...rest] = path
    const key = rest.at(-1)
    if (!sections.has(section) || key === undefined || inList || typeof node.value !== 'string' || !isTelling(key, node.value)) continue
    const { kind } = classifySecret(key, node)
    if (section === 'general_settings' && key === 'master_key' && kind === 'placeholder') yield guessable(node.value, node.at)
    if (kind !== 'secret') continue
    const use = section === 'litellm_settings' && rest.length === 1 && /key$/.test(key) ? 'deployment' : 'gateway'
    yield report({ what: `\`${key}\``, variable: sectionVariable(key), at: node.at, use }, allowLiteralSecrets)
  }
  for (const { key, value } of config.environmentVariables?.entries.values() ?? []) {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || malformedReference(value.value) !== undefined) continue
    const secret = classifySecret(key, value).kind === 'secret' && (isSecretName(key) || hasPassword(value.value))
    if (secret) yield report({ what: `\`${key}\``, variable: key, at: value.at, use: 'environment' }, allowLiteralSecrets)
  }
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

function placeholderNote(what: string, text: string, at: Span): Diagnostic {
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
