/** Scripts around models: added at run time, called, shown, changed, deleted; what is said of the gateway's own state. */
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { type ScriptGateway, scriptKey, unique } from './script-gateway.js'

type Started = () => ScriptGateway
type Shown = { readonly model_name: string; readonly model_info: { readonly id: string; readonly supports_vision?: boolean } }

export function modelScripts(started: Started): void {
  addedModels(started)
  lists(started)
  health(started)
}

function addedModels(started: Started): void {
  test('a model: added, called at once, shown, changed, deleted, and then it is nobody’s', async () => {
    const { made, ask, get, chat, mock } = started()
    const { key } = await made('/key/generate', {})
    const [id, name] = [unique('model'), unique('azure-gpt')]
    const params = { model: 'openai/gpt-4.1-nano', api_key: 'os.environ/PROVIDER_KEY', api_base: `${mock.url}/v1`, tpm: 500_000 }
    expect((await made('/model/new', { model_name: name, litellm_params: params, model_info: { id } })).model_id).toBe(id)
    expect((await chat(key, name)).body.choices[0].message.content).toBe('gpt-4.1-nano heard: Hello!')
    const shown = async () => (await get(`/model/info?litellm_model_id=${id}`)).body.data[0]
    expect(await shown()).toMatchObject({
      model_name: name,
      litellm_params: { model: 'openai/gpt-4.1-nano', tpm: 500_000 },
      model_info: { id },
    })
    expect(JSON.stringify(await shown())).not.toContain('PROVIDER_KEY')
    await made('/model/update', { model_name: name, litellm_params: { ...params, tpm: 424_242 }, model_info: { id } })
    const patched = await ask('PATCH', `/model/${id}/update`, { litellm_params: { rpm: 100 } })
    expect([patched.status, (await shown()).litellm_params]).toMatchObject([200, { model: 'openai/gpt-4.1-nano', tpm: 424_242, rpm: 100 }])
    expect((await chat(key, name)).status).toBe(200)
    expect((await made('/model/delete', { id })).message).toBe(`Model: ${id} deleted successfully`)
    const { status, body } = await chat(key, name)
    expect([status, body.error.message.includes(name)]).toEqual([400, true])
    const listed: readonly Shown[] = (await get('/model/info')).body.data
    expect(listed.some(({ model_info: info }) => info.id === id)).toBe(false)
  })

  test('the model of a team is the team’s; an alias of the team leads to a model that was added', async () => {
    const { made, get, chat, mock } = started()
    const own = { api_key: 'fake_key', api_base: `${mock.url}/v1` }
    const { team_id: teamId } = await made('/team/new', { models: [] })
    const litellmParams = { model: 'gpt-4', custom_llm_provider: 'openai', ...own }
    const added = await made('/model/new', {
      model_name: 'team-test-model',
      litellm_params: litellmParams,
      model_info: { team_id: teamId },
    })
    expect((await get(`/team/info?team_id=${teamId}`)).body.team_info.models).toContain('team-test-model')
    const { key } = await made('/key/generate', { team_id: teamId })
    const { key: other } = await made('/key/generate', {})
    expect([
      (await chat(key, 'team-test-model')).status,
      (await chat(key, 'gpt-4')).status,
      (await chat(other, 'team-test-model')).status,
    ]).toEqual([200, 200, 400])
    await made('/model/delete', { id: added.model_info.id })

    const { model_info: info } = await made('/model/new', { model_name: 'gpt-4o-team1', litellm_params: { model: 'gpt-4o', ...own } })
    const { team_id: second } = await made('/team/new', { models: ['gpt-4o-team1'] })
    await made('/team/update', { team_id: second, model_aliases: { 'gpt-4o': 'gpt-4o-team1' } })
    expect((await chat((await made('/key/generate', { team_id: second })).key, 'gpt-4o')).status).toBe(200)
    await made('/model/delete', { id: info.id })
  })

  test('nobody but administrators adds a model for all', async () => {
    const { made, post, get } = started()
    const { key } = await made('/key/generate', { models: [] })
    const name = unique('forbidden')
    const { status, body } = await post('/model/new', { model_name: name, litellm_params: { model: 'openai/gpt-4o' }, model_info: {} }, key)
    expect([status, body.error.message.includes('does not have permission to make this model call')]).toEqual([403, true])
    expect((await get('/model/info')).body.data.some((shown: Shown) => shown.model_name === name)).toBe(false)
  })
}

function lists(started: Started): void {
  test('models are listed as far as a key may call them', async () => {
    const { made, get, url } = started()
    const { key } = await made('/key/generate', { models: ['gpt-4'] })
    const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1` })
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['gpt-4'])
    const all: readonly Shown[] = (await get('/model/info', key)).body.data
    expect(all.map(({ model_name: name }) => name)).toEqual(['gpt-4'])
    expect((await get(`/model/info?litellm_model_id=${all[0]?.model_info.id}`, key)).body.data).toEqual(all)
    expect((await get('/models')).body.data.length).toBeGreaterThan(5)
    expect((await get('/models?only_model_access_groups=True')).body.data.map(({ id }: { id: string }) => id)).toEqual(['azure-models'])
    const { key: users } = await made('/user/new', { models: ['gpt-3.5-turbo'] })
    const { body: groups } = await get('/model_group/info', users)
    expect(groups.data.map(({ model_group: group }: { model_group: string }) => group)).toEqual(['gpt-3.5-turbo'])
  })

  test('what the config says of a model is shown with it', async () => {
    const { data }: { data: readonly Shown[] } = (await started().get('/model/info')).body
    expect(data.find(({ model_name: name }) => name === 'llava-hf')?.model_info.supports_vision).toBe(true)
  })
}

function health(started: Started): void {
  test('liveness and routes need no key, readiness says that the database is there, health asks the models', async () => {
    const { get } = started()
    for (const path of ['/health/liveliness', '/health/liveness', '/routes'])
      expect([path, (await get(path, '')).status]).toEqual([path, 200])
    const { status, body } = await get('/health/readiness', '')
    expect([status, body.status, body.db]).toEqual([200, 'connected', 'connected'])
    expect((await get('/health/readiness/details')).body).toHaveProperty('litellm_version')
    const { body: health } = await get('/health')
    expect(health.healthy_count + health.unhealthy_count).toBeGreaterThan(0)
    expect(health.healthy_endpoints.length).toBe(health.healthy_count)
    expect(Object.keys((await get('/openapi.json')).body.paths).length).toBeGreaterThan(50)
  })

  test('a completion with the master key says what it cost', async () => {
    const { headers, status } = await started().chat(scriptKey)
    expect([status, headers.get('x-litellm-response-cost')]).toEqual([200, '0.0001'])
    for (const name of ['call-id', 'model-id', 'model-api-base', 'version', 'attempted-retries', 'attempted-fallbacks'])
      expect([name, headers.get(`x-litellm-${name}`)]).toEqual([name, expect.stringMatching(/./)])
  })
}
