/** Hosts that a path chooses, within what the provider has. */
import { expect, test } from 'vitest'
import { providerPlace } from '../../../src/gateway/pass-through/provider-base.js'

type Asked = Parameters<typeof providerPlace>[0]

function door(name: string, baseUrl: string, settings: { readonly [name: string]: string } = {}): Asked {
  // of the provider, only its name is looked at
  return { provider: { name } as Asked['provider'], baseUrl, settings }
}
const place = (...[of, rest]: Parameters<typeof providerPlace>) => {
  const { base, rest: sent } = providerPlace(of, rest)
  return base + sent
}
const vertex = (settings = {}, baseUrl = 'https://{location}-aiplatform.googleapis.com') => door('vertex_ai', baseUrl, settings)
const model = '/publishers/google/models/gemini-2.5-pro:generateContent'

test('Vertex AI is asked at the host of the place in the path, for the project of the config', () => {
  const rows: readonly (readonly [Asked, string, string])[] = [
    [
      vertex(),
      `/v1/projects/p/locations/europe-west1${model}`,
      `https://europe-west1-aiplatform.googleapis.com/v1/projects/p/locations/europe-west1${model}`,
    ],
    [
      vertex({ vertex_project: 'own' }),
      `/v1/projects/p/locations/global${model}`,
      `https://aiplatform.googleapis.com/v1/projects/own/locations/global${model}`,
    ],
    [
      vertex({ vertex_project: 'own', vertex_location: 'us' }),
      `/v1${model}`,
      `https://aiplatform.us.rep.googleapis.com/v1/projects/own/locations/us${model}`,
    ],
    [vertex({}, 'https://own.example'), `/v1/projects/p/locations/x${model}`, `https://own.example/v1/projects/p/locations/x${model}`],
  ]
  for (const [of, rest, want] of rows) expect(place(of, rest)).toBe(want)
})

test.each(['evil.example', 'x@evil', 'A', '%2e', 'x'.repeat(41)])('a place called %j is refused', (name) =>
  expect(() => place(vertex(), `/v1/projects/p/locations/${name}${model}`)).toThrow(/location/),
)

test('no project but that of the config is reached, wherever in the path it stands', () => {
  const own = vertex({ vertex_project: 'own' })
  expect(place(own, '/v1/projects/p/locations/global/things/projects/q')).toBe(
    'https://aiplatform.googleapis.com/v1/projects/own/locations/global/things/projects/own',
  )
  for (const rest of ['/v1/projects%2Fother/locations/us-east1/x', '/v1/projects/p%2f..'])
    expect(() => place(own, rest)).toThrow(/encoded slash/)
})

test('agents of Bedrock have a host of their own, a base of the operator stays', () => {
  const bedrock = door('bedrock', 'https://bedrock-runtime.us-east-1.amazonaws.com')
  expect(place(bedrock, '/model/m/converse')).toBe('https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse')
  expect(place(bedrock, '/knowledgebases/k/retrieve')).toBe(
    'https://bedrock-agent-runtime.us-east-1.amazonaws.com/knowledgebases/k/retrieve',
  )
  expect(place(door('bedrock', 'http://own'), '/agents/a')).toBe('http://own/agents/a')
})
