/** Reads a config into a Plan, and tells when one of its files may have changed. */
import { type FSWatcher, readFileSync, watch } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { PriceMap } from '../catalog/litellm-map.js'
import { compilePlan } from '../compiler/compile.js'
import type { Diagnostic } from '../compiler/diagnostic.js'
import type { Lowered } from '../compiler/lower.js'
import type { Source } from '../compiler/source.js'
import type { Plan, Secrets } from '../plan/plan.js'
import type { Origin } from './stored-models.js'
import { hasCode } from './system-error.js'

/** How strictly a config is read, and with what. */
type Reading = {
  /** Folder in which it and its includes are found. Default: that of the process. */
  readonly cwd?: string
  /** Literal secrets are warnings instead of errors. Default false. */
  readonly allowLiteralSecrets?: boolean
  /** Prices that win over the catalogue's. */
  readonly prices?: PriceMap
}

/**
 * What is to be served: a file, which is followed and read anew; the text of a config, or the object it would be; or a Plan
 * that was compiled before, with the values of its secret slots.
 */
export type ConfigSource =
  | (Reading & { readonly path: string })
  | (Reading & {
      readonly source: string | object
      /** What messages call it. Default `config`. */
      readonly path?: string
    })
  | {
      readonly plan: Plan
      readonly secrets?: Secrets
      /** What it was compiled from; without it no models can be added while the gateway runs. */
      readonly origin?: Origin
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
/** So often files are looked at whose folders tell nothing. Milliseconds. */
const usualLookMs = 5_000

/** Reads and compiles. Unknown keys are warnings: a gateway starts with a config of a newer LiteLLM. Throws where the file cannot be read. */
export function readConfig(source: ConfigSource, env: Env): ReadConfig {
  if ('plan' in source) return { lowered: { plan: source.plan, secrets: source.secrets ?? new Map() }, diagnostics: [], sources: [] }
  const at = (path: string) => resolve(source.cwd ?? '.', path)
  const path = source.path ?? 'config'
  const { value, diagnostics, sources } = compilePlan({
    source: 'source' in source ? textOf(source.source) : readFileSync(at(path), 'utf8'),
    path,
    readFile: (included) => readIfThere(at(included)),
    options: {
      allowUnknown: true,
      env,
      ...(source.allowLiteralSecrets === true && { allowLiteralSecrets: true }),
      ...(source.prices !== undefined && { prices: source.prices }),
    },
  })
  return { lowered: value, diagnostics, sources }
}

/** JSON is YAML; on lines of its own, so that messages have places. */
function textOf(source: string | object): string {
  return typeof source === 'string' ? source : JSON.stringify(source, null, 2)
}

/** The errors of a config in one line each, for a log and for an administrator. */
export function describeErrors({ diagnostics, sources }: ReadConfig): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  return errors.map(({ at, rule, message }) => `${sources[at.file]?.path ?? 'config'}: ${rule}: ${message}`).join('\n')
}

/** The files that were read, where they are, with what they said. The text of a config that was handed over is none. */
export function filesOf(source: ConfigSource, sources: readonly Source[]): ReadonlyMap<string, string> {
  if ('plan' in source) return new Map()
  const files = 'source' in source ? sources.slice(1) : sources
  return new Map(files.map(({ path, text }) => [resolve(source.cwd ?? '.', path), text]))
}

/** What a file says now, or why it cannot be read. Undefined where it is gone, as it is for a moment while it is replaced. */
export function lookAt(path: string): string | undefined {
  try {
    return readIfThere(path)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * Calls `changed` when something may have happened to these files: at once where their folders tell (a folder tells more than
 * a file: files are replaced, or linked anew), and every few seconds for those that do not (network drives, folders that are
 * replaced themselves).
 */
export function watchFiles(paths: readonly string[], changed: () => void, lookEveryMs = usualLookMs): { close(): void } {
  let timer: NodeJS.Timeout | undefined
  const mark = () => {
    clearTimeout(timer)
    timer = setTimeout(changed, settleMs)
    timer.unref()
  }
  const watchers = [...new Set(paths.map((path) => dirname(path)))].flatMap((folder) => follow(folder, mark))
  const looking = setInterval(changed, lookEveryMs)
  looking.unref()
  return {
    close: () => {
      clearTimeout(timer)
      clearInterval(looking)
      for (const watcher of watchers) watcher.close()
    },
  }
}

/** A folder that cannot be watched (no more watches, a strange file system) is looked at now and then. */
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
    const gone = hasCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')
    if (gone) return undefined
    throw error
  }
}
