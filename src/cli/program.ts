/** The commands, their options and examples. Nothing a command needs is loaded before it runs. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { type ExitCode, exitCode, Stop } from './exit.js'
import type { ExplainFlags } from './explain.js'
import type { RawFlags } from './flags.js'
import type { GraphFlags } from './graph.js'
import type { InitFlags } from './init.js'
import type { MockFlags } from './mock.js'
import type { PricesFlags } from './prices.js'
import type { ProvidersFlags } from './providers.js'
import type { ServeFlags } from './serve-parts.js'
import { addStoreCommands } from './store-commands.js'
import type { Terminal } from './terminal.js'

/** Runs the command line and returns the exit code. Never throws but on a bug. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = exitCode.clean
  const program = createProgram(terminal, (result) => {
    code = result
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (cause) {
    // commander has printed its message or the help already
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? exitCode.clean : exitCode.misuse
    if (!(cause instanceof Stop)) throw cause
    terminal.err(`llmgen: ${cause.message}\n`)
    return cause.exitCode
  }
}

type Done = (code: ExitCode) => void

function createProgram(terminal: Terminal, done: Done): Command {
  const program = new Command('llmgen')
    .description('Compiles a litellm_config.yaml into a typed TypeScript client.')
    .version(version(), '-v, --version', 'print the version')
    .option('--cwd <dir>', 'work in this folder')
    .option('--silent', 'print problems only')
    .option('--no-color', 'no colours (NO_COLOR works too)')
    .helpOption('-h, --help', 'print help; `llmgen COMMAND --help` for one command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getErrHasColors: () => terminal.colour,
    })
    .showHelpAfterError('(llmgen --help shows commands and options)')
    .exitOverride()
    .addHelpText('after', programExamples)
  const withColour = (command: Command): Terminal => ({ ...terminal, colour: terminal.colour && command.optsWithGlobals().color !== false })
  addGenerate(program, withColour, done)
  addCheck(program, withColour, done)
  addExplain(program, withColour, done)
  addGraph(program, withColour, done)
  addSchema(program, withColour, done)
  addInit(program, withColour, done)
  addMock(program, withColour, done)
  addServe(program, withColour, done)
  addPrices(program, withColour, done)
  addProviders(program, withColour, done)
  addStoreCommands(program, withColour, done)
  return program
}

type Colour = (command: Command) => Terminal

function addGenerate(program: Command, terminal: Colour, done: Done): void {
  const command = program
    .command('generate [config]', { isDefault: true })
    .description('compile the config into a client (the default command)')
  addCompileOptions(command)
    .option('-o, --out <dir>', 'folder of the client (default: generated/ beside the config)')
    .option('--emit <language>', 'ts, or js with declarations (default: ts)')
    .option('--openai-errors', "errors are instanceof the openai package's classes")
    .option('--runtime <name>', 'node, or fetch for Workers, Deno, Bun and browsers (default: node)')
    .option('--check', 'write nothing; exit 1 with a short diff when the client is stale')
    .option('-w, --watch', 'run again when the config changes')
    .addHelpText('after', generateExamples)
    .action(async (config: string | undefined, _own: unknown, self: Command) => {
      const { generateCommand } = await import('./generate.js')
      done(await generateCommand(self.optsWithGlobals<RawFlags>(), config, terminal(self)))
    })
}

function addCheck(program: Command, terminal: Colour, done: Done): void {
  const command = program.command('check [config]').description('find the problems of the config; writes nothing')
  addCompileOptions(command)
    .addHelpText('after', checkExamples)
    .action(async (config: string | undefined, _own: unknown, self: Command) => {
      const { check } = await import('./check.js')
      done(await check(self.optsWithGlobals<RawFlags>(), config, terminal(self)))
    })
}

function addExplain(program: Command, terminal: Colour, done: Done): void {
  addPlanOptions(
    program.command('explain [model]').description('show what a call does: candidates, picks, retries, fallbacks, timeouts, cost'),
  )
    .option('--seed <n>', 'seed of the random numbers: the same seed picks the same (default: 1)')
    .option('--fail <deployment=what>', 'a fault: a status, timeout, refused, context, content, ok; repeat it for later attempts', collect)
    .option('--stream', 'the answer is streamed')
    .option('--tags <list>', 'tags of the request, separated by commas')
    .option('--tokens <in,out>', 'tokens of prompt and answer, for context windows and cost (default: 1000,250)')
    .option('--trace <file>', 'replay the calls of a recorded trace instead; exit 1 at the first decision that differs')
    .option('--json', 'as JSON')
    .addHelpText('after', explainExamples)
    .action(async (model: string | undefined, _own: unknown, self: Command) => {
      const { explain } = await import('./explain.js')
      done(await explain(model, self.optsWithGlobals<ExplainFlags>(), terminal(self)))
    })
}

function addGraph(program: Command, terminal: Colour, done: Done): void {
  addPlanOptions(program.command('graph').description('draw names, deployments and fallbacks as Mermaid or SVG'))
    .option('--format <word>', 'mermaid, svg or json (default: mermaid; svg where --out ends in .svg)')
    .option('-o, --out <file>', 'write it to a file')
    .addHelpText('after', graphExamples)
    .action(async (_own: unknown, self: Command) => {
      const { graph } = await import('./graph.js')
      done(await graph(self.optsWithGlobals<GraphFlags>(), terminal(self)))
    })
}

const collect = (word: string, before: readonly string[] | undefined) => [...(before ?? []), word]

/** Options of commands that read the config and show what it means. */
function addPlanOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the config (default: litellm_config.yaml, config.yaml, proxy_config.yaml)')
    .option('--env-file <file>', 'variables of this file under those of the environment')
    .option('--allow-unknown', 'unknown keys are warnings')
    .option('--allow-literal-secrets', 'keys written into the config are warnings')
    .option('--prices <file>', "prices over the catalogue's (default: llmgen.prices.json beside the config)")
}

