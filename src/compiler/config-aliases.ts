/** `router_settings.model_group_alias`: another public name for a group. */

import { get, getText, isTrue } from './read-node.js'
import type { Located, MapNode } from './source.js'

/** One entry of `model_group_alias` in a valid form. */
export type AliasEntry = {
  readonly name: Located<string>
  readonly group: Located<string>
  /** Left out of listings; it can still be called. */
  readonly hidden: boolean
  /** Written as `{ model, hidden }` without `hidden`. */
  readonly lacksHidden: boolean
}

/** Aliases in their two valid forms, a text or `{ model, hidden }`. */
export function readAliases(map: MapNode | undefined): ReadonlyMap<string, AliasEntry> {
  const aliases = new Map<string, AliasEntry>()
  for (const { key, keyAt, value } of map?.entries.values() ?? []) {
    const name = { value: key, at: keyAt }
    if (value.kind === 'scalar' && typeof value.value === 'string') {
      aliases.set(key, { name, group: { value: value.value, at: value.at }, hidden: false, lacksHidden: false })
    } else if (value.kind === 'map') {
      const group = getText(value, 'model')
      if (group === undefined) continue
      aliases.set(key, { name, group, hidden: isTrue(get(value, 'hidden')), lacksHidden: !value.entries.has('hidden') })
    }
  }
  return aliases
}
