/** Keys, teams, users and budgets that the config declares, as the maps they are written as. */
import type { Config } from './config.js'
import { getList, getText } from './read-node.js'
import type { Located, MapNode } from './source.js'

/** The sections, in the order in which one may refer to another. */
export const declaredSections = ['budgets', 'users', 'teams', 'virtual_keys'] as const
export type DeclaredSection = (typeof declaredSections)[number]

/** What an entry of each section is known by. */
export const declaredIds = { budgets: 'budget_id', users: 'user_id', teams: 'team_id', virtual_keys: 'key_hash' } as const satisfies {
  readonly [S in DeclaredSection]: string
}

/** Its entries, in the order of the file; what is no map is left out, and reported by the check of shapes. */
export function declaredIn({ root }: Pick<Config, 'root'>, section: DeclaredSection): readonly MapNode[] {
  return (getList(root, section)?.items ?? []).flatMap((item) => (item.kind === 'map' ? [item] : []))
}

/** Entries by their ids; the first one where an id is given twice. */
export function declaredById(config: Pick<Config, 'root'>, section: DeclaredSection): ReadonlyMap<string, MapNode> {
  const found = new Map<string, MapNode>()
  for (const entry of declaredIn(config, section)) {
    const id = getText(entry, declaredIds[section])?.value
    if (id !== undefined && !found.has(id)) found.set(id, entry)
  }
  return found
}

/** How messages name a virtual key: its alias, else no more than what it is. */
export function keyLabel(key: MapNode): string {
  const alias = getText(key, 'key_alias')?.value
  return alias === undefined ? 'the virtual key' : `the virtual key "${alias}"`
}

/** The texts of a key, with their places. */
export function textAt(entry: MapNode, key: string): readonly Located<string>[] {
  const found = getText(entry, key)
  return found === undefined ? [] : [found]
}
