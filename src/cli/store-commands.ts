/** The commands about what a gateway keeps: `db`, `spend` and `keys`. */
import type { Command } from 'commander'
import type { MigrateFlags } from './db.js'
import type { ExitCode } from './exit.js'
import type { HashFlags, KeysFlags, NewKeyFlags } from './keys.js'
import type { ReconcileFlags } from './spend.js'
import type { Terminal } from './terminal.js'

type Colour = (command: Command) => Terminal
type Done = (code: ExitCode) => void

export function addStoreCommands(program: Command, terminal: Colour, done: Done): void {
  addDb(program, terminal, done)
  addSpend(program, terminal, done)
  const keys = program.command('keys').description('virtual keys of a running gateway').addHelpText('after', keysExamples)
  addNewKey(keys, terminal, done)
  addKeyLists(keys, terminal, done)
  addKeyActs(keys, terminal, done)
  addKeyHash(keys, terminal, done)
}

/** Options of commands that open the database themselves. */
function addStoreOptions(command: Command): Command {
  return command
    .option('--database-url <url>', 'a PostgreSQL (default: general_settings.database_url of the config, else DATABASE_URL)')
    .option('--data-folder <folder>', 'the embedded database of this folder (default: .llmgen, where no PostgreSQL is named)')
    .option('-c, --config <file>', 'the config (default: litellm_config.yaml, config.yaml, proxy_config.yaml)')
    .option('--env-file <file>', 'variables of this file under those of the environment')
}

function addDb(program: Command, terminal: Colour, done: Done): void {
  const db = program.command('db').description('the database of the gateway').addHelpText('after', dbExamples)
  addStoreOptions(db.command('migrate').description('bring the database to the schema of this version; a gateway does so when it starts'))
    .option('--dry-run', 'print the SQL that would run, and change nothing')
    .addHelpText('after', dbExamples)
    .action(async (_own: unknown, self: Command) => {
      const { migrateDatabase } = await import('./db.js')
      done(await migrateDatabase(self.optsWithGlobals<MigrateFlags>(), terminal(self)))
    })
}

function addSpend(program: Command, terminal: Colour, done: Done): void {
  const spend = program.command('spend').description('the spend log of the gateway').addHelpText('after', spendExamples)
  addStoreOptions(
    spend
      .command('reconcile')
      .description('hold the sums of days, keys, users and teams against the rows of requests; exit 1 where they differ'),
  )
    .option('--from <day>', 'first day, such as 2026-02-01 (default: the first there is)')
    .option('--to <day>', 'last day (default: the last there is)')
    .option('--repair', 'make the sums of days anew where they differ')
    .option('--json', 'as JSON')
    .addHelpText('after', spendExamples)
    .action(async (_own: unknown, self: Command) => {
      const { reconcile } = await import('./spend.js')
      done(await reconcile(self.optsWithGlobals<ReconcileFlags>(), terminal(self)))
    })
}

/** Options of commands that ask a running gateway. */
function addLinkOptions(command: Command): Command {
  return command
    .option('--url <address>', 'the gateway (default: http://127.0.0.1:4000); its master key is read from LITELLM_MASTER_KEY')
    .option('--env-file <file>', 'variables of this file under those of the environment')
    .option('--json', 'as JSON')
}

function addNewKey(keys: Command, terminal: Colour, done: Done): void {
  addLinkOptions(keys.command('create').description('make a key; stdout has the key and nothing else'))
    .option('--alias <name>', 'its name')
    .option('--user <id>', 'whose it is')
    .option('--team <id>', 'team that it belongs to')
    .option('--organization <id>', 'organisation that it belongs to')
    .option('--budget <id>', 'budget whose limits count')
    .option('--models <list>', 'models, access groups and patterns, separated by commas (default: all)')
    .option('--tags <list>', 'tags of its calls, separated by commas')
    .option('--routes <list>', 'routes that it may call, separated by commas')
    .option('--max-budget <usd>', 'US dollars that it may spend')
    .option('--budget-duration <length>', 'until the budget starts anew: 1d, 30d, 1mo')
    .option('--duration <length>', 'how long it lives (default: for ever)')
    .option('--tpm <n>', 'tokens per minute')
    .option('--rpm <n>', 'requests per minute')
    .option('--max-parallel <n>', 'requests at one time')
    .option('--metadata <json>', 'own data')
    .addHelpText('after', keysExamples)
    .action(async (_own: unknown, self: Command) => {
      const { createKey } = await import('./keys.js')
      done(await createKey(self.optsWithGlobals<NewKeyFlags>(), terminal(self)))
    })
}

