/** `npm test`: builds, checks, runs every suite, and ends with one line that sums them up. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPostgres, openPostgresServer, testDatabase } from './support/postgres.js'
import { installRedis, openRedis } from './support/servers.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'llmgen-test-'))

type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number }
type Suite = { readonly name: string; run(): Promise<Tally> }

const bin = (path: string) => join('node_modules', path)
const node = process.execPath

/** In this order: later ones use what earlier ones built. A suite that needs a server starts and stops it in its own `run`. */
const suites: readonly Suite[] = [
  command('build', ['npm', 'run', '--silent', 'build']),
  command('types', [node, bin('typescript/bin/tsc'), '-p', '.']),
  command('lint and format', [node, bin('@biomejs/biome/bin/biome'), 'check', '.']),
  command('generated files are up to date', [node, '--import', 'tsx', 'src/maintenance/generate.ts', '--check']),
  command('example client is up to date', exampleCheck()),
  { name: 'vitest', run: vitest },
  { name: 'package', run: packed },
]

function exampleCheck(): readonly string[] {
  return [
    node,
    'dist/bin/llmgen.js',
    'generate',
    '--check',
    '--silent',
    '--config',
    'test/examples/litellm_config.yaml',
    '--out',
    'generated/example',
    '--report',
    'line',
  ]
}

function command(name: string, words: readonly string[]): Suite {
  return { name, run: async () => tally((await run(words)) === 0) }
}

function tally(ok: boolean): Tally {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

let running: ChildProcess | undefined

/** Runs a program with this terminal's output and returns its exit code; a signal counts as failure. */
function run([file = '', ...args]: readonly string[], more: { readonly [name: string]: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    // the suites may rely on dist/ being what src/ says
    const env = { ...process.env, LLMGEN_BUILT: '1', ...more }
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
    running = child
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Ends by the front door, so that servers are stopped. */
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    running?.kill(signal)
    process.exit(code)
  })

/** The suites, with a Redis and a PostgreSQL: those of the environment, or ones that are started, installed first where that is needed and allowed. */
async function vitest(): Promise<Tally> {
  const servers = [
    await brought('Redis', 'REDIS_URL', installRedis, openRedis),
    await brought('PostgreSQL', 'DATABASE_URL', installPostgres, openPostgresServer),
  ]
  try {
    // a gateway that a test starts is not to find a database that the test did not give it
    const { DATABASE_URL = '', ...env } = Object.assign({}, ...servers.map((server) => server.env))
    return await runVitest({ ...env, [testDatabase]: DATABASE_URL, DATABASE_URL: '' })
  } finally {
    for (const { stop } of servers) await stop()
  }
}

type Server = { readonly url: string; stop(): Promise<void> }
type Brought = { readonly env: { readonly [name: string]: string }; stop(): Promise<void> }

/** A server, said on stdout; without one its suites are skipped, and counted as that. */
async function brought(
  name: string,
  variable: string,
  install: () => string | undefined,
  open: () => Promise<Server | undefined>,
): Promise<Brought> {
  const missing = process.env[variable] ? undefined : install()
  const server = missing === undefined ? await open() : undefined
  process.stdout.write(server === undefined ? `${name}: none, its suites are skipped: ${missing}\n` : `${name}: ${serverOf(server.url)}\n`)
  return server === undefined ? { env: {}, stop: async () => {} } : { env: { [variable]: server.url }, stop: () => server.stop() }
}

/** Without user and password. */
function serverOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is no URL'
}

/**
 * Counts by vitest's own JSON report; a run that died without one has failed.
 *
 * Files that failed while every core was busy are run once more alone: a test that passes then hangs on the time it
 * is given, which is a fault of the test and is named at the end, but not a fault of what it tests.
 */
async function runVitest(env: Environment): Promise<Tally> {
  const first = await vitestReport(env, [])
  if (first === undefined) return tally(false)
  const failing = first.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)
  const again = failing.length > 0 && failing.length <= 3 ? await vitestReport(env, failing) : undefined
  if (again === undefined) return counted(first)
  for (const name of namesOfFailed(first)) if (!namesOfFailed(again).includes(name)) unsteady.push(name)
  return counted(first, again)
}

const unsteady: string[] = []
const failures: string[] = []

/** The first run, with what failed in it replaced by what a second one says of it. */
function counted(first: Report, again?: Report): Tally {
  const last = again ?? first
  failures.push(...namesOfFailed(last))
  const failed = Math.max(last.numFailedTests, last.success ? 0 : 1)
  const all = first.numTotalTests
  const skipped = first.numPendingTests + first.numTodoTests
  return { passed: all - skipped - failed, failed, skipped }
}

type Environment = { readonly [name: string]: string }

/** What vitest says of these files, of all when none are named. */
async function vitestReport(env: Environment, files: readonly string[]): Promise<Report | undefined> {
  const path = join(scratch, `vitest-${files.length}.json`)
  await run([node, bin('vitest/vitest.mjs'), 'run', ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${path}`], env)
  return readReport(path)
}

type Report = {
  readonly [Count in 'numTotalTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests']: number
} & {
  readonly success: boolean
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

/** `file: name of the test`, or the file alone when none of its tests came to run. */
function namesOfFailed({ testResults }: Report): string[] {
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const file = relative(root, name)
      const failed = assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${file}: ${fullName}`)
      return failed.length > 0 ? failed : [file]
    })
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    process.stderr.write(`no report from vitest: ${cause instanceof Error ? cause.message : String(cause)}\n`)
    return undefined
  }
}

/** What would be published, looked at by publint and by attw under every way of importing. */
async function packed(): Promise<Tally> {
  if ((await run(['npm', 'pack', '--silent', '--ignore-scripts', '--pack-destination', scratch])) !== 0) return tally(false)
  const tarball = readdirSync(scratch).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) return tally(false)
  const path = join(scratch, tarball)
  const lint = await run([node, bin('publint/src/cli.js'), path, '--strict'])
  const types = await run([node, bin('@arethetypeswrong/cli/dist/index.js'), path, '--profile', 'esm-only', '--no-emoji', '--no-color'])
  return { passed: Number(lint === 0) + Number(types === 0), failed: Number(lint !== 0) + Number(types !== 0), skipped: 0 }
}

function describe({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

async function main(): Promise<void> {
  const results: { readonly name: string; readonly tally: Tally; readonly seconds: string }[] = []
  for (const suite of suites) {
    process.stdout.write(`\n== ${suite.name}\n`)
    const started = performance.now()
    const result = await suite.run()
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    results.push({ name: suite.name, tally: result, seconds })
    process.stdout.write(`== ${suite.name}: ${describe(result)} (${seconds} s)\n`)
  }
  rmSync(scratch, { recursive: true, force: true })
  const sum = results.reduce<Tally>(
    (all, { tally: each }) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed, skipped: all.skipped + each.skipped }),
    { passed: 0, failed: 0, skipped: 0 },
  )
  process.stdout.write('\n')
  for (const { name, tally: each, seconds } of results)
    process.stdout.write(`${each.failed === 0 ? 'ok  ' : 'FAIL'}  ${name.padEnd(32)} ${describe(each)} (${seconds} s)\n`)
  for (const name of unsteady) process.stdout.write(`passed only when run alone: ${name}\n`)
  for (const name of failures) process.stdout.write(`failed: ${name}\n`)
  process.stdout.write(`${describe(sum)}\n`)
  process.exitCode = sum.failed === 0 ? 0 : 1
}

await main()
