/**
 * What a page downloads: a generated client over `llmgen/runtime/fetch` with OpenAI and Anthropic, minified by esbuild with
 * splitting, and gzipped at level 9. The design's budget is 15 kB for it and 5 kB for each further adapter; limits here
 * are what is reached, rounded up, and only ever go down.
 */
import { describe, expect, test } from 'vitest'
import { adapterFormats } from '../src/catalog/formats.js'
import { type Bundle, bundleChunks } from './support/bundle.js'

const bytes = (kilobytes: number) => kilobytes * 1_000

const openai = 'src/providers/openai.ts'
const anthropic = 'src/providers/anthropic.ts'
const streams = 'src/runtime/streams/open-streams.ts'

describe('a client with OpenAI and Anthropic', () => {
  const bundled = bundleChunks("import { llm } from './test/golden/fetch/generated/index.ts'\nglobalThis.llm = llm")

  test.each<{ name: string; kilobytes: number; size: (bundle: Bundle) => number }>([
    { name: 'before the first call: the entry and what it imports statically', kilobytes: 23, size: (bundle) => bundle.download() },
    { name: 'a first call to OpenAI', kilobytes: 37, size: (bundle) => bundle.download(openai) },
    { name: 'a first stream of OpenAI', kilobytes: 44, size: (bundle) => bundle.download(openai, streams) },
    { name: 'calls and streams of both', kilobytes: 54, size: (bundle) => bundle.download(openai, anthropic, streams) },
    { name: 'everything, other endpoints and sign-ins too', kilobytes: 92, size: (bundle) => bundle.total },
  ])('$name: at most $kilobytes kB', async ({ kilobytes, size }) => {
    expect(size(await bundled)).toBeLessThanOrEqual(bytes(kilobytes))
  })

  test('no adapter is in the entry', async () => {
    expect(
      (await bundled).initial.filter((path) => /^src\/providers\/[^/]+\.ts$|^src\/providers\/(openai|anthropic)\//.test(path)),
    ).toEqual([])
  })
})

/** Adapters beyond 5 kB, with the limit of each in kB; those of Vertex carry Gemini's. */
const larger: ReadonlyMap<string, number> = new Map([
  ['bedrock', 14],
  ['vertex', 14],
  ['vertex-gemini', 12.5],
  ['gemini', 11],
  ['azure-responses', 8],
  ['github-copilot-responses', 8],
  ['openai-responses', 7.5],
  ['sagemaker', 6],
  ['oci', 5.5],
  ['cohere', 5.5],
])

test('each further adapter adds at most 5 kB, or what is written here', async () => {
  const named = (format: string) => format.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const sizeOf = async (formats: readonly string[]) => {
    const imports = formats.map((format) => `import { ${named(format)} } from 'llmgen/providers/${format}'`)
    return (await bundleChunks(`${imports.join('\n')}\nglobalThis.adapters = [${formats.map(named).join(', ')}]`)).download()
  }
  const base = await sizeOf(['openai', 'anthropic'])
  const others = adapterFormats.filter((format) => format !== 'openai' && format !== 'anthropic')
  const added = await Promise.all(others.map(async (format) => [format, (await sizeOf(['openai', 'anthropic', format])) - base] as const))
  expect(added.length).toBeGreaterThan(40)
  expect(added.filter(([format, size]) => size > bytes(larger.get(format) ?? 5))).toEqual([])
})
