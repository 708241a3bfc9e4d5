/** The rules of the house as data: who may import whom, where effects live, how long things may be. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ts } from 'ts-morph'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Folders under src/ and what each may import. A folder may always import itself. */
const mayImport = {
  plan: [],
  protocol: [], // wire types, ApiError, and the Transport, Clock, Crypto interfaces
  catalog: ['plan'],
  compiler: ['plan', 'catalog'],
  providers: ['plan', 'protocol'],
  runtime: ['plan', 'protocol', 'providers'],
  redis: ['protocol', 'runtime'], // counts in runtime's memory store while Redis is away
  facades: ['protocol', 'runtime'],
  sdk: ['plan', 'protocol', 'catalog', 'compiler', 'providers', 'runtime', 'redis'], // redis: a Router's `redis_url`, imported on first use
  gateway: ['plan', 'protocol', 'catalog', 'compiler', 'providers', 'runtime', 'redis', 'sdk'], // sdk: its loaders of adapters, strategies and features
  testing: ['protocol'],
  cli: ['plan', 'protocol', 'catalog', 'compiler', 'runtime', 'sdk', 'gateway', 'testing'],
  maintenance: ['plan', 'catalog', 'compiler', 'gateway'], // never shipped; gateway: its store, of which an archive is made
} as const satisfies Record<string, readonly string[]>
type Folder = keyof typeof mayImport

/** `src/index.ts`, the compiler API. */
const rootMayImport = ['plan', 'catalog', 'compiler'] // catalog: reading a price map

/** Packages a folder may import. Maintenance is not shipped and may use the development tools. */
const mayUse: { readonly [F in Folder]: readonly string[] } = {
  plan: [],
  protocol: [],
  catalog: [],
  compiler: ['yaml', 'ts-morph'],
  providers: [],
  runtime: ['undici'],
  redis: ['ioredis'],
  facades: ['openai'],
  sdk: [],
  gateway: ['fastify', '@fastify/multipart', 'undici', 'pino', 'drizzle-orm', 'pg', '@electric-sql/pglite'],
  testing: [],
  cli: ['commander', 'yaml'],
  maintenance: ['@pydantic/genai-prices', 'ajv', 'esbuild', 'json-schema-to-typescript', 'yaml'],
}

/** Folders whose code runs anywhere: no Node built-in at all. */
const withoutNode: readonly string[] = ['plan', 'protocol', 'catalog', 'providers']
/** Only these read what maintenance/ generates. */
const mayReadGenerated: readonly string[] = ['compiler', 'gateway', 'sdk']

/** Files that may touch disk, network, processes, clocks, timers or randomness; a folder ends with a slash. Each with its reason. */
const effects: { readonly [path: string]: string } = {
  'cli/': 'the command line is an edge',
  'maintenance/': 'scripts of ours',
  'compiler/load.ts': 'reads includes',
  'compiler/emit/template.ts': 'reads the templates',
  'compiler/emit/ts-morph.ts': 'loads a CommonJS package without its cost at start',
  'runtime/transport/http1-pool.ts': 'the network: makes connections, and sends what waits at the end of a turn',
  'runtime/sign-in/credentials.ts': 'fetches and caches tokens',
  'runtime/platform/read-file.ts': 'reads the files that credentials name',
  'runtime/transport/public-transport.ts': 'resolves host names',
  'runtime/transport/deadlines.ts': 'one timer for all requests with the same limit, and the clock it is read by',
  'runtime/platform/sleep.ts': 'the default wait between retries',
  'runtime/transport/fetch-exchange.ts': 'the network of platforms that are not Node',
  'redis/': 'the network of shared state, and its time limits',
  'gateway/config-source.ts': 'reads the config and watches it',
  'gateway/gateway.ts': 'the default clock of reloads',
  'gateway/store-keeper.ts': 'the times at which the store is looked after',
  'gateway/load-shedding.ts': 'measures the event loop',
  'gateway/metrics/process-metrics.ts': 'asks the system about this process',
  'gateway/pass-through/upstream.ts': 'the network of what is passed through',
  'gateway/server.ts': 'the time that a shutdown leaves to calls',
  'gateway/sse.ts': 'the timers of a stream',
  'gateway/stored-model-desk.ts': 'the time between two looks at the models of the database',
  'gateway/spend/write-ahead.ts': 'rows on disk before an answer ends',
  'gateway/spend/row-file.ts': 'the files that they are in',
  'gateway/spend/owners.ts': 'whose files those are, and whether they still run',
  'gateway/spend/spend-desk.ts': 'the times at which rows are written, and this process by its name',
  'gateway/store/': 'the database, its thread and its files',
  'gateway/turn-end.ts': 'the end of a turn of the event loop',
  'gateway/version.ts': 'reads package.json',
  'gateway/wire/': 'the sockets of hot routes, what an answer tells of the time, and the looks at connections',
  'gateway/workers/': 'processes, the channels between them, and the times of both',
  'testing/server.ts': 'the mock provider listens',
  'testing/node-transport.ts': 'the network of tests',
  'testing/fake-clock.ts': 'lets other tasks run between two steps of the clock',
}
/** Node modules that only compute. All others are effects. */
const pureModules: readonly string[] = [
  'node:path',
  'node:url',
  'node:util',
  'node:crypto',
  'node:buffer',
  'node:zlib',
  'node:stream',
  'node:stream/promises',
]

