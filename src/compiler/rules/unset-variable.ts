/** Only with `--env` or `--env-file`: variables that the config refers to and that are not set there. */
import type { Diagnostic } from '../diagnostic.js'
import { envName, readEnv } from '../env-reference.js'
import type { RuleContext } from './rule.js'

export function* unsetVariable({ scalars, env, resolved }: RuleContext): Generator<Diagnostic> {
  if (env === undefined) return
  const usual = new Map<number, string>()
  for (const { entry, route } of resolved.models) {
    const at = entry.params.entries.get('api_key')?.value.at.start
    if (at !== undefined && route.kind === 'known') usual.set(at, route.provider.keyVariables.join(' or '))
  }
  const seen = new Set<string>()
  for (const { node, path, inList } of scalars) {
    const name = envName(node.value)
    const key = path.at(-1)
    if (name === undefined || inList || seen.has(name) || key === 'model' || readEnv(env, name) !== undefined) continue
    seen.add(name)
    const other = usual.get(node.at.start)
    yield {
      severity: 'warning',
      rule: 'unset-variable',
      message: `environment variable "${name}" is not set`,
      at: node.at,
      label: `\`${key ?? ''}\` counts as not given`,
      help: {
        text:
          other && other !== name
            ? `set it; without it ${other} is read instead, perhaps of another account`
            : 'set it where the client runs',
      },
    }
  }
}
