/** Every config of the corpus and of our own fixtures: what is reported, at which place, and whether it compiles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import { findingLines } from '../compiler/plan-of.js'
import { type Expected, expectedCorpus, expectedFixtures } from './expected-findings.js'

const fixtures = fileURLToPath(new URL('../fixtures/configs', import.meta.url))
const corpus = `${process.env.LLMGEN_CORPUS ?? fileURLToPath(new URL('../../../shared/corpus', import.meta.url))}/configs`

async function check(folder: string, file: string): Promise<Expected> {
  const source = readFileSync(`${folder}/${file}`, 'utf8')
  const { plan, diagnostics, sources } = await compile({ source, path: file, emit: false })
  return { compiles: plan !== undefined, found: findingLines(diagnostics, sources) }
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
}

describe('own fixtures', () => {
  test('each has its row', () => {
    expect([...expectedFixtures.keys()].sort()).toEqual(yamlFiles(fixtures))
  })

  test.each([...expectedFixtures])('%s', async (file, want) => {
    expect(await check(fixtures, file)).toEqual(want)
  })
})

const reason = existsSync(corpus) ? undefined : `no corpus at ${corpus}`

describe(`corpus${reason === undefined ? '' : ` (not run: ${reason})`}`, () => {
  test('the table names 30 configs, of which 20 compile as they are', () => {
    expect([...expectedCorpus].map(([, { compiles }]) => compiles).filter(Boolean)).toHaveLength(20)
    expect(expectedCorpus.size).toBe(30)
  })

  test('a config compiles exactly where no error is listed', () => {
    for (const [file, { compiles, found }] of [...expectedCorpus, ...expectedFixtures]) {
      expect([file, found.some((line) => line.includes(' error '))]).toEqual([file, !compiles])
    }
  })

  test.runIf(reason === undefined)('each config has its row', () => {
    expect([...expectedCorpus.keys()].sort()).toEqual(yamlFiles(corpus))
  })

  test.runIf(reason === undefined).each([...expectedCorpus])('%s', async (file, want) => {
    expect(await check(corpus, file)).toEqual(want)
  })

  test.runIf(reason === undefined).each([
    ['04.yaml', { LITELLM_STT_NEXT_MODEL: 'azure/whisper' }],
    ['18.yaml', { LITELLM_MODEL_ID: 'hosted_vllm/qwen3' }],
  ])('%s compiles once its model is known', async (file, env) => {
    const source = readFileSync(`${corpus}/${file}`, 'utf8')
    const { plan } = await compile({ source, path: file, emit: false, options: { env } })
    expect(plan?.groups.length).toBeGreaterThan(0)
  })
})
