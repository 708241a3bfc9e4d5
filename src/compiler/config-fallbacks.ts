/** The three kinds of fallback chain. `router_settings` beats `litellm_settings`, the two are never merged, an empty list counts as not set. */

import { get, getEntry, getText } from './read-node.js'
import type { Entry, ListNode, Located, MapNode, Node, Span } from './source.js'

/** Which errors a chain is for: any, a prompt that is too long, content that was refused. */
export type FallbackKind = 'general' | 'contextWindow' | 'contentPolicy'
/** All kinds, the general one first. */
export const fallbackKinds: readonly FallbackKind[] = ['general', 'contextWindow', 'contentPolicy']

/** LiteLLM's key for each kind. */
export const fallbackKeys = {
  general: 'fallbacks',
  contextWindow: 'context_window_fallbacks',
  contentPolicy: 'content_policy_fallbacks',
} as const satisfies Record<FallbackKind, string>

/** One place of a chain, by name as written. */
export type FallbackTarget = Located<string> & {
  /** Further keys of an item written as a map: they replace those of the request. */
  readonly params: MapNode | undefined
}

/** A well-formed item: one key, a list of targets. */
export type FallbackChain = { readonly from: Located<string>; readonly to: readonly FallbackTarget[]; readonly at: Span }

/** A part of a list that LiteLLM does not read as a chain, and where. */
export type ShapeProblem =
  | { readonly problem: 'not-a-list'; readonly at: Span; readonly node: Node }
  | { readonly problem: 'text-item'; readonly at: Span; readonly text: string }
  | { readonly problem: 'item-not-a-map'; readonly at: Span }
  | { readonly problem: 'not-one-key'; readonly at: Span; readonly keys: readonly string[] }
  | { readonly problem: 'text-value'; readonly at: Span; readonly from: string; readonly text: string }
  | { readonly problem: 'value-not-a-list'; readonly at: Span; readonly from: string }
  | { readonly problem: 'target-without-model'; readonly at: Span; readonly from: string }
  | { readonly problem: 'defaults-not-a-list'; readonly at: Span; readonly node: Node }
  | { readonly problem: 'default-without-model'; readonly at: Span }

/** One kind of fallback as the config gives it. */
export type Fallbacks = {
  /** Where the list that counts stands; absent where neither section has one. */
  readonly key: Entry | undefined
  readonly section: 'router_settings' | 'litellm_settings' | undefined
  readonly chains: readonly FallbackChain[]
  /** `default_fallbacks`, for groups without an own chain; only of the general kind. */
  readonly defaults: readonly FallbackTarget[]
  readonly problems: readonly ShapeProblem[]
}

/** Reads all three kinds. */
export function readFallbacks(router: MapNode | undefined, litellm: MapNode | undefined): { readonly [K in FallbackKind]: Fallbacks } {
  const defaults = chosen('default_fallbacks', router, litellm)
  return {
    general: withDefaults(readKind(fallbackKeys.general, router, litellm, targets(defaults?.entry.value)), defaults?.entry.value),
    contextWindow: readKind(fallbackKeys.contextWindow, router, litellm, []),
    contentPolicy: readKind(fallbackKeys.contentPolicy, router, litellm, []),
  }
}

/** The entry that counts: the router's, else that of `litellm_settings`. */
export function chosen(
  key: string,
  router: MapNode | undefined,
  litellm: MapNode | undefined,
): { readonly entry: Entry; readonly section: 'router_settings' | 'litellm_settings' } | undefined {
  const inRouter = getEntry(router, key)
  if (inRouter !== undefined && !isEmpty(inRouter.value)) return { entry: inRouter, section: 'router_settings' }
  const inLitellm = getEntry(litellm, key)
  return inLitellm === undefined || isEmpty(inLitellm.value) ? undefined : { entry: inLitellm, section: 'litellm_settings' }
}

function withDefaults(general: Fallbacks, defaults: Node | undefined): Fallbacks {
  if (defaults === undefined) return general
  const problems: readonly ShapeProblem[] =
    defaults.kind === 'list'
      ? defaults.items.filter((item) => !namesModel(item)).map((item) => ({ problem: 'default-without-model', at: item.at }))
      : [{ problem: 'defaults-not-a-list', at: defaults.at, node: defaults }]
  return { ...general, problems: [...general.problems, ...problems] }
}

/** A text, or a map with `model`. */
function namesModel(item: Node): boolean {
  if (item.kind === 'map') return getText(item, 'model') !== undefined
  return item.kind === 'scalar' && typeof item.value === 'string'
}

function isEmpty(node: Node): boolean {
  return node.kind === 'list' && node.items.length === 0
}

function readKind(key: string, router: MapNode | undefined, litellm: MapNode | undefined, defaults: readonly FallbackTarget[]): Fallbacks {
  const found = chosen(key, router, litellm)
  if (found === undefined) return { key: undefined, section: undefined, chains: [], defaults, problems: [] }
  const { entry, section } = found
  if (entry.value.kind !== 'list') {
    const problems = [{ problem: 'not-a-list', at: entry.value.at, node: entry.value }] as const
    return { key: entry, section, chains: [], defaults, problems }
  }
  return { key: entry, section, defaults, ...readItems(entry.value) }
}

function readItems(list: ListNode): { readonly chains: readonly FallbackChain[]; readonly problems: readonly ShapeProblem[] } {
  const chains: FallbackChain[] = []
  const problems: ShapeProblem[] = []
  for (const item of list.items) {
    const read = readItem(item, problems)
    if (read !== undefined) chains.push(read)
  }
  return { chains, problems }
}

function readItem(item: Node, problems: ShapeProblem[]): FallbackChain | undefined {
  if (item.kind === 'scalar' && typeof item.value === 'string') {
    problems.push({ problem: 'text-item', at: item.at, text: item.value })
    return undefined
  }
  if (item.kind !== 'map') {
    problems.push({ problem: 'item-not-a-map', at: item.at })
    return undefined
  }
  const [only, ...more] = [...item.entries.values()]
  if (only === undefined || more.length > 0) {
    problems.push({ problem: 'not-one-key', at: item.at, keys: [...item.entries.keys()] })
    return undefined
  }
  return readChain(only, item, problems)
}

function readChain({ key, keyAt, value }: Entry, item: MapNode, problems: ShapeProblem[]): FallbackChain | undefined {
  if (value.kind === 'scalar' && typeof value.value === 'string') {
    problems.push({ problem: 'text-value', at: value.at, from: key, text: value.value })
    return undefined
  }
  if (value.kind !== 'list') {
    problems.push({ problem: 'value-not-a-list', at: value.at, from: key })
    return undefined
  }
  for (const target of value.items) {
    if (!namesModel(target)) problems.push({ problem: 'target-without-model', at: target.at, from: key })
  }
  return { from: { value: key, at: keyAt }, to: targets(value), at: item.at }
}

function targets(node: Node | undefined): readonly FallbackTarget[] {
  if (node?.kind !== 'list') return []
  return node.items.flatMap((item): FallbackTarget[] => {
    if (item.kind === 'scalar') return typeof item.value === 'string' ? [{ value: item.value, at: item.at, params: undefined }] : []
    const model = item.kind === 'map' ? getText(item, 'model') : undefined
    if (item.kind !== 'map' || model === undefined) return []
    const rest = new Map([...item.entries].filter(([key]) => key !== 'model' && get(item, key) !== undefined))
    return [{ ...model, params: rest.size === 0 ? undefined : { ...item, entries: rest } }]
  })
}