/** Longest file and function in lines. The house aims at less. */
const limits = { file: 400, function: 60 }
/** Data tables may be long; control flow may not. */
const tables: readonly string[] = ['catalog/prices/', 'catalog/models/', 'catalog/providers-hosts.ts', 'catalog/providers-native.ts']

/** The package's entry points list their names one by one; no other file re-exports. */
const entries: readonly string[] = [
  'index.ts',
  'runtime/index.ts',
  'runtime/fetch.ts',
  'sdk/index.ts',
  'redis/index.ts',
  'testing/index.ts',
  'gateway/index.ts',
  'facades/openai-errors.ts',
]

type Import = { readonly from: string; readonly specifier: string; readonly kind: 'type' | 'value' | 'dynamic' }
type Unit = { readonly path: string; readonly text: string; readonly tree: ts.SourceFile; readonly imports: readonly Import[] }

const units: readonly Unit[] = filesUnder('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const name = relative('src', path).split(sep).join('/')
    const text = readFileSync(join(root, path), 'utf8')
    const tree = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true)
    return { path: name, text, tree, imports: importsOf(name, tree) }
  })

test('there is something to check', () => {
  expect(units.map((unit) => unit.path)).toEqual(
    expect.arrayContaining(['plan/plan.ts', 'protocol/http.ts', 'cli/main.ts', 'testing/index.ts']),
  )
})

test('a folder imports only what the table allows it', () => {
  expect(
    units.flatMap((unit) => unit.imports.filter((each) => !isAllowed(each)).map(({ specifier }) => `${unit.path} imports ${specifier}`)),
  ).toEqual([])
})

test('no value import leads back to its own file', () => {
  expect(cycles(units)).toEqual([])
})

test('every folder of src has a row in the table', () => {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map((folder) => folder.name).filter((name) => !Object.hasOwn(mayImport, name))).toEqual([])
})

test('files nest at most two folders deep and are named in kebab-case', () => {
  const wrong = units.filter(({ path }) => path.split('/').length > 3 || !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(path))
  expect(wrong.map((unit) => unit.path)).toEqual([])
})

test('effects live in named files', () => {
  const found = units.filter((unit) => !isEdge(unit.path)).flatMap((unit) => effectsOf(unit).map((effect) => `${unit.path}: ${effect}`))
  expect(found).toEqual([])
})

