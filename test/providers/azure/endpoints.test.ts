/** Azure's address of every endpoint beyond chat, in both forms, and what of OpenAI's it lacks. */
import { expect, test } from 'vitest'
import type { Endpoint, Endpoints, Target } from '../../../src/providers/adapter.js'
import { azure } from '../../../src/providers/azure.js'
import type { TargetInput } from '../../support/codec.js'
import { callOf, rowTarget, sentOf, upload } from '../openai/endpoint-call.js'

const baseUrl = 'https://r.openai.azure.com'
const file = upload('a.mp3', 'ID3')
const image = [upload('a.png', 'PNG')]

const targets: { readonly [form: string]: TargetInput } = {
  dated: { baseUrl, apiVersion: '2025-04-01-preview', model: 'my deployment' },
  v1: { baseUrl: `${baseUrl}/openai/v1/`, model: 'my deployment' },
  preview: { baseUrl: `${baseUrl}/openai`, apiVersion: 'preview', model: 'my deployment' },
  gateway: { baseUrl: 'https://gw.example/x/openai/deployments/d?api-version=2024-10-21', model: 'd' },
}

const requests: { readonly [E in Endpoint]?: Partial<Endpoints[E]['request']> } = {
  completions: { prompt: 'a' },
  images: { prompt: 'a' },
  imageEdits: { prompt: 'a', image },
  transcriptions: { file },
  translations: { file },
  speech: { input: 'a', voice: 'alloy' },
}
const paths = {
  completions: 'completions',
  images: 'images/generations',
  imageEdits: 'images/edits',
  transcriptions: 'audio/transcriptions',
  translations: 'audio/translations',
  speech: 'audio/speech',
} as const
type Later = keyof typeof paths

async function urlOf(endpoint: Later, target: Target): Promise<string | undefined> {
  const sent = await sentOf(callOf<Later>(endpoint, requests[endpoint] as Partial<Endpoints[Later]['request']>), target) // of the same endpoint
  return 'url' in sent ? sent.url : undefined
}

test.each(Object.keys(paths) as Later[])('%s', async (endpoint) => {
  const urls = await Promise.all(Object.values(targets).map((input) => urlOf(endpoint, rowTarget('azure', input))))
  expect(urls).toEqual([
    `${baseUrl}/openai/deployments/my%20deployment/${paths[endpoint]}?api-version=2025-04-01-preview`,
    `${baseUrl}/openai/v1/${paths[endpoint]}`,
    `${baseUrl}/openai/v1/${paths[endpoint]}?api-version=preview`,
    `https://gw.example/x/openai/deployments/d/${paths[endpoint]}?api-version=2024-10-21`,
  ])
})

test('the deployment is named in the body too, which the v1 form needs', async () => {
  const v1 = rowTarget('azure', targets.v1)
  expect(await sentOf(callOf('images', { prompt: 'a', size: '1024x1024' }), v1)).toEqual({
    url: `${baseUrl}/openai/v1/images/generations`,
    body: { model: 'my deployment', prompt: 'a', size: '1024x1024' },
  })
  expect(await sentOf(callOf('transcriptions', { file, language: 'de' }), v1)).toEqual({
    url: `${baseUrl}/openai/v1/audio/transcriptions`,
    body: [
      ['file', { name: 'a.mp3', type: 'audio/mpeg', text: 'ID3' }],
      ['model', 'my deployment'],
      ['language', 'de'],
    ],
  })
})

test.each([
  { version: '2024-05-01-preview', want: { model: 'd', prompt: 'a', stream: true } },
  { version: '2024-10-21', want: { model: 'd', prompt: 'a', stream: true, stream_options: { include_usage: true } } },
])('a stream by $version', async ({ version, want }) => {
  const sent = await sentOf(
    callOf('completions', { prompt: 'a' }, { stream: true }),
    rowTarget('azure', { baseUrl, apiVersion: version, model: 'd' }),
  )
  expect(sent).toEqual({ url: `${baseUrl}/openai/deployments/d/completions?api-version=${version}`, body: want })
})

test('Azure OpenAI has neither moderations nor a reranker', () => {
  expect([azure.later?.moderations, azure.later?.rerank]).toEqual([undefined, undefined])
})
