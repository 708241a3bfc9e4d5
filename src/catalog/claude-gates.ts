/** What each generation of Claude takes and refuses, by version: limits, capabilities and the flags of the request. */
import type { ModelFlag } from '../plan/plan.js'
import type { FamilyRule } from './model-rules.js'

/**
 * The rules of {@link claudeRule} as patterns over a bare name with or without its date, oldest first, so that the first
 * that fits counts and a version yet to come is the newest's. `like` is a name of each.
 */
export const claudePatterns: readonly { readonly name: string; readonly like: string }[] = [
  { name: '^claude-(?:v[12]|instant|[a-z]+-[12](?!\\d)|[12](?!\\d))', like: 'claude-v2' },
  { name: '^claude-(?:[a-z]+-)?3[.-][7-9](?!\\d)', like: 'claude-3-7-sonnet' },
  { name: '^claude-(?:[a-z]+-)?3[.-][56](?!\\d)', like: 'claude-3-5-sonnet' },
  { name: '^claude-(?:[a-z]+-)?3(?!\\d)', like: 'claude-3-opus' },
  { name: '^claude-(?:opus-4[.-]5(?!\\d)|4[.-]5-opus)', like: 'claude-opus-4-5' },
  { name: '^claude-(?:[a-z]+-)?4[.-]5(?!\\d)', like: 'claude-sonnet-4-5' },
  { name: '^claude-(?:opus-4[.-][1-4](?!\\d)|4[.-][1-4]-opus)', like: 'claude-opus-4-1' },
  { name: '^claude-(?:opus-4(?:[.-]0)?(?![.-]?\\d(?!\\d))|4(?:[.-]0)?-opus)', like: 'claude-opus-4' },
  { name: '^claude-(?:[a-z]+-)?4(?![.-][6-9](?!\\d)|\\d)', like: 'claude-sonnet-4' },
  { name: '^claude-(?:[a-z]+-)?4[.-]6(?!\\d)', like: 'claude-opus-4-6' },
  { name: '^claude.*(?:fable|mythos)', like: 'claude-fable-5' },
  { name: '^claude', like: 'claude-opus-4-7' },
]

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