function addKeyLists(keys: Command, terminal: Colour, done: Done): void {
  addLinkOptions(keys.command('list').description('list keys, the newest first'))
    .option('--alias <name>', 'with this alias')
    .option('--user <id>', 'of this user')
    .option('--team <id>', 'of this team')
    .addHelpText('after', keysExamples)
    .action(async (_own: unknown, self: Command) => {
      const { listKeys } = await import('./keys.js')
      done(await listKeys(self.optsWithGlobals<KeysFlags>(), terminal(self)))
    })
  addLinkOptions(keys.command('info [hash]').description('show a key: by its hash, by --alias, or by - with the key on stdin'))
    .option('--alias <name>', 'the key with this alias')
    .addHelpText('after', keysExamples)
    .action(async (hash: string | undefined, _own: unknown, self: Command) => {
      const { keyInfo } = await import('./keys.js')
      done(await keyInfo(hash, self.optsWithGlobals<KeysFlags>(), terminal(self)))
    })
}

function addKeyActs(keys: Command, terminal: Colour, done: Done): void {
  const about = {
    block: 'refuse the calls of a key from now on',
    unblock: 'let a blocked key call again',
    delete: 'delete a key; what it has spent stays on record',
  } as const
  for (const act of ['block', 'unblock', 'delete'] as const)
    addLinkOptions(keys.command(`${act} [hash]`).description(about[act]))
      .option('--alias <name>', 'the key with this alias')
      .addHelpText('after', keysExamples)
      .action(async (hash: string | undefined, _own: unknown, self: Command) => {
        const { actOnKey } = await import('./keys.js')
        done(await actOnKey(act, hash, self.optsWithGlobals<KeysFlags>(), terminal(self)))
      })
}

function addKeyHash(keys: Command, terminal: Colour, done: Done): void {
  keys
    .command('hash')
    .description('print the SHA-256 of the key on stdin, for `key_hash` in the config; asks no gateway')
    .option('--env <name>', 'the key of this environment variable instead')
    .addHelpText('after', keysExamples)
    .action(async (_own: unknown, self: Command) => {
      const { keyHash } = await import('./keys.js')
      done(await keyHash(self.optsWithGlobals<HashFlags>(), terminal(self)))
    })
}

const dbExamples = `
Examples:
  llmgen db migrate --dry-run            the SQL that would run
  llmgen db migrate --database-url postgres://llmgen@db/llmgen

Exit codes: 0 done, or nothing to do; 1 the database is of a newer version; 3 it cannot be reached, or a gateway has it.
`
const spendExamples = `
Examples:
  llmgen spend reconcile                 do all sums agree with the rows?
  llmgen spend reconcile --from 2026-02-01 --to 2026-02-14 --json
  llmgen spend reconcile --repair

The embedded database belongs to one process: stop the gateway first. Exit codes: 0 all agree, 1 differences, 3 no database.
`
const keysExamples = `
Examples:
  KEY=$(llmgen keys create --alias ci --team core --max-budget 50 --budget-duration 30d)
  llmgen keys list --team core
  llmgen keys block --alias ci
  printf %s "$KEY" | llmgen keys info -
  printf %s "$KEY" | llmgen keys hash    for \`key_hash\` in the config

Exit codes: 0 done, 1 the gateway refuses, 2 wrong use, 3 no gateway answers.
`
