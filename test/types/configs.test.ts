/** The client of every config that compiles passes the strictest checks: all of them in one run of the compiler. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../../src/compiler/compile.js'
import { repoPath, typeCheck } from './run-tsc.js'

type ConfigFile = { readonly name: string; readonly path: string }

/** Configs of a folder; an absent folder has none. */
function configsIn(label: string, folder: string): ConfigFile[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name))
  return names.sort().map((name) => ({ name: `${label}-${name.replace(/\W/g, '-')}`, path: join(folder, name) }))
}

const corpus = join(process.env.LLMGEN_CORPUS ?? repoPath('../shared/corpus'), 'configs')
const configs: readonly ConfigFile[] = [
  ...configsIn('corpus', corpus),
  ...configsIn('fixture', repoPath('test/fixtures/configs')),
  ...configsIn('example', repoPath('test/examples')),
  ...readdirSync(repoPath('test/golden')).flatMap((name) => configsIn(`golden-${name}`, repoPath(`test/golden/${name}`))),
]

/** The client's files, or none where the config has errors. Literal secrets and unknown keys are not this test's business. */
async function clientOf({
  name,
  path,
}: ConfigFile): Promise<{ readonly files: readonly (readonly [string, string])[]; readonly secrets: readonly string[] }> {
  const options = { allowLiteralSecrets: true, allowUnknown: true }
  const { files, secrets } = await compile({ source: readFileSync(path, 'utf8'), path, options })
  return { files: files.map((file) => [`${name}/${file.path}`, file.text] as const), secrets: [...secrets.values()] }
}

test('the clients of all configs that compile pass tsc with strict, exactOptionalPropertyTypes and noUncheckedIndexedAccess', async () => {
  const clients = await Promise.all(configs.map(clientOf))
  expect(clients.filter(({ files }) => files.length > 0).length).toBeGreaterThanOrEqual(4)
  expect(await typeCheck(new Map(clients.flatMap(({ files }) => files)))).toEqual([])
}, 120_000)

test('no client holds a literal secret of its config', async () => {
  const source =
    'model_list:\n  - model_name: a\n    litellm_params:\n      model: openai/gpt-4o\n      api_key: sk-proj-Zk81bX0q7RkT4vNw2LsH\n'
  const { files, secrets } = await compile({ source, path: 'a.yaml', options: { allowLiteralSecrets: true } })
  expect([...secrets.values()]).toEqual(['sk-proj-Zk81bX0q7RkT4vNw2LsH'])
  const own = { files: files.map(({ path, text }) => [path, text] as const), secrets: [...secrets.values()] }
  for (const client of [own, ...(await Promise.all(configs.map(clientOf)))]) {
    const text = client.files.map(([, each]) => each).join('\n')
    expect(client.secrets.filter((secret) => text.includes(secret))).toEqual([])
  }
}, 120_000)
