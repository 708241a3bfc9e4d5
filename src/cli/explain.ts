/** `llmgen explain MODEL`: which deployments a name leads to, why each was or was not chosen, and what a call does step by step. */
import type { Plan, Secrets } from '../plan/plan.js'
import { isFault } from '../protocol/failure.js'
import { createRun } from '../runtime/create-run.js'
import { nearestNames } from '../runtime/nearest.js'
import type { Run } from '../runtime/run.js'
import { createEnvironment, type Environment } from '../runtime/settings.js'
import { seededRandom } from '../runtime/trace/seeded-random.js'
import { lackingKeys, rehearsedPlan } from '../runtime/trace/trace-plan.js'
import { loadRareParts } from '../runtime/trace/trace-record.js'
import { steeringVariables } from '../runtime/trace/trace-variables.js'
import { type Asked, createWorld, fixNeeds } from '../runtime/trace/trace-world.js'
import { loadRoutingParts } from '../sdk/routing-parts.js'
import { compileConfig, passes, readConfigOf, readJob } from './compile-config.js'
import { type ExitCode, exitCode, Stop } from './exit.js'
import { candidatesOf, resolvedName } from './explain-candidates.js'
import { type Faults, readFaults } from './explain-faults.js'
import { renderExplanation } from './explain-text.js'
import type { Explanation } from './explain-types.js'
import { assumedMs, runToEnd, scriptedAnswers, stepListener, type Tokens } from './explain-walk.js'
import { type RawFlags, readWhole } from './flags.js'
import { painter, type Terminal } from './terminal.js'
import { virtualTime } from './virtual-time.js'

export type ExplainFlags = Omit<RawFlags, 'format'> & {
  readonly seed?: string
  readonly fail?: readonly string[]
  readonly stream?: boolean
  readonly tags?: string
  readonly tokens?: string
  readonly json?: boolean
  readonly trace?: string
}

/** Tokens of the call where `--tokens` says nothing. */
export const usualTokens: Tokens = { prompt: 1_000, output: 250 }
/** Longest list of names in a message. */
const mostNames = 8

/** What is asked. */
export type Question = {
  readonly model: string
  readonly seed: number
  readonly streaming: boolean
  readonly tokens: Tokens
  readonly tags: readonly string[]
  readonly faults: Faults
}

/** Exit 0 where the call is answered or its failure explained; 1 for a config with errors; 2 for a name that stands for nothing. */
export async function explain(model: string | undefined, flags: ExplainFlags, terminal: Terminal): Promise<ExitCode> {
  const { trace, ...rest } = flags
  if (trace !== undefined) {
    const { explainTrace } = await import('./explain-trace.js')
    return explainTrace(trace, model, rest, terminal)
  }
  if (model === undefined)
    throw new Stop(exitCode.misuse, 'explain needs a model name, or --trace FILE; llmgen explain --help has examples')
  const compiled = await compiledPlan(flags, terminal)
  if (compiled === undefined) return exitCode.problems
  const { plan, path, env, secrets } = compiled
  const question = readQuestion(model, flags, plan)
  const explanation = await explainCall(plan, question, env, { path, secrets })
  terminal.out(
    flags.json === true ? `${JSON.stringify(explanation, undefined, 2)}\n` : renderExplanation(explanation, painter(terminal.colour)),
  )
  return exitCode.clean
}

export type CompiledPlan = { readonly plan: Plan; readonly path: string; readonly env: Environment; readonly secrets: Secrets }

/** The Plan of the config; undefined where it has errors, which have been shown. Warnings and notes are the business of `check`. */
export async function compiledPlan(flags: Omit<RawFlags, 'format'>, terminal: Terminal): Promise<CompiledPlan | undefined> {
  const job = readJob('check', flags, undefined, terminal)
  const config = readConfigOf(job)
  const compiled = await compileConfig(job, config)
  const { plan, secrets } = compiled
  const grave = compiled.diagnostics.filter(({ severity }) => severity === 'error')
  if (!passes({ ...job, maxWarnings: undefined }, { ...compiled, diagnostics: grave }, terminal) || plan === undefined) return undefined
  return { plan, path: config.path, env: createEnvironment(job.env ?? terminal.env, plan.routing.environment), secrets }
}