test('a file opens with what it is for', () => {
  expect(units.filter(({ text }) => !/^(#!.*\n)?\/\*\*/.test(text)).map((unit) => unit.path)).toEqual([])
})

test('only package entries are barrels', () => {
  const isReExport = (each: ts.Statement) => ts.isExportDeclaration(each) && each.moduleSpecifier !== undefined
  const barrels = units.filter((unit) => !entries.includes(unit.path) && unit.tree.statements.every(isReExport))
  expect(barrels.map((unit) => unit.path)).toEqual([])
})

test('no default exports, enums, namespaces', () => {
  const wrong = (node: ts.Node) => ts.isExportAssignment(node) || ts.isEnumDeclaration(node) || ts.isModuleDeclaration(node)
  expect(units.filter((unit) => unit.tree.statements.some(wrong)).map((unit) => unit.path)).toEqual([])
})

describe('size', () => {
  test(`files have at most ${limits.file} lines`, () => {
    const long = units.filter((unit) => !isTable(unit.path) && unit.text.split('\n').length - 1 > limits.file)
    expect(long.map((unit) => unit.path)).toEqual([])
  })

  test(`functions have at most ${limits.function} lines`, () => {
    const long = units
      .filter((unit) => !isTable(unit.path))
      .flatMap((unit) => functionsOf(unit).filter((each) => each.lines > limits.function))
    expect(long.map(({ name, lines }) => `${name}: ${lines} lines`)).toEqual([])
  })
})

describe('committed text', () => {
  const texts = ['src', 'templates', 'test', 'generated', 'schema', '.ci']
    .flatMap(filesUnder)
    .concat(readdirSync(root).filter((name) => statSync(join(root, name)).isFile() && name !== '.env'))
    .filter((path) => /\.(ts|js|json|md|ya?ml)$|^\.ci|^\.npmrc$|LICENSE/.test(path) && !path.includes('node_modules'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  // spelt in pieces, so that this file does not find itself
  const forbidden = [
    {
      name: 'a note to do something later',
      pattern: new RegExp(`\\b(${['TO', 'FIX', 'XX'].map((word, i) => word + ['DO', 'ME', 'X'][i]).join('|')})\\b`),
    },
    {
      name: 'a test that is left out',
      pattern: new RegExp(`\\b(test|it|describe)\\.(${['on', 'ly'].join('')}|${['sk', 'ip'].join('')})\\b`),
    },
    {
      name: "a package registry's host",
      pattern: new RegExp(['registry', '[a-z0-9.-]*', '(npm|yarn)', '[a-z]*', 'org|com'].join('\\.?').replace('org|com', '(org|com)')),
    },
    {
      name: 'a path of one machine',
      pattern: new RegExp(`(^|[\\s"'\`(=:])/(${['wo' + 'rk', 'ro' + 'ot', 'home/[a-z]', 'Use' + 'rs/[a-zA-Z]'].join('|')})[/a-z]`, 'm'),
    },
  ]
  test.each(forbidden)('$name stands nowhere', ({ pattern }) => {
    expect(texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([])
  })
})

describe('package.json', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const targets = Object.values<unknown>({ ...manifest.exports, bin: manifest.bin }).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target as object),
  )

  test('every export leads to a source file', () => {
    const sources = targets.map((target) =>
      String(target)
        .replace('./dist/bin/llmgen.js', './src/cli/main.ts') // bundled from there
        .replace('./dist/', './src/')
        .replace(/\.d\.ts$|\.js$/, '.ts'),
    )
    const missing = sources.filter((path) => !path.includes('*') && !existsSync(join(root, path)))
    expect(missing).toEqual([])
    expect(['openai', 'anthropic'].filter((format) => !existsSync(join(root, 'src/providers', `${format}.ts`)))).toEqual([])
  })

  test('every listed file is there once it is built', () => {
    const missing = manifest.files.filter((path: string) => path !== 'dist' && !path.startsWith('!') && !existsSync(join(root, path)))
    expect(missing).toEqual([])
  })

  test('what src imports is a dependency, and nothing runs on install', () => {
    const used = new Set(
      units
        .filter((unit) => !unit.path.startsWith('maintenance/'))
        .flatMap((unit) => unit.imports.map((each) => packageOf(each.specifier))),
    )
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }
    expect([...used].filter((name) => name !== undefined && !Object.hasOwn(declared, name))).toEqual([])
    expect(['preinstall', 'install', 'postinstall'].filter((name) => name in manifest.scripts)).toEqual([])
  })

  // an optional package is left out without a word where one of those below it wants a newer Node: light-my-request is named
  // in package.json for that, since Fastify takes any 6, and later ones bring a package for Node 22
  test('what its users get runs on the oldest Node that it says it runs on', () => {
    const [, major = ''] = /^>=(\d+)/.exec(manifest.engines.node) ?? []
    type Locked = {
      readonly dev?: boolean
      readonly devOptional?: boolean
      readonly peer?: boolean
      readonly engines?: { readonly node?: string }
    }
    const { packages }: { readonly packages: { readonly [path: string]: Locked } } = JSON.parse(
      readFileSync(join(root, 'package-lock.json'), 'utf8'),
    )
    const shipped = Object.entries(packages).filter(([, { dev, devOptional, peer }]) => !dev && !devOptional && !peer)
    const tooNew = shipped.filter(([, { engines }]) => engines?.node !== undefined && !takes(engines.node, Number(major)))
    expect(tooNew.map(([path, { engines }]) => `${path} ${engines?.node}`)).toEqual([])
    expect(shipped.length).toBeGreaterThan(50)
    // users have none of our overrides
    expect(manifest.overrides).toBeUndefined()
  })
})

/** Whether one of the ranges takes a version of this major. */
function takes(ranges: string, major: number): boolean {
  return ranges.split('||').some((range) => {
    const [, sign = '', least = ''] = /^\s*(\^|~|>=|>)?\s*v?(\d+|\*)/.exec(range) ?? []
    return least === '*' || (sign.startsWith('>') ? Number(least) <= major : Number(least) === major)
  })
}

function filesUnder(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).includes('node_modules'))
}

