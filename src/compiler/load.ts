/** Stage one: text to tree. The only stage that reads a file, and only for `include`; the config itself comes in as text. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import type { Diagnostic, Staged } from './diagnostic.js'
import { type IncludePath, includePaths, joinIncluded, replacedSections, withoutInclude } from './include.js'
import type { MapNode, Node, Source, Span } from './source.js'
import { readPlainBlocks } from './yaml-plain-blocks.js'
import { readYaml, type Yaml } from './yaml-tree.js'

/** A config as one tree, with the files it came from; `Span.file` indexes `sources`. */
export type LoadedConfig = { readonly root: MapNode; readonly sources: readonly Source[] }

export type LoadInput = {
  readonly source: string
  /** As the user named it; includes are resolved against its folder. */
  readonly path: string
  /** The text of a file, or undefined where there is none. Default: from disk, relative to the working folder. */
  readonly readFile?: (path: string) => string | undefined
  /** Texts that are joined behind the config and its includes as an included file is: what is kept elsewhere, such as models in a database. */
  readonly additions?: readonly Source[]
}

/** Characters a file may have. */
const maxLength = 5 * 1024 * 1024
/** Files one config may include. */
const maxIncludes = 256

/** What `load` returns: `sources` also when there is no value, so that diagnostics can be shown with their lines. */
export type Loaded = Staged<LoadedConfig | undefined> & { readonly sources: readonly Source[] }

/** Reads a config and its includes. The value is undefined when there is an error, since half a config says nothing true. */
export function load(input: LoadInput): Loaded {
  const sources: Source[] = [{ path: input.path, text: input.source }]
  const main = readRoot(input.source, 0)
  if (main.value === undefined) return { value: undefined, diagnostics: main.diagnostics, sources }
  const joined = joinIncludes(main.value, input, sources)
  const added = joinAdditions(joined.value, input.additions ?? [], sources)
  const diagnostics = [...main.diagnostics, ...joined.diagnostics, ...added.diagnostics]
  const broken = diagnostics.some((found) => found.severity === 'error')
  return { value: broken ? undefined : { root: added.value, sources }, diagnostics, sources }
}

function joinAdditions(root: MapNode, additions: readonly Source[], sources: Source[]): Staged<MapNode> {
  const diagnostics: Diagnostic[] = []
  let config = root
  for (const addition of additions) {
    sources.push(addition)
    const read = readRoot(addition.text, sources.length - 1)
    diagnostics.push(...read.diagnostics)
    if (read.value !== undefined) config = joinIncluded(config, read.value)
  }
  return { value: config, diagnostics }
}

function readRoot(text: string, file: number): Staged<MapNode | undefined> {
  const whole: Span = { file, start: 0, end: 0 }
  if (text.length > maxLength) {
    return fail('file-too-large', 'the file is larger than 5 MB', whole, 'split it with `include`, or remove what is not configuration')
  }
  const plain = readPlainBlocks(text, file)
  if (plain !== undefined) return { value: plain, diagnostics: [] }
  const read = readYaml(yaml(), text, file)
  if (read.value === undefined) {
    if (read.diagnostics.length > 0) return { value: undefined, diagnostics: read.diagnostics }
    return fail('empty-config', 'the config is empty', whole, 'add a `model_list`')
  }
  if (isNull(read.value)) return fail('empty-config', 'the config is empty', whole, 'add a `model_list`')
  if (read.value.kind !== 'map') {
    const problem = notAMap(read.value)
    return { value: undefined, diagnostics: [...read.diagnostics, problem] }
  }
  return { value: read.value, diagnostics: read.diagnostics }
}

/** Loaded on first use: most configs are read by `yaml-plain-blocks.ts` and never need its seventy files. */
function yaml(): Yaml {
  // `require` cannot type what it returns; the package is a dependency with types of its own.
  return createRequire(import.meta.url)('yaml') as Yaml
}

function notAMap(root: Node): Diagnostic {
  return {
    severity: 'error',
    rule: 'config-not-a-map',
    message: `the config is ${root.kind === 'list' ? 'a list' : 'a single value'}, not a map of sections`,
    at: { ...root.at, end: Math.min(root.at.end, root.at.start + 1) },
    help: { text: root.kind === 'list' ? 'put `model_list:` above the list' : 'write `model_list:` and the models below it' },
  }
}

function joinIncludes(root: MapNode, input: LoadInput, sources: Source[]): Staged<MapNode> {
  const { paths, diagnostics } = includePaths(root)
  const found: Diagnostic[] = [...diagnostics]
  let config = withoutInclude(root)
  for (const [index, include] of paths.entries()) {
    if (index >= maxIncludes) {
      found.push(problem('include-limit', `a config may include ${maxIncludes} files at most`, include.at))
      break
    }
    const read = readInclude(include, input, sources)
    found.push(...read.diagnostics)
    if (read.value === undefined) continue
    found.push(...replacedSections(config, read.value), ...nested(read.value))
    config = joinIncluded(config, read.value)
  }
  return { value: config, diagnostics: found }
}

function readInclude(include: IncludePath, input: LoadInput, sources: Source[]): Staged<MapNode | undefined> {
  const path = isAbsolute(include.path) ? include.path : join(dirname(input.path), include.path)
  const again = sources.findIndex((source) => normalize(source.path) === normalize(path))
  if (again === 0) return fail('include-loop', `the config includes itself as "${include.path}"`, include.at, 'remove this entry')
  if (again > 0)
    return fail('include-twice', `"${include.path}" is included twice`, include.at, 'remove this entry; its lists would be joined twice')
  const text = (input.readFile ?? fromDisk)(path)
  if (text === undefined) {
    return fail(
      'include-not-found',
      `included file "${include.path}" cannot be read`,
      include.at,
      `looked for "${path}"; paths are relative to the including file`,
    )
  }
  sources.push({ path, text })
  return readRoot(text, sources.length - 1)
}

/** Differs: LiteLLM leaves the inner `include` unread without a word. */
function nested(included: MapNode): readonly Diagnostic[] {
  const entry = included.entries.get('include')
  if (entry === undefined) return []
  return [
    {
      severity: 'warning',
      rule: 'include-not-followed',
      message: '"include" in an included file is not followed',
      at: entry.keyAt,
      label: 'these files are not read',
      help: { text: 'move the entries to the main config' },
    },
  ]
}

function fromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Missing, a folder, not permitted: the diagnostic at the include says which path was tried.
    return undefined
  }
}

function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

function problem(rule: string, message: string, at: Span, help?: string): Diagnostic {
  return { severity: 'error', rule, message, at, ...(help !== undefined && { help: { text: help } }) }
}

function fail(rule: string, message: string, at: Span, help: string): Staged<undefined> {
  return { value: undefined, diagnostics: [problem(rule, message, at, help)] }
}