function readQuestion(model: string, flags: ExplainFlags, plan: Plan): Question {
  return {
    model,
    seed: readWhole('--seed', flags.seed, 0xffff_ffff) ?? 1,
    streaming: flags.stream === true,
    tokens: readTokens(flags.tokens),
    tags: (flags.tags ?? '').split(',').filter((tag) => tag !== ''),
    faults: readFaults(flags.fail ?? [], plan),
  }
}

function readTokens(text: string | undefined): Tokens {
  const [prompt, output, ...more] = text?.split(',') ?? []
  if (more.length > 0)
    throw new Stop(exitCode.misuse, `--tokens takes those of the prompt and those of the answer, as in 4000,500, not "${text}"`)
  return { prompt: readWhole('--tokens', prompt) ?? usualTokens.prompt, output: readWhole('--tokens', output) ?? usualTokens.output }
}

/** When every explanation begins, milliseconds since 1970: the same question has the same answer on every day. */
const start = 1_700_000_000_000

/** Explains one call. Nothing is sent. */
export async function explainCall(
  plan: Plan,
  question: Question,
  env: Environment,
  { path, secrets }: { readonly path: string; readonly secrets: Secrets },
): Promise<Explanation> {
  await loadRareParts()
  const before = await openCall(plan, question, env)
  const { run, steps, time } = await openCall(plan, question, env)
  const resolved = resolvedName(plan, question.model, run.current)
  const candidates = candidatesOf(before.run, plan, env)
  const end = await runToEnd(run, time, steps)
  return {
    config: path,
    model: question.model,
    resolved,
    strategy: run.visited[0]?.strategyName ?? plan.routing.strategy,
    seed: question.seed,
    streaming: question.streaming,
    tokens: question.tokens,
    tags: question.tags,
    candidates,
    walk: steps,
    end,
    notes: notesOf(plan, run, lackingKeys(plan, env, secrets)),
  }
}

/** A call on a world of its own that has not begun. Stops with exit 2 where the name stands for nothing. */
async function openCall(plan: Plan, { model, seed, streaming, tokens, tags, faults }: Question, env: Environment) {
  const time = virtualTime(start)
  const asked: Asked[] = []
  const listener = stepListener(plan, start, asked)
  const rehearsed = rehearsedPlan(plan, env)
  const parts = await loadRoutingParts(rehearsed)
  const world = createWorld({
    ...parts,
    plan: rehearsed,
    answer: scriptedAnswers(faults, tokens, time, asked),
    options: {
      env: steeringVariables(plan, env),
      now: time.now,
      random: seededRandom(seed),
      sleep: time.sleep,
      onEvent: (event) => listener.hear(event, world),
    },
  })
  const run = createRun(world, 'chat', { model, messages: [{ role: 'user', content: 'explain' }] }, undefined, streaming)
  if (isFault(run)) throw unknownName(model, world.table.names, run.failure.message)
  const { prompt, output } = tokens
  const window = { most: prompt, least: prompt, likely: prompt }
  fixNeeds(run, { promptTokens: prompt, outputTokens: output, window, tags })
  return { run, steps: listener.steps, time }
}

function unknownName(model: string, names: readonly string[], message: string): Stop {
  const near = nearestNames(model, names)
  if (names.length === 0) return new Stop(exitCode.misuse, message)
  const list = names.slice(0, mostNames).map((name) => `"${name}"`)
  const known = `the config has ${list.join(', ')}${names.length > mostNames ? ', …' : ''}`
  const hint = near.length === 0 ? known : `did you mean ${near.map((name) => `"${name}"`).join(' or ')}?`
  return new Stop(exitCode.misuse, `"${model}" is no model name, alias, deployment id or name that a wildcard catches; ${hint}`)
}

function notesOf(plan: Plan, run: Run, lacking: ReadonlyMap<number, string>): readonly string[] {
  const touched = new Set(run.visited.flatMap(({ deployments }) => [...deployments]))
  const keys = [...lacking].filter(([index]) => touched.has(index)).map(([index, message]) => `keyless: deployment ${index}: ${message}`)
  const running = run.visited[0]?.strategyName
  const asked = plan.groups.find(({ name }) => name === run.visited[0]?.name)?.strategy ?? plan.routing.strategy
  return [
    ...(keys.length > 0 ? [...keys, 'The plan is shown as if these were set; without them the deployments are never asked.'] : []),
    ...(running !== undefined && running !== asked ? [`the config asks for ${asked}, in whose place ${running} runs`] : []),
    `assumed: an answer takes ${assumedMs.answer} ms, a refusal ${assumedMs.refusal} ms, and nothing was measured before`,
  ]
}
