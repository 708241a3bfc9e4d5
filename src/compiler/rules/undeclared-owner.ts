/** Keys and teams that refer to a team, user or budget which the file does not declare: it may live in the database, or be a slip. */
import { type DeclaredSection, declaredById, declaredIds, declaredIn, textAt } from '../declared.js'
import type { Diagnostic } from '../diagnostic.js'
import { envName } from '../env-reference.js'
import { getList } from '../read-node.js'
import type { Located, MapNode } from '../source.js'
import { closest } from '../suggest.js'
import type { RuleContext } from './rule.js'

type Reference = { readonly to: 'team' | 'user' | 'budget'; readonly id: Located<string>; readonly label: string }

const sections = { team: 'teams', user: 'users', budget: 'budgets' } as const satisfies { readonly [name: string]: DeclaredSection }

export function* undeclaredOwner({ config }: RuleContext): Generator<Diagnostic> {
  const known = {
    team: declaredById(config, 'teams'),
    user: declaredById(config, 'users'),
    budget: declaredById(config, 'budgets'),
  }
  const references = [
    ...declaredIn(config, 'virtual_keys').flatMap(ofKey),
    ...declaredIn(config, 'teams').flatMap((team) =>
      membersOf(team).flatMap((member) => refer('user', member, 'the user is made, without limits')),
    ),
  ]
  for (const { to, id, label } of references) {
    if (known[to].has(id.value) || envName(id.value) !== undefined) continue
    const near = closest(id.value, known[to].keys())
    yield {
      // a file that declares none of the kind has them all in the database
      severity: known[to].size === 0 ? 'note' : 'warning',
      rule: 'undeclared-owner',
      message: `the ${to} "${id.value}" is not declared`,
      at: id.at,
      label,
      help: near === undefined ? { text: `declare it in \`${sections[to]}\`` } : { text: `did you mean "${near}"?`, replacement: near },
    }
  }
}

function ofKey(key: MapNode): readonly Reference[] {
  return [
    ...refer('team', key, 'the key is left out unless the database has it'),
    ...refer('user', key, 'without one in the database the key has no user'),
    ...refer('budget', key, 'the key is left out unless the database has it'),
  ]
}

function refer(to: Reference['to'], entry: MapNode, label: string): readonly Reference[] {
  return textAt(entry, declaredIds[sections[to]]).map((id) => ({ to, id, label }))
}

function membersOf(team: MapNode): readonly MapNode[] {
  return (getList(team, 'members')?.items ?? []).flatMap((item) => (item.kind === 'map' ? [item] : []))
}
