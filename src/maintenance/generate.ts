/** Writes everything under `generated/` from its sources: `npm run generate`, or `npm run generate -- --check` to only compare. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listProviders, providersPage } from '../catalog/provider-list.js'
import { configTypes } from './config-types.js'
import { configValidator, configValidatorTypes } from './config-validator.js'
import { exampleStep } from './example.js'
import { knownModels } from './known-models.js'
import type { Schema } from './schema-walk.js'

/** One file to be written; `path` is relative to the repository. */
export type Output = { readonly path: string; readonly text: string }

/** Makes some of the files. Same sources, same bytes. */
export type Step = { readonly name: string; readonly outputs: (root: string) => Promise<readonly Output[]> }

/** All steps, in order: the example client is made with the validator of the step before it. */
export const steps: readonly Step[] = [
  { name: 'config types', outputs: async (root) => [{ path: 'generated/config.d.ts', text: await configTypes(readSchema(root)) }] },
  {
    name: 'config validator',
    outputs: async (root) => [
      { path: 'generated/config-validator.js', text: await configValidator(readSchema(root)) },
      { path: 'generated/config-validator.d.ts', text: configValidatorTypes },
    ],
  },
  exampleStep,
  { name: 'known models', outputs: async () => [{ path: 'generated/known-models.d.ts', text: knownModels() }] },
  { name: 'page of providers', outputs: async () => [{ path: 'generated/providers.md', text: providersPage(listProviders()) }] },
]

/** The repository this file stands in. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Paths of the files that are missing or differ from what the steps make now. */
export async function staleOutputs(root: string = repository, from: readonly Step[] = steps): Promise<readonly string[]> {
  const stale: string[] = []
  for (const step of from) {
    for (const { path, text } of await step.outputs(root)) if (readIfPresent(join(root, path)) !== text) stale.push(path)
  }
  return stale
}

/** Writes the files that differ, step by step, and returns their paths. */
export async function writeOutputs(root: string = repository, from: readonly Step[] = steps): Promise<readonly string[]> {
  const written: string[] = []
  for (const step of from) {
    for (const { path, text } of await step.outputs(root)) {
      const target = join(root, path)
      if (readIfPresent(target) === text) continue
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, text)
      written.push(path)
    }
  }
  return written
}

function readSchema(root: string): Schema {
  // Our own file, checked against the meta-schema by a test.
  return JSON.parse(readFileSync(join(root, 'schema/litellm-config.schema.json'), 'utf8')) as Schema
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not written yet: it counts as different.
    return undefined
  }
}

async function main(check: boolean): Promise<void> {
  const paths = check ? await staleOutputs() : await writeOutputs()
  for (const path of paths) console.log(check ? `stale: ${path}` : `wrote ${path}`)
  if (paths.length === 0) console.log('generated/ is up to date')
  if (check && paths.length > 0) {
    console.error('run `npm run generate`')
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'))
