/** Bundles code that imports this package, as a web page or a worker would, and counts what is downloaded. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild'
import { repoPath } from '../types/run-tsc.js'

/** The package's entries as files of `src`, so that nothing has to be built first. */
const fromSource: Plugin = {
  name: 'llmgen from source',
  setup({ onResolve }) {
    onResolve({ filter: /^llmgen\// }, ({ path }) => {
      const name = path.slice('llmgen/'.length)
      return { path: repoPath(`src/${name === 'runtime' ? 'runtime/index' : name}.ts`), sideEffects: false }
    })
  },
}

/** One script without a `node:` module: a bundle for browsers fails where there is one. `name` is a global. */
export async function bundleScript(contents: string, name: string): Promise<string> {
  const { outputFiles } = await build({ ...usual(contents), format: 'iife', globalName: name })
  return outputFiles[0]?.text ?? ''
}

/** A bundle in chunks. */
export type Bundle = {
  /**
   * Bytes after gzip of the entry with everything it imports statically, and of the chunks that begin with these sources,
   * likewise. Zipped together: how finely a bundler cuts what several of them share is its own affair.
   */
  download(...sources: readonly string[]): number
  /** Bytes after gzip of what has been loaded when `script`, a module, has run behind the entry in a process of its own. */
  afterRun(script: string): Promise<number>
  /** Bytes after gzip of all chunks. */
  readonly total: number
  /** Sources in the entry and what it imports statically. */
  readonly initial: readonly string[]
}

export async function bundleChunks(contents: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({ ...usual(contents), format: 'esm', splitting: true, metafile: true })
  const texts = new Map(outputFiles.map(({ path, contents: bytes }) => [path, bytes]))
  const { outputs } = metafile
  const entry = outputOf(metafile, '<stdin>')
  const zipped = (names: Iterable<string>) =>
    gzipSync(Buffer.concat([...names].map((name) => texts.get(repoPath(name)) ?? new Uint8Array())), { level: 9 }).length
  return {
    download: (...sources) =>
      zipped(new Set([entry, ...sources.map((source) => outputOf(metafile, source))].flatMap((name) => [...reach(metafile, name)]))),
    afterRun: async (script) =>
      zipped(await loadedBy(script, entry, new Map([...texts].map(([path, bytes]) => [relative(repoPath('.'), path), bytes])))),
    total: zipped(Object.keys(outputs)),
    initial: [...reach(metafile, entry)].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {})),
  }
}

/** Names of the chunks that are evaluated in a run: each says so itself. */
async function loadedBy(script: string, entry: string, chunks: ReadonlyMap<string, Uint8Array>): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'llmgen-size-'))
  try {
    await writeFile(join(folder, 'package.json'), '{"type":"module"}')
    for (const [name, bytes] of chunks)
      await writeFile(
        join(folder, basename(name)),
        `(globalThis.loaded??=[]).push(${JSON.stringify(name)});${Buffer.from(bytes).toString()}`,
      )
    const run = `await import('./${basename(entry)}')\n${script}\nprocess.stdout.write(JSON.stringify(globalThis.loaded))`
    await writeFile(join(folder, 'run.js'), run)
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'run.js')])
    return JSON.parse(stdout)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const usual = (contents: string) =>
  ({
    stdin: { contents, resolveDir: repoPath('.'), loader: 'ts' as const },
    absWorkingDir: repoPath('.'),
    outdir: repoPath('.size'),
    plugins: [fromSource],
    bundle: true as const,
    minify: true,
    platform: 'browser' as const,
    target: 'es2022',
    write: false as const,
  }) satisfies BuildOptions

/** The chunk that starts with `source`. */
function outputOf({ outputs }: Metafile, source: string): string {
  const name = Object.keys(outputs).find((output) => outputs[output]?.entryPoint === source)
  if (name === undefined) throw new Error(`no chunk starts with ${source}`)
  return name
}

/** A chunk and everything it imports statically. */
function reach({ outputs }: Metafile, start: string): ReadonlySet<string> {
  const seen = new Set([start])
  for (const name of seen) {
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') seen.add(path)
  }
  return seen
}
