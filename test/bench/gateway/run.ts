/**
 * `npm run bench:gateway`: what a request costs in `llmgen serve`, beside a bare pass-through and another gateway.
 * Arguments: names of cases, `start`, `keys`, `--paced`, `--seconds N`, `--connections N`, `--json`, `--skip-portkey`, `--prof`.
 * Needs wrk, nginx and Linux.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type BenchCase, cases, usual } from './cases.js'
import { keyedCase, keyedConnections, keyedGateways } from './keyed.js'
import { hasWrk, load, loadScript } from './load.js'
import { endAllAtExit, residentMegabytes, stop } from './processes.js'
import { selfTimes } from './profile.js'
import { measure, roundSeconds, type Started } from './rounds.js'
import { builtCli, type Contender, check, llmgen, type Origins, passThrough, plainly, portkey } from './servers.js'
import { assertRight, measureStarts, started } from './starts.js'
import { figuresTable, keyedTable, memoryTable, profileTable, startsTable } from './table.js'
import { findNginx, startNginx, startPaced } from './upstream.js'

const { values: flags, positionals: named } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '3' },
    connections: { type: 'string' },
    json: { type: 'boolean', default: false },
    'skip-portkey': { type: 'boolean', default: false },
    paced: { type: 'boolean', default: false },
    prof: { type: 'boolean', default: false },
  },
})
/** Seconds of load on each contender in each case, in rounds. */
const seconds = Math.max(1, Math.round(Number(flags.seconds)) || 0)
/** In place of those of the cases. */
const connections = flags.connections === undefined ? undefined : Math.max(1, Math.round(Number(flags.connections)) || 0)
const startWanted = !flags.prof && (named.includes('start') || (named.length === 0 && !flags.paced))