function importsOf(from: string, tree: ts.SourceFile): readonly Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node, kind: Import['kind']) => {
    if (ts.isStringLiteralLike(specifier)) found.push({ from, specifier: specifier.text, kind })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause) ? 'type' : 'value')
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value')
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type')
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword && node.arguments[0] !== undefined)
      add(node.arguments[0], 'dynamic')
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** `import type …`, or every name marked `type`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const { namedBindings } = clause
  return (
    clause.name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((each) => each.isTypeOnly)
  )
}

/** Path below src of a relative import; `../generated/…` where it leads out of src. */
function targetOf({ from, specifier }: Import): string {
  return relative(join(root, 'src'), resolve(root, 'src', dirname(from), specifier))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts')
}

function isAllowed(each: Import): boolean {
  const folder = each.from.includes('/') ? each.from.split('/')[0] : undefined
  if (each.specifier.startsWith('node:')) return folder === undefined || !withoutNode.includes(folder)
  if (!each.specifier.startsWith('.')) return isFolder(folder) && mayUse[folder].includes(packageOf(each.specifier) ?? '')
  const target = targetOf(each)
  if (target.startsWith('../generated/')) return folder !== undefined && mayReadGenerated.includes(folder)
  const to = target.split('/')[0] ?? ''
  if (!isFolder(folder)) return rootMayImport.includes(to)
  return to === folder || (mayImport[folder] as readonly string[]).includes(to)
}

function isFolder(name: string | undefined): name is Folder {
  return name !== undefined && Object.hasOwn(mayImport, name)
}

function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Each cycle once, as a path of files. */
function cycles(all: readonly Unit[]): readonly string[] {
  const next = new Map(
    all.map((unit) => [unit.path, unit.imports.filter((each) => each.kind === 'value' && each.specifier.startsWith('.')).map(targetOf)]),
  )
  const done = new Set<string>()
  const found: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path)
    if (start >= 0) return void found.push([...trail.slice(start), path].join(' → '))
    if (done.has(path)) return
    for (const each of next.get(path) ?? []) visit(each, [...trail, path])
    done.add(path)
  }
  for (const unit of all) visit(unit.path, [])
  return found
}

function isEdge(path: string): boolean {
  return Object.keys(effects).some((edge) => (edge.endsWith('/') ? path.startsWith(edge) : path === edge))
}

function isTable(path: string): boolean {
  return tables.some((table) => (table.endsWith('/') ? path.startsWith(table) : path === table))
}

/** Modules and globals that reach outside: used as values, not only named as types. */
function effectsOf(unit: Unit): readonly string[] {
  const modules = unit.imports.filter(
    ({ kind, specifier }) =>
      kind !== 'type' && ((specifier.startsWith('node:') && !pureModules.includes(specifier)) || specifier === 'undici'),
  )
  const found = new Set(modules.map((each) => each.specifier))
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return
    const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression.getText() : undefined
    const now = ts.isNewExpression(node) && called === 'Date' && (node.arguments ?? []).length === 0
    if (
      now ||
      (called !== undefined &&
        /^(globalThis\.)?(fetch|setTimeout|setInterval|setImmediate|Date\.now|Math\.random|performance\.now|process\..*)$/.test(called))
    ) {
      found.add(`calls ${called}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(unit.tree)
  return [...found]
}

function functionsOf(unit: Unit): readonly { readonly name: string; readonly lines: number }[] {
  const found: { name: string; lines: number }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const line = (position: number) => unit.tree.getLineAndCharacterOfPosition(position).line
      const start = line(node.getStart(unit.tree))
      found.push({ name: `${unit.path}:${start + 1}`, lines: line(node.end) - start + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(unit.tree)
  return found
}