function addCompileOptions(command: Command): Command {
  return command
    .option('-c, --config <file>', 'the config (default: litellm_config.yaml, config.yaml, proxy_config.yaml)')
    .option('--format <word>', 'diagnostics as text, line, json or github; `generate` also takes ts or js; may be repeated', collect)
    .option('--report <format>', 'the same for diagnostics alone')
    .option('--env', 'take the environment as known: report unset variables, resolve `model: os.environ/…`')
    .option('--env-file <file>', 'the same with the variables of this file under those of the environment')
    .option('--allow-unknown', 'unknown keys are warnings')
    .option('--allow-literal-secrets', 'keys written into the config are warnings')
    .option('--prices <file>', "prices over the catalogue's (default: llmgen.prices.json beside the config)")
    .option('--max-warnings <n>', 'exit 1 with more warnings than this')
}

function addSchema(program: Command, terminal: Colour, done: Done): void {
  program
    .command('schema')
    .description('print the JSON schema of the config, for editors')
    .option('-o, --out <file>', 'write it to a file')
    .addHelpText('after', schemaExamples)
    .action(async (_own: unknown, self: Command) => {
      const { schema } = await import('./schema.js')
      done(await schema(self.optsWithGlobals(), terminal(self)))
    })
}

function addInit(program: Command, terminal: Colour, done: Done): void {
  program
    .command('init')
    .description('write a first config from the *_API_KEY variables of the environment and .env')
    .option('-o, --out <file>', 'name of the config (default: litellm_config.yaml)')
    .option('--force', 'overwrite a config that is there')
    .option('-y, --yes', 'ask nothing; init never does, scripts may say so')
    .addHelpText('after', initExamples)
    .action(async (_own: unknown, self: Command) => {
      const { init } = await import('./init.js')
      done(await init(self.optsWithGlobals<InitFlags>(), terminal(self)))
    })
}

function addMock(program: Command, terminal: Colour, done: Done): void {
  program
    .command('mock')
    .description('run a local provider that speaks OpenAI, Azure and Anthropic, and fails on request')
    .option('-p, --port <port>', 'port; 0 takes any free one (default: 4010)')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--script <file>', 'YAML or JSON: answers and faults by model or host')
    .addHelpText('after', mockExamples)
    .action(async (_own: unknown, self: Command) => {
      const { mock } = await import('./mock.js')
      done(await mock(self.optsWithGlobals<MockFlags>(), terminal(self)))
    })
}

function addServe(program: Command, terminal: Colour, done: Done): void {
  program
    .command('serve')
    .description("run the gateway: LiteLLM's proxy routes over the models of the config")
    .option('-c, --config <file>', 'the config (default: litellm_config.yaml, config.yaml, proxy_config.yaml)')
    .option('-p, --port <port>', 'port; 0 takes any free one (default: PORT, or 4000)')
    .option('--host <address>', 'address to listen on (default: 0.0.0.0 with a master key of your own, else 127.0.0.1)')
    .option('--workers <n>', 'processes that serve the port, one for each core to use (default: NUM_WORKERS, or 1)')
    .option('--num_workers <n>', 'the same')
    .option('--env-file <file>', 'variables of this file under those of the environment')
    .option('--debug', 'tell about each request')
    .option('--detailed_debug', 'tell about each step of each call')
    .option('--allow-literal-secrets', 'keys written into the config are warnings')
    .option('--data-folder <folder>', 'where keys, teams and spend are kept (default: .llmgen)')
    .option('--allow-sample-key', 'listen on a public address with the master key sk-1234')
    .option('--prices <file>', "prices over the catalogue's (default: llmgen.prices.json beside the config)")
    .addHelpText('after', serveExamples)
    .action(async (_own: unknown, self: Command) => {
      const { serve } = await import('./serve.js')
      done(await serve(self.optsWithGlobals<ServeFlags>(), terminal(self)))
    })
}

