/** `GET /models` with other eyes than the key's own: those of a team, and of whoever gives models to others. */
import { listHas } from '../access.js'
import type { GatewayCall } from '../route.js'
import type { ModelsSeen } from '../routes/models.js'
import { organizationBy } from '../store/organizations.js'
import { membersOf } from '../store/team-members.js'
import { teamBy } from '../store/teams.js'
import { ownerOf, teamModel, teamModelNames } from '../team-models.js'
import { atDesk, type Desk, forbidden, noSuch } from './admin-route.js'
import { standingOf } from './standing.js'
import { isOnlooker, mayReadAll, maySeeTeam } from './who-may.js'

/** What a team may call, whatever the lists of its keys say. Rejects with a 403 for a caller who is not of the team, and a 404. */
export function seenByTeam(call: GatewayCall, teamId: string): Promise<ModelsSeen> {
  return atDesk(call, async ({ db, identity }) => {
    const [team, standing] = await Promise.all([teamBy(db, teamId), standingOf(db, identity, teamId)])
    if (team === undefined && mayReadAll(identity)) throw noSuch('team', teamId, 'team_id')
    if (team === undefined || !maySeeTeam(identity, team, standing)) throw forbidden('only its members and administrators see a team')
    const organization = team.organizationId === null ? undefined : await organizationBy(db, team.organizationId)
    const { plan, engine } = call.serving
    const mayUse = (model: string) => {
      const owner = ownerOf(plan, model)
      const isOwn = owner === teamId
      return (
        (owner === undefined || isOwn) && (isOwn || listHas(team.models, model, plan)) && listHas(organization?.row.models, model, plan)
      )
    }
    const aliases = new Map(Object.entries(team.modelAliases))
    return {
      aliases: [...aliases.keys(), ...teamModelNames(plan, teamId)],
      mayUse,
      sees: (name) => {
        const alias = aliases.get(name)
        const model = (typeof alias === 'string' && alias !== '' ? alias : undefined) ?? teamModel(plan, teamId, name)
        // a team calls its models by words of its own
        if (model === undefined) return ownerOf(plan, name) === undefined && mayUse(name)
        return mayUse(model) && engine.table.resolve(model) !== undefined
      },
    }
  })
}

/**
 * `scope=expand`: all models but those of other teams, for those who choose which of them others get. LiteLLM means by them its
 * administrators and those of teams and organisations. Rejects with a 403 for everybody else.
 */
export function seenByGivers(call: GatewayCall): Promise<ModelsSeen> {
  return atDesk(call, async (desk) => {
    if (!(await givesModels(desk))) throw forbidden('scope=expand is for administrators, also of a team or an organisation')
    const { plan } = call.serving
    const mayUse = (model: string) => mayReadAll(desk.identity) || ownerOf(plan, model) === undefined
    return { aliases: [], mayUse, sees: mayUse }
  })
}

async function givesModels({ db, identity }: Desk): Promise<boolean> {
  if (mayReadAll(identity)) return true
  if (isOnlooker(identity) || identity.userId === undefined) return false
  const [standing, teams] = await Promise.all([standingOf(db, identity), membersOf(db, { userIds: [identity.userId] })])
  return standing.administers.size > 0 || teams.some(({ member }) => member.role === 'admin')
}