function print(line: string): void {
  if (!flags.json) process.stdout.write(`${line}\n`)
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

/** The cases of the command line; without names the usual ones. */
function chosenCases(): readonly BenchCase[] {
  const unknown = named.filter((name) => name !== 'start' && name !== 'keys' && cases.every((asked) => asked.name !== name))
  if (unknown.length > 0)
    fail(`no case is called ${unknown.join(', ')}; there are ${cases.map(({ name }) => name).join(', ')}, start, keys`)
  const names = named.length > 0 ? named : flags.prof ? ['chat'] : flags.paced ? [] : usual
  return cases.filter(({ name, paced }) => names.includes(name) || (paced && flags.paced)).map(asAsked)
}

function asAsked(asked: BenchCase): BenchCase {
  return connections === undefined ? asked : { ...asked, connections }
}

function tools(): string {
  if (!existsSync(builtCli)) fail('there is no dist/bin/llmgen.js; run npm run build')
  if (!hasWrk()) fail('wrk is missing: it is in the Debian package wrk')
  return findNginx() ?? fail('nginx is missing: it is in the Debian package nginx-light')
}

async function contendersOf(origins: Origins, all: readonly string[], folder: string): Promise<readonly Contender[]> {
  const ours = [await passThrough(all, folder), await llmgen(cases, origins, folder)]
  const other = flags['skip-portkey'] ? undefined : await portkey(origins, folder)
  if (other === undefined) print(`without @portkey-ai/gateway: ${flags['skip-portkey'] ? 'as asked' : 'npm could not install it'}`)
  return other === undefined ? ours : [...ours, other]
}

/** Gateways with a database beside the bare pass-through, and how often each was asked for a caller while it was under load. */
async function compareKeyed(origins: Origins, all: readonly string[], folder: string): Promise<object> {
  const bare = await passThrough(all, folder)
  const running: Started[] = [{ contender: bare, running: await started(bare, folder) }]
  const keyed = await keyedGateways(origins, folder)
  for (const { contender, prepare } of keyed) {
    running.push({ contender, running: await started(contender, folder) })
    await prepare()
  }
  for (const { contender } of running) await assertRight(contender, keyedCase())
  const results: object[] = []
  for (const count of connections === undefined ? keyedConnections : [connections]) {
    const asked = { ...keyedCase(), connections: count }
    const before = keyed.map(({ lookUps }) => lookUps())
    const figures = await measure(asked, running, seconds, folder)
    const more = keyed.map((each, at) => {
      const [now, then] = [each.lookUps(), before[at]]
      return { ...each, figures: figures[at + 1], lookUps: now === undefined || then === undefined ? undefined : now - then }
    })
    print(figuresTable(asked, figures))
    print(keyedTable(more))
    results.push({ connections: count, figures, more: more.map(({ contender: { name }, budget, lookUps }) => ({ name, budget, lookUps })) })
  }
  const memory = running.map(({ contender: { name }, running: { pid } }) => ({ name, megabytes: residentMegabytes(pid) }))
  print(memoryTable(memory))
  for (const each of running) await stop(each.running)
  return { case: 'keys', results, memory }
}

/** The same for gateways with a database; one profile each, of the thread that answers. */
async function profileKeyed(origins: Origins, folder: string): Promise<object> {
  const asked = asAsked(keyedCase())
  const profileFolder = (name: string) => join(folder, `profile-${name}`)
  const profiles: object[] = []
  for (const { contender, prepare } of await keyedGateways(origins, folder, (name) => [
    '--cpu-prof',
    `--cpu-prof-dir=${profileFolder(name)}`,
  ])) {
    const out = profileFolder(contender.name)
    mkdirSync(out)
    const running = await started(contender, folder)
    await prepare()
    await assertRight(contender, asked)
    const target = contender.target(asked)
    await load(loadScript(folder, contender.name, target), target.url, asked.connections, seconds)
    await stop(running, 'SIGINT')
    const times = selfTimes(out, 25)
    print(profileTable({ ...asked, title: contender.name }, times))
    profiles.push({ case: contender.name, times })
  }
  return { profiles }
}

async function compareAll(chosen: readonly BenchCase[], contenders: readonly Contender[], folder: string): Promise<object> {
  const [first] = cases
  const starts = startWanted && first !== undefined ? await measureStarts(contenders, first, folder) : undefined
  if (starts !== undefined) print(startsTable(starts))
  if (chosen.length === 0) return { starts }
  const all: Started[] = []
  for (const contender of contenders) all.push({ contender, running: await started(contender, folder) })
  const results: object[] = []
  for (const asked of chosen) {
    const able = await thoseThatCan(asked, all)
    const figures = await measure(asked, able, seconds, folder)
    print(figuresTable(asked, figures))
    results.push({ case: asked.name, budget: asked.budget, figures })
  }
  const memory = all.map(({ contender: { name }, running }) => ({ name, megabytes: residentMegabytes(running.pid) }))
  print(memoryTable(memory))
  for (const { running } of all) await stop(running)
  return { starts, results, memory }
}

/** Without another gateway that answers wrongly; a wrong answer of ours ends the bench. */
async function thoseThatCan(asked: BenchCase, all: readonly Started[]): Promise<readonly Started[]> {
  const able: Started[] = []
  for (const [at, each] of all.entries()) {
    const fault = await check(each.contender, asked)
    if (fault === undefined) able.push(each)
    else if (at > 1) print(`\n${each.contender.name} is left out of "${asked.title}": ${fault}`)
    else throw new Error(`${each.contender.name} answers "${asked.title}" wrongly: ${fault}`)
  }
  return able
}

/** One process for each case, so that a profile is of one kind of request. The server writes it as it ends. */
async function profileAll(chosen: readonly BenchCase[], origins: Origins, folder: string): Promise<object> {
  const profiles: object[] = []
  for (const asked of chosen) {
    const out = join(folder, `profile-${asked.name}`)
    mkdirSync(out)
    const contender = await llmgen(cases, origins, folder, plainly, ['--cpu-prof', `--cpu-prof-dir=${out}`])
    const running = await started(contender, folder)
    await assertRight(contender, asked)
    const target = contender.target(asked)
    await load(loadScript(folder, asked.name, target), target.url, asked.connections, seconds)
    await stop(running, 'SIGINT')
    const times = selfTimes(out, 25)
    print(profileTable(asked, times))
    profiles.push({ case: asked.name, times })
  }
  return { profiles }
}

async function main(folder: string): Promise<void> {
  const chosen = chosenCases()
  const nginx = await startNginx(tools(), cases, folder)
  const slow = await startPaced(cases.find(({ paced }) => paced)?.reply.text ?? '', folder)
  const origins: Origins = ({ paced }) => (paced ? slow : nginx)
  print(
    `node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown processor'}; ${seconds} s a case, medians of ${roundSeconds} s`,
  )
  const result = named.includes('keys')
    ? await (flags.prof ? profileKeyed(origins, folder) : compareKeyed(origins, [nginx, slow], folder))
    : flags.prof
      ? await profileAll(chosen, origins, folder)
      : await compareAll(chosen, await contendersOf(origins, [nginx, slow], folder), folder)
  if (flags.json) process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'llmgen-bench-gateway-'))
endAllAtExit(() => rmSync(folder, { recursive: true, force: true }))
try {
  await main(folder)
  process.exit(0)
} catch (cause) {
  fail(cause instanceof Error ? cause.message : String(cause))
}