function addPrices(program: Command, terminal: Colour, done: Done): void {
  const prices = program
    .command('prices')
    .description("the project's own prices, from LiteLLM's map of models")
    .addHelpText('after', pricesExamples)
  prices
    .command('import <file>')
    .description("write what LiteLLM's model_prices_and_context_window.json says into llmgen.prices.json")
    .option('-o, --out <file>', 'name of the price file (default: llmgen.prices.json)')
    .action(async (file: string, _own: unknown, self: Command) => {
      const { importPrices } = await import('./prices.js')
      done(await importPrices(file, self.optsWithGlobals<PricesFlags>(), terminal(self)))
    })
  prices
    .command('diff [files...]')
    .description('show which prices a map changes: against the catalogue, or the second map against the first')
    .option('--json', 'as JSON')
    .option('--exit-code', 'exit 1 where there are differences')
    .action(async (files: readonly string[], _own: unknown, self: Command) => {
      const { diffPrices } = await import('./prices.js')
      done(await diffPrices(files, self.optsWithGlobals<PricesFlags>(), terminal(self)))
    })
}

function addProviders(program: Command, terminal: Colour, done: Done): void {
  program
    .command('providers [prefix]')
    .description('list the providers, what can be called there and what has to be set; or all about one')
    .option('--endpoint <name>', 'only those that serve it: chat, embeddings, rerank, speech, …')
    .option('--json', 'as JSON')
    .option('--markdown', 'as a page')
    .action(async (prefix: string | undefined, _own: unknown, self: Command) => {
      const { providers } = await import('./providers.js')
      done(providers(prefix, self.optsWithGlobals<ProvidersFlags>(), terminal(self)))
    })
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}

const programExamples = `
Examples:
  llmgen                                 compile litellm_config.yaml into generated/
  llmgen check --format github           diagnostics for a pull request
  llmgen generate --check                is the committed client up to date?
  llmgen COMMAND --help                  options and examples of one command

Exit codes: 0 clean, 1 problems found, 2 wrong use of the command, 3 a file could not be read or written.
`
const generateExamples = `
Examples:
  llmgen                                 litellm_config.yaml → generated/
  llmgen generate prod.yaml --out src/llm
  llmgen generate --format js            .js with .d.ts
  llmgen generate --check                for CI: exit 1 when the client is stale
  llmgen generate --watch
  llmgen generate --env-file .env        resolves \`model: os.environ/NAME\`
`
const checkExamples = `
Examples:
  llmgen check
  llmgen check prod.yaml --max-warnings 0
  llmgen check --env                     report variables that are not set
  llmgen check --format json | jq .diagnostics
`
const explainExamples = `
Nothing is sent and no key is needed. A deployment is named by its id, its number, its upstream model or its model name.

Examples:
  llmgen explain gpt-4o
  llmgen explain gpt-4o --fail 0=429 --seed 7
  llmgen explain gpt-4o --fail azure/gpt-4o=timeout --fail azure/gpt-4o=ok
  llmgen explain gpt-4o --fail gpt-4o=context --tokens 120000,500
  llmgen explain --trace calls.jsonl     did these calls go where this config sends them?
`
const graphExamples = `
Examples:
  llmgen graph                           Mermaid, for a README
  llmgen graph --out routing.svg
  llmgen graph --format json | jq .edges
`
const schemaExamples = `
Examples:
  llmgen schema > litellm-config.schema.json
  llmgen schema --out litellm-config.schema.json
`
const initExamples = `
Examples:
  llmgen init
  llmgen init --out config.yaml --force
`
const pricesExamples = `
Examples:
  llmgen prices import model_prices_and_context_window.json
  llmgen prices diff                     llmgen.prices.json against the catalogue
  llmgen prices diff old.json new.json --exit-code
`
const mockExamples = `
Examples:
  llmgen mock                            on http://127.0.0.1:4010
  llmgen mock --port 0 --script faults.yaml

A script, by upstream model or host ("*" is all others); a list is used up in order:
  gpt-4o: [{ status: 429, retryAfter: 2 }, { text: hello }]
  api.anthropic.com: { delayMs: 500 }
A single request: header "x-llmgen-mock: status=503; delay=100" (also stall, cut, malformed, retry-after, text, model).
`
const serveExamples = `
The config is read anew when its file changes, on SIGHUP and on POST /config/reload; one with errors changes nothing.

Examples:
  llmgen serve                           on port 4000
  llmgen serve --config prod.yaml --port 8080 --host 127.0.0.1
  llmgen serve --env-file .env --debug
  llmgen serve --workers 4               limits and budgets count for all four together
`
