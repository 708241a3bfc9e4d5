/** What each generation of Claude takes and refuses, by version: limits, capabilities and the flags of the request. */
import type { ModelFlag } from '../plan/plan.js'
import type { FamilyRule } from './model-rules.js'

type Claude = { readonly line: string; readonly version: number }

/** Lines whose models refuse a forced tool, whatever their version. */
const noForcedTool = new Set(['fable', 'mythos'])

/**
 * Rule for a bare name that begins with `claude`, without date and region; undefined for another name.
 * A name of no known version counts as the newest. Source: Anthropic's model and API reference.
 */
export function claudeRule(bare: string): FamilyRule | undefined {
  const claude = versionOf(bare)
  if (claude === undefined) return undefined
  const { version } = claude
  return {
    mode: 'chat',
    contextWindow: version < 2 ? 100_000 : version < 4.6 ? 200_000 : 1_000_000,
    maxOutputTokens: maxOutput(claude),
    capabilities: {
      tools: version >= 3 ? 'yes' : 'no',
      vision: version >= 3 ? 'yes' : 'no',
      // Older models answer a schema through a hidden tool.
      jsonSchema: version >= 3 ? 'yes' : 'no',
      reasoning: version >= 3.7 ? 'yes' : 'no',
    },
    flags: flagsOf(claude),
  }
}

function versionOf(bare: string): Claude | undefined {
  if (!bare.startsWith('claude')) return undefined
  if (/^claude-(?:v1|instant)/.test(bare)) return { line: 'claude', version: 1 }
  if (/^claude-v2/.test(bare)) return { line: 'claude', version: 2 }
  // claude-3-5-sonnet, claude-opus-4-1, claude-4.5-sonnet, claude-sonnet-5
  const match = /^claude-(?:([a-z]+)-)?(\d{1,2})(?:[.-](\d)(?!\d))?(?:-([a-z]+))?/.exec(bare)
  const line = match?.[1] ?? match?.[4] ?? /^claude-([a-z]+)/.exec(bare)?.[1] ?? 'claude'
  return { line, version: match === null ? Number.POSITIVE_INFINITY : Number(`${match[2]}.${match[3] ?? 0}`) }
}

function maxOutput({ line, version }: Claude): number {
  if (version >= 4.6) return 128_000
  if (version >= 4) return line === 'opus' && version < 4.5 ? 32_000 : 64_000
  if (version >= 3.7) return 64_000
  return version >= 3.5 ? 8_192 : 4_096
}

function flagsOf({ line, version }: Claude): readonly ModelFlag[] {
  const adaptive = version >= 4.6
  const newest = version >= 4.7
  return [
    ...(adaptive ? (['adaptive-thinking', 'no-prefill'] as const) : []),
    ...(newest ? (['no-sampling', 'effort-xhigh'] as const) : []),
    ...(noForcedTool.has(line) ? (['no-forced-tool'] as const) : []),
    ...(version >= 4.5 || (line === 'opus' && version >= 4.1) ? (['native-json-schema'] as const) : []),
    ...(line === 'opus' && version === 4.5 ? (['effort'] as const) : []),
  ]
}
