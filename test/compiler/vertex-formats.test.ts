/** A config of Vertex AI compiles to the narrowest formats: a client carries only what its models speak. */
import { expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'

const models = {
  'vertex_ai/gemini-2.5-flash': 'vertex-gemini',
  'vertex_ai/gemini/4711': 'vertex-gemini',
  'vertex_ai_beta/gemini-2.5-pro': 'vertex-gemini',
  'vertex_ai/claude-sonnet-4-5@20250929': 'vertex-anthropic',
  'vertex_ai/meta/llama-4-scout-17b-16e-instruct-maas': 'vertex-openai',
  'vertex_ai/mistral-large@2407': 'vertex-openai',
  'vertex_ai/*': undefined,
}

async function compiled(names: readonly string[]) {
  const entries = names.map(
    (model) =>
      `  - model_name: ${JSON.stringify(model)}\n    litellm_params: { model: ${JSON.stringify(model)}, vertex_project: p, vertex_location: europe-west4, vertex_credentials: /run/key.json }`,
  )
  const { plan, files, diagnostics } = await compile({ source: `model_list:\n${entries.join('\n')}\n`, path: 'litellm_config.yaml' })
  if (plan === undefined) throw new Error(JSON.stringify(diagnostics))
  return { plan, text: files.map((file) => file.text).join('\n') }
}

test('each model has its format, and a pattern its provider’s', async () => {
  const { plan } = await compiled(Object.keys(models))
  expect(plan.deployments.map(({ format }) => format)).toEqual(Object.values(models))
  expect(plan.providers.find(({ name }) => name === 'vertex_ai')).toMatchObject({
    format: 'vertex',
    auth: 'fields',
    settings: { vertex_project: ['VERTEXAI_PROJECT'], vertex_location: ['VERTEXAI_LOCATION', 'VERTEX_LOCATION'] },
    secrets: { vertex_credentials: ['VERTEXAI_CREDENTIALS'] },
  })
  expect(plan.deployments[0]).toMatchObject({
    baseUrl: { firstOf: ['VERTEXAI_API_BASE', 'VERTEX_API_BASE'], else: 'https://{location}-aiplatform.googleapis.com' },
    region: 'europe-west4',
    credentials: {
      vertex_project: { placeholder: 'p' },
      vertex_location: { placeholder: 'europe-west4' },
      vertex_credentials: { placeholder: '/run/key.json' },
    },
  })
})

test.each([
  [['vertex_ai/gemini-2.5-flash'], ['vertex-gemini']],
  [['vertex_ai/claude-sonnet-4-5@20250929'], ['vertex-anthropic']],
  [['vertex_ai/*'], ['vertex']],
])('a client of %j imports %j and no other adapter', async (names, want) => {
  const { text } = await compiled(names)
  expect([...text.matchAll(/from 'llmgen\/providers\/([a-z-]+)'/g)].map(([, format]) => format)).toEqual(want)
})
