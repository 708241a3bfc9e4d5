/** Reads a config into a Plan, and tells when one of its files has changed. */
import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { PriceMap } from '../catalog/litellm-map.js'
import { compilePlan } from '../compiler/compile.js'
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Lowered } from '../compiler/lower.js'
import type { Source } from '../compiler/source.js'

/** Where the config is, and how strictly it is read. */
export type ConfigSource = {
  /** As the operator named it. */
  readonly path: string
  /** Folder in which it and its includes are found. Default: that of the process. */
  readonly cwd?: string
  /** Literal secrets are warnings instead of errors. Default false. */
  readonly allowLiteralSecrets?: boolean
  /** Prices that win over the catalogue's. */
  readonly prices?: PriceMap
}

/** A config that was read. `lowered` is undefined where it has errors. */
export type ReadConfig = {
  readonly lowered: Lowered | undefined
  readonly diagnostics: readonly Diagnostic[]
  readonly sources: readonly Source[]
}

type Env = { readonly [name: string]: string | undefined }

/** Several writes of an editor are one change. Milliseconds. */
const settleMs = 100

/** Reads and compiles. Unknown keys are warnings: a gateway starts with a config of a newer LiteLLM. Throws where the file cannot be read. */
export function readConfig(source: ConfigSource, env: Env): ReadConfig {
  const at = (path: string) => resolve(source.cwd ?? '.', path)
  const { value, diagnostics, sources } = compilePlan({
    source: readFileSync(at(source.path), 'utf8'),
    path: source.path,
    readFile: (path) => readIfThere(at(path)),
    options: {
      allowUnknown: true,
      env,
      ...(source.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
      ...(source.prices !== undefined && { prices: source.prices }),
    },
  })
  return { lowered: value, diagnostics, sources }
}

/** The errors of a config in one line each, for a log and for an administrator. */
export function describeErrors({ diagnostics, sources }: ReadConfig): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return errors.map(({ at, rule, message }) => `${sources[at.file]?.path ?? 'config'}: ${rule}: ${message}`).join('\n')
}

/** True where one of the files that were read says something else now. One that is gone for the moment has not changed. */
export function hasChanged({ cwd = '.' }: ConfigSource, sources: readonly Source[]): boolean {
  return sources.some(({ path, text }) => {
    const now = readIfThere(resolve(cwd, path))
    return now !== undefined && now !== text
  })
}

/** Calls `changed` when something happens in the folders of these files. A folder tells more: files are replaced, or linked anew. */
export function watchFolders(paths: readonly string[], changed: () => void): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  const mark = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, settleMs)
    timer.unref()
  }
  const watchers = [...new Set(paths.map((path) => dirname(resolve(path))))].flatMap((folder) => follow(folder, mark))
  return {
    close: () => {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** A folder that cannot be watched (no more watches, a strange file system) leaves SIGHUP and the route. */
function follow(folder: string, mark: () => void): readonly FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, mark)
    watcher.on('error', () => watcher.close())
    return [watcher]
  } catch {
    return []
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
    if (gone) return undefined
    throw error
  }
}
