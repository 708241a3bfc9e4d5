/** The gateway's own settings: what a config and its environment say, and what is taken for not said. */
import { expect, test } from 'vitest'
import { readConfig } from '../../src/gateway/config-source.js'
import { readSection, readSettings } from '../../src/gateway/read-settings.js'
import { setUp } from './gateway-support.js'

const models = 'model_list:\n  - { model_name: m, litellm_params: { model: openai/gpt-4o, api_key: os.environ/K } }\n'

type Env = { readonly [name: string]: string }

function lower(yaml: string, env: Env = {}) {
  const { lowered } = readConfig({ source: `${models}${yaml}`, allowLiteralSecrets: true }, env)
  if (lowered === undefined) throw new Error('the config has errors')
  return lowered
}

const settings = (yaml: string, env: Env = {}) => {
  const { plan, secrets } = lower(yaml, env)
  return readSettings(plan, secrets, env)
}
const general = (members: string) => `general_settings: { ${members} }\n`

test('without a word there is no key, 100 MB of body, and nothing before the paths', () => {
  expect(settings('')).toMatchObject({
    masterKey: undefined,
    keyHeader: undefined,
    maxBodyBytes: 104_857_600,
    maxStreamBytes: Number.POSITIVE_INFINITY,
    rootPath: '',
    passThrough: [],
  })
})

const exported = 'environment_variables: { LITELLM_MASTER_KEY: sk-exported }\n'
const rows: readonly { readonly name: string; readonly yaml?: string; readonly env?: Env; readonly want: object }[] = [
  { name: 'the master key of the environment', env: { LITELLM_MASTER_KEY: 'sk-env' }, want: { masterKey: 'sk-env', idSecret: 'sk-env' } },
  {
    name: 'the config before the environment',
    yaml: general('master_key: sk-yaml'),
    env: { LITELLM_MASTER_KEY: 'sk-env' },
    want: { masterKey: 'sk-yaml' },
  },
  { name: 'a reference', yaml: general('master_key: os.environ/MINE'), env: { MINE: 'sk-mine' }, want: { masterKey: 'sk-mine' } },
  {
    name: 'a reference to nothing',
    yaml: general('master_key: os.environ/MINE'),
    env: { LITELLM_MASTER_KEY: 'sk-env' },
    want: { masterKey: 'sk-env' },
  },
  { name: 'variables that the config sets', yaml: 'environment_variables: { SERVER_ROOT_PATH: /set }\n', want: { rootPath: '/set' } },
  { name: 'a secret that the config sets', yaml: exported, want: { masterKey: 'sk-exported', idSecret: 'sk-exported' } },
  { name: 'the real variable before it', yaml: exported, env: { LITELLM_MASTER_KEY: 'sk-env' }, want: { masterKey: 'sk-env' } },
  { name: 'a real one that is empty is not set', yaml: exported, env: { LITELLM_MASTER_KEY: '' }, want: { masterKey: 'sk-exported' } },
  {
    name: 'a reference to what the config sets',
    yaml: `${exported}${general('master_key: os.environ/LITELLM_MASTER_KEY')}`,
    want: { masterKey: 'sk-exported' },
  },
  { name: 'an empty key is none', yaml: general("master_key: ''"), want: { masterKey: undefined } },
  {
    name: 'a salt of its own',
    env: { LITELLM_MASTER_KEY: 'sk-env', LITELLM_SALT_KEY: 'salt' },
    want: { masterKey: 'sk-env', idSecret: 'salt' },
  },
  { name: 'a header for the key, in lower case', yaml: general('litellm_key_header_name: X-My-Key'), want: { keyHeader: 'x-my-key' } },
  { name: 'a size in megabytes', yaml: general('max_request_size_mb: 0.5'), want: { maxBodyBytes: 524_288, maxStreamBytes: 524_288 } },
  {
    name: 'a size that a variable has',
    yaml: general('max_request_size_mb: os.environ/MB'),
    env: { MB: '2' },
    want: { maxBodyBytes: 2_097_152 },
  },
  { name: 'no size at all', yaml: general('max_request_size_mb: 0'), want: { maxBodyBytes: 104_857_600 } },
  { name: 'a root path, however it is written', env: { SERVER_ROOT_PATH: 'llm/v2//' }, want: { rootPath: '/llm/v2' } },
  { name: 'a root path of slashes is none', env: { SERVER_ROOT_PATH: '//' }, want: { rootPath: '' } },
  {
    name: 'routes without a key',
    yaml: general('public_routes: [/v1/models, LiteLLMRoutes.public_routes]'),
    want: { publicRoutes: expect.arrayContaining(['/v1/models']) },
  },
]
test.each(rows)('$name', ({ yaml = '', env = {}, want }) => expect(settings(yaml, env)).toMatchObject(want))

test('secrets that the config exports open the gateway and the providers, and are shown to nobody', async () => {
  const yaml = `
model_list:
  - { model_name: m, litellm_params: { model: openai/gpt-4o, api_base: MOCK/v1 } }
environment_variables: { LITELLM_MASTER_KEY: sk-exported-master, OPENAI_API_KEY: sk-exported-provider }
`
  const { gateway, mock } = await setUp({ yaml, env: {}, listens: false })
  const payload = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }] })
  const ask = (key: string) =>
    gateway.app.inject({ method: 'POST', url: '/chat/completions', headers: { authorization: `Bearer ${key}` }, payload })
  const [open, closed] = [await ask('sk-exported-master'), await ask('sk-another')]
  expect([open.statusCode, closed.statusCode]).toEqual([200, 401])
  expect(mock.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer sk-exported-provider'])
  expect(JSON.stringify([open, closed].map(({ headers, body }) => [headers, body]))).not.toContain('sk-exported')
})

test('a pass-through needs a key unless it says not, and is none without path and target', () => {
  const yaml = `
general_settings:
  pass_through_endpoints:
    - { path: /one, target: "https://one.example" }
    - { path: /two, target: "https://two.example", auth: false, include_subpath: true, methods: [get], headers: { authorization: "Bearer os.environ/TWO_KEY" } }
    - { path: /nowhere }
`
  const plain = { includeSubpath: false, auth: true, methods: undefined, headers: {} }
  expect(settings(yaml, { TWO_KEY: 'planted' }).passThrough).toMatchObject([
    { path: '/one', target: 'https://one.example', ...plain },
    { path: '/two', auth: false, includeSubpath: true, methods: ['GET'], headers: { authorization: 'Bearer planted' } },
  ])
})

test('a section has its references and slots filled, what is not set left out, and no prototype to reach', () => {
  const yaml = 'litellm_settings: { cache_params: { type: redis, host: os.environ/HOST, password: os.environ/UNSET, port: 1 } }\n'
  const { plan, secrets } = lower(yaml, { HOST: 'there' })
  const section = readSection(plan, 'litellm_settings', secrets, { HOST: 'there' })
  expect([section, Object.getPrototypeOf(section)]).toEqual([{ cache_params: { type: 'redis', host: 'there', port: 1 } }, null])
})
