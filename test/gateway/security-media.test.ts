/** Images by address, where the gateway fetches them itself: an address inside, however it is written or resolved, is never asked. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { authorised, setUp } from './gateway-support.js'

vi.mock('node:dns', async (original) => {
  const dns = await original<typeof import('node:dns')>()
  type Found = (error: Error | null, addresses: readonly { readonly address: string; readonly family: number }[]) => void
  const inside: { readonly [host: string]: readonly string[] } = {
    'inner.example.com': ['127.0.0.1'],
    'mixed.example.com': ['93.184.216.34', '10.0.0.1'],
    'six.example.com': ['::1'],
    'mapped.example.com': ['::ffff:127.0.0.1'],
    'metadata.example.com': ['169.254.169.254'],
  }
  const lookup = (host: string, options: object, found: Found) => {
    const addresses = inside[host]
    if (addresses === undefined) dns.lookup(host, { ...options, all: true }, found)
    else
      found(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
  }
  return { ...dns, lookup }
})

const yaml = `
model_list:
  - model_name: nova
    litellm_params: { model: bedrock/amazon.nova-lite-v1:0, api_base: MOCK, aws_bedrock_runtime_endpoint: MOCK, aws_region_name: us-east-1, aws_access_key_id: os.environ/PROVIDER_KEY, aws_secret_access_key: os.environ/PROVIDER_KEY }
router_settings: { num_retries: 0, disable_cooldowns: true }
general_settings: { master_key: os.environ/LITELLM_MASTER_KEY }
`

/** A service of the house, which nobody outside may make the gateway ask. */
async function service(): Promise<{ readonly port: number; readonly asked: () => number }> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.writeHead(200, { 'content-type': 'image/png' })
    response.end(Buffer.from('\x89PNG secret', 'latin1'))
  })
  server.listen(0, '::')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, asked: () => asked }
}

const hosts = [
  '127.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0177.0.0.1',
  '0',
  '0.0.0.0',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fe80::1]',
  '[fd00::1]',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '\u2460\u2461\u2466.0.0.1',
  '127\u30020\u30020\u30021',
  'user@127.0.0.1',
  'example.com@127.0.0.1',
  'metadata.google.internal',
  'inner.example.com',
  'mixed.example.com',
  'six.example.com',
  'mapped.example.com',
  'metadata.example.com',
]
const ask = (url: string, image: string, path: string) => {
  const bodies: { readonly [path: string]: object } = {
    '/v1/chat/completions': {
      model: 'nova',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'what?' },
            { type: 'image_url', image_url: { url: image } },
          ],
        },
      ],
    },
    '/v1/messages': {
      model: 'nova',
      max_tokens: 5,
      messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'url', url: image } }] }],
    },
  }
  return fetch(url + path, { method: 'POST', headers: authorised, body: JSON.stringify(bodies[path]) })
}

describe.each(['/v1/chat/completions', '/v1/messages'])('by %s', (path) => {
  test('no address of the house is asked, and the answer holds nothing of it', async () => {
    const inner = await service()
    const { url, mock } = await setUp({ yaml })
    for (const host of hosts) {
      const answer = await ask(url, `http://${host}:${inner.port}/a.png`, path)
      const text = await answer.text()
      expect([host, answer.status, text.includes('secret')]).toEqual([host, 400, false])
      if (host.endsWith('.example.com')) expect(text).toContain(`${host} leads to an address that is not public`)
    }
    expect([inner.asked(), mock.requests.length]).toEqual([0, 0])
  })

  test.each(['file:///etc/passwd', 'gopher://127.0.0.1/', 'ftp://127.0.0.1/a.png', 'http://', 'javascript:1', '//127.0.0.1/a.png'])(
    '%s is no address to fetch from',
    async (image) => {
      const { url, mock } = await setUp({ yaml })
      const answer = await ask(url, image, path)
      expect([answer.status, (await answer.text()).includes('root:')]).toEqual([400, false])
      expect(mock.requests.length).toBe(0)
    },
  )
})
