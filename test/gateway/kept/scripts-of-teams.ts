/** Scripts around teams: members by id and by address, what members may do with the keys of a team, aliases, blocks, tags. */
import { expect, test } from 'vitest'
import { type ScriptGateway, scriptKey, unique } from './script-gateway.js'

type Started = () => ScriptGateway
type Member = { readonly user_id: string; readonly user_email: string | null; readonly role: string }

export function teamScripts(started: Started): void {
  members(started)
  memberships(started)
  permissions(started)
  teams(started)
}

function members(started: Started): void {
  test('a team with a user, ten more at once, and another name: nothing else of it changes', async () => {
    const { made, get } = started()
    const admin = unique('admin')
    await made('/user/new', { user_id: admin })
    const team = await made('/team/new', { team_alias: 'my-team', members_with_roles: [{ role: 'admin', user_id: admin }] })
    const more = Array.from({ length: 10 }, () => ({ role: 'user', user_id: `${unique('member')}@example.org` }))
    const added = await made('/team/member_add', { team_id: team.team_id, member: more })
    expect(added.updated_users.length).toBe(10)
    const { body: info } = await get(`/team/info?team_id=${team.team_id}`)
    // LiteLLM counts one more: there the user of the master key is in every team that it makes
    expect(info.team_info.members_with_roles.length).toBe(11)
    const { data } = await made('/team/update', { team_id: team.team_id, team_alias: 'my-new-team' })
    const changing = ['team_alias', 'updated_at', 'admins', 'members', 'members_with_roles']
    const rest = (row: object) => Object.entries(row).filter(([name]) => !changing.includes(name))
    expect([data.team_alias, rest(data)]).toEqual(['my-new-team', rest(team)])
  })

  test.each(['user_id', 'user_email'])('a member by %s: added, found with the user, taken out', async (name) => {
    const { made, post, get } = started()
    const email = `${unique('user')}@example.org`
    const { user_id: userId } = await made('/user/new', { user_email: email })
    const { team_id: teamId } = await made('/team/new', { team_alias: unique('by') })
    const named = name === 'user_id' ? { user_id: userId } : { user_email: email }
    await made('/team/member_add', { team_id: teamId, member: [{ role: 'user', ...named }] })
    const again = await post('/team/member_add', { team_id: teamId, member: { role: 'user', ...named } })
    expect([again.status, again.body.error.type]).toEqual([400, 'team_member_already_in_team'])
    const { body: user } = await get(`/user/info?user_id=${userId}`)
    expect(user.teams.map((team: { team_id: string }) => team.team_id)).toEqual([teamId])
    const roleOf = async () => {
      const { body: info } = await get(`/team/info?team_id=${teamId}`)
      return info.team_info.members_with_roles.find((member: Member) => member.user_id === userId)?.role
    }
    expect(await roleOf()).toBe('user')
    await made('/team/member_update', { team_id: teamId, ...named, role: 'admin', max_budget_in_team: 4_242 })
    const { body: info } = await get(`/team/info?team_id=${teamId}`)
    const membership = info.team_memberships.find((each: Member) => each.user_id === userId)
    expect([await roleOf(), membership.litellm_budget_table.max_budget]).toEqual(['admin', 4_242])
    await made('/team/member_delete', { team_id: teamId, ...named })
    expect(await roleOf()).toBeUndefined()
    // LiteLLM says 400 of a member that is not there
    expect((await post('/team/member_delete', { team_id: teamId, ...named })).status).toBe(404)
  })
}

function memberships(started: Started): void {
  test('a user made into a team spends as its member, and is stopped by the budget of the membership', async () => {
    const { made, get, chat } = started()
    const { team_id: teamId } = await made('/team/new', { team_alias: 'my-new-team' })
    const userId = `${unique('krrish')}@example.org`
    const limits = { max_budget: 10, budget_duration: '30d', models: ['fake-openai-endpoint'] }
    const { key, team_id: keyTeam, teams } = await made('/user/new', { user_id: userId, team_id: teamId, ...limits })
    expect([keyTeam, teams]).toEqual([teamId, [teamId]])
    await made('/team/member_update', { team_id: teamId, user_id: userId, max_budget_in_team: 0.0000001 })
    expect((await chat(key)).status).toBe(200)
    const membership = async () => (await get(`/user/info?user_id=${userId}`)).body.teams[0].team_memberships[0]
    await expect.poll(async () => (await membership()).spend, { timeout: 5_000 }).toBeGreaterThan(0)
    const { status, body } = await chat(key)
    expect([status, body.error.type]).toEqual([429, 'budget_exceeded'])
    expect(body.error.message).toContain('Budget has been exceeded!')
    expect(await membership()).toMatchObject({ user_id: userId, team_id: teamId, litellm_budget_table: { max_budget: 0.0000001 } })
  })

  test('with its team go the memberships and the keys', async () => {
    const { made, get, chat } = started()
    const userId = unique('normal')
    await made('/user/new', { user_id: userId })
    const { team_id: teamId } = await made('/team/new', { members_with_roles: [{ role: 'user', user_id: userId }] })
    const { key } = await made('/key/generate', { team_id: teamId })
    expect((await get(`/user/info?user_id=${userId}`)).body.teams.length).toBe(1)
    expect((await chat(key)).status).toBe(200)
    await made('/team/delete', { team_ids: [teamId] })
    expect((await get(`/user/info?user_id=${userId}`)).body.teams).toEqual([])
    expect([(await get(`/team/info?team_id=${teamId}`)).status, (await chat(key)).status]).toEqual([404, 401])
  })
}

