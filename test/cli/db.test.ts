/** `llmgen db migrate` as a process: on the embedded database, on PostgreSQL, and where there is none. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createDatabase, testDatabase } from '../support/postgres.js'
import { useBundledCli } from './bundled-cli.js'
import { runProcess } from './cli-process.js'
import { folder, smallConfig } from './folder.js'
import { serving } from './serve-process.js'

useBundledCli()

const migrations = new URL('../../schema/migrations/', import.meta.url)
const files = readdirSync(migrations).filter((name) => name.endsWith('.sql'))
/** All migrations, as `--dry-run` prints them. */
const script = files
  .sort()
  .map((name) => `-- ${name}\n${readFileSync(new URL(name, migrations), 'utf8').trimEnd()}\n\n`)
  .join('')

test('on the embedded database: what would run, then it runs, then there is nothing to do', async () => {
  const { path: cwd, names } = folder()
  expect(await runProcess(['db', 'migrate', '--dry-run'], { cwd })).toEqual({
    code: 0,
    out: script,
    err: `${files.join(', ')} would run on the embedded database in .llmgen/db\n`,
  })
  expect(names()).toEqual([])
  expect(await runProcess(['db', 'migrate'], { cwd })).toEqual({
    code: 0,
    out: '',
    err: 'the embedded database in .llmgen/db was made, with the newest schema\n',
  })
  expect(await runProcess(['db', 'migrate'], { cwd })).toMatchObject({
    code: 0,
    err: 'the embedded database in .llmgen/db has the newest schema: nothing to do\n',
  })
  expect(await runProcess(['db', 'migrate', '--dry-run', '--data-folder', '.llmgen'], { cwd })).toEqual({
    code: 0,
    out: '',
    err: 'the embedded database in .llmgen/db has the newest schema: nothing would run\n',
  })
}, 180_000)

test('a running gateway has the folder: exit 3, and what to do', async () => {
  const { path: cwd } = folder()
  await runProcess(['db', 'migrate'], { cwd })
  // as a gateway that runs has it
  const { writeFileSync } = await import('node:fs')
  writeFileSync(`${cwd}/.llmgen/db.lock`, String(process.pid))
  const { code, err } = await runProcess(['db', 'migrate'], { cwd })
  expect(code).toBe(3)
  expect(err).toMatch(new RegExp(`^llmgen: the data folder .*/.llmgen/db is in use by process ${process.pid}\\. Stop that one`))
}, 180_000)

test.each([
  {
    name: 'a database that cannot be reached',
    args: ['--database-url', 'postgres://someone:planted-secret@127.0.0.1:9/app'],
    code: 3,
    says: /^llmgen: PostgreSQL at 127\.0\.0\.1:9\/app cannot be used: .*ECONNREFUSED/,
  },
  {
    name: 'the one of the config, by a variable',
    args: ['--env-file', 'my.env'],
    code: 3,
    says: /^llmgen: PostgreSQL at 127\.0\.0\.1:9\/config cannot be used/,
  },
  {
    name: 'what is no URL',
    args: ['--database-url', 'planted-secret'],
    code: 3,
    says: /^llmgen: PostgreSQL cannot be used: /,
  },
  { name: 'a config that is not there', args: ['--config', 'none.yaml'], code: 3, says: /^llmgen: cannot read none\.yaml/ },
  {
    name: 'a config with errors',
    args: ['--config', 'broken.yaml'],
    code: 1,
    says: /^llmgen: broken\.yaml has errors, and may name the database/,
  },
])('$name', async ({ args, code, says }) => {
  const { path: cwd } = folder({
    'litellm_config.yaml': `${smallConfig}general_settings: { database_url: os.environ/THE_DATABASE }\n`,
    'broken.yaml': 'model_list: 5\n',
    'my.env': 'THE_DATABASE=postgres://someone:planted-secret@127.0.0.1:9/config\n',
  })
  const ran = await runProcess(['db', 'migrate', ...args], { cwd, env: { DATABASE_URL: 'postgres://someone@127.0.0.1:9/environment' } })
  expect([ran.code, ran.out]).toEqual([code, ''])
  expect(ran.err).toMatch(says)
  expect(ran.err).not.toContain('planted-secret')
})

const serverUrl = process.env[testDatabase]

test.skipIf(!serverUrl)('on PostgreSQL: what would run, then it runs, then there is nothing to do', async () => {
  const { path: cwd } = folder()
  const database = await createDatabase(serverUrl ?? '')
  const env = { DATABASE_URL: database.url }
  const where = `PostgreSQL at ${new URL(database.url).host}${new URL(database.url).pathname}`
  expect(await runProcess(['db', 'migrate', '--dry-run'], { cwd, env })).toEqual({
    code: 0,
    out: script,
    err: `${files.join(', ')} would run on ${where}\n`,
  })
  const names = files.map((name) => name.replace('.sql', '')).join(', ')
  expect(await runProcess(['db', 'migrate'], { cwd, env })).toEqual({ code: 0, out: '', err: `${where} now has ${names}\n` })
  expect(await runProcess(['db', 'migrate', '--silent'], { cwd, env })).toEqual({ code: 0, out: '', err: '' })
  await database.drop()
})

test('a gateway and this command mean the same database', async () => {
  const { place } = await serving(smallConfig, { env: { OPENAI_API_KEY: 'sk-p' } })
  const { code } = await runProcess(['db', 'migrate', '--dry-run'], { cwd: place.path })
  // opened when first needed: nothing is there yet, or the gateway has it
  expect([0, 3]).toContain(code)
})