function permissions(started: Started): void {
  const denied = { status: 403, type: 'team_member_permission_error' }

  async function teamWith(allowed: readonly string[] | null) {
    const { made, post } = started()
    const { team_id: teamId } = await made('/team/new', { team_member_permissions: allowed })
    const userId = unique('user')
    await made('/user/new', { user_id: userId, team_id: teamId })
    const { key: teamKey } = await made('/key/generate', { team_id: teamId })
    const { key } = await made('/key/generate', { user_id: userId })
    const tries = {
      generate: ['/key/generate', { team_id: teamId }],
      update: ['/key/update', { key: teamKey, metadata: { updated: true } }],
      regenerate: ['/key/regenerate', { key: teamKey }],
      delete: ['/key/delete', { keys: [teamKey] }],
    } as const
    const ask = async (what: keyof typeof tries) => {
      const { status, body } = await post(tries[what][0], tries[what][1], key)
      return status === 200 ? { status } : { status, type: body.error.type }
    }
    return { teamId, userId, teamKey, key, ask }
  }

  test('a member sees the keys of the team, and changes none', async () => {
    const { get, post } = started()
    const { ask, teamKey, key, teamId, userId } = await teamWith(null)
    for (const what of ['generate', 'update', 'regenerate', 'delete'] as const) expect([what, await ask(what)]).toEqual([what, denied])
    expect((await get(`/key/info?key=${teamKey}`, key)).status).toBe(200)
    for (const [path, body] of [
      ['/team/member_add', { team_id: teamId, member: { role: 'user', user_id: unique('other') } }],
      ['/team/member_delete', { team_id: teamId, user_id: userId }],
    ] as const) {
      const { status, body: answer } = await post(path, body, key)
      expect([path, status, answer.error.message.includes('not allowed')]).toEqual([path, 403, true])
    }
  })

  test('a member does what the team lets members do', async () => {
    const makers = await teamWith(['/key/generate'])
    expect([await makers.ask('generate'), await makers.ask('update'), await makers.ask('delete')]).toEqual([
      { status: 200 },
      denied,
      denied,
    ])
    const editors = await teamWith(['/key/update', '/key/delete', '/key/info'])
    expect([
      await editors.ask('update'),
      await editors.ask('generate'),
      await editors.ask('regenerate'),
      await editors.ask('delete'),
    ]).toEqual([{ status: 200 }, denied, denied, { status: 200 }])
  })
}

function teams(started: Started): void {
  test('a team is seen by its own keys and by no others; ids that are nobody’s are 404', async () => {
    const { made, get } = started()
    const { team_id: teamId } = await made('/team/new', { team_id: unique('test_team'), team_alias: 'Test Team', models: ['gpt-4'] })
    const { key } = await made('/key/generate', { team_id: teamId })
    const { key: other } = await made('/key/generate', {})
    const { body: info } = await get(`/team/info?team_id=${teamId}`, key)
    expect([info.team_id, info.team_info.team_alias, info.team_info.models]).toEqual([teamId, 'Test Team', ['gpt-4']])
    expect([(await get(`/team/info?team_id=${teamId}`, other)).status, (await get('/team/info?team_id=invalid-team-id')).status]).toEqual([
      403, 404,
    ])
    expect((await get('/team/list')).body.map((team: { team_id: string }) => team.team_id)).toContain(teamId)
    expect((await get(`/v2/team/list?team_id=${teamId}`)).body).toMatchObject({ teams: [{ team_id: teamId }], total: 1, page: 1 })
  })

  test('the name that a team has for a model is answered; a blocked team is not', async () => {
    const { made, chat, get } = started()
    const { team_id: teamId } = await made('/team/new', { model_aliases: { 'cheap-model': 'gpt-3.5-turbo' } })
    const { key } = await made('/key/generate', { team_id: teamId, models: ['gpt-3.5-turbo'] })
    const { status, body } = await chat(key, 'cheap-model')
    expect([status, body.choices[0].message.content]).toEqual([200, 'gpt-3.5-turbo heard: Hello!'])
    await made('/team/block', { team_id: teamId })
    expect([(await chat(key, 'cheap-model')).status, (await get(`/team/info?team_id=${teamId}`)).body.team_info.blocked]).toEqual([
      403,
      true,
    ])
    await made('/team/unblock', { team_id: teamId })
    expect([(await chat(key, 'cheap-model')).status, (await get(`/team/info?team_id=${teamId}`)).body.team_info.blocked]).toEqual([
      200,
      false,
    ])
  })

  test('the tags of a team choose the deployment', async () => {
    const { made, chat } = started()
    for (const [tag, id] of [
      ['teamA', 'team-a-model'],
      ['teamB', 'team-b-model'],
    ]) {
      const { team_id: teamId } = await made('/team/new', { tags: [tag] })
      const { key } = await made('/key/generate', { team_id: teamId })
      for (let call = 0; call < 5; call++) expect((await chat(key, 'tagged')).headers.get('x-litellm-model-id')).toBe(id)
    }
    expect((await chat(scriptKey)).status).toBe(200)
  })
}
