/** The config of a gateway over time: read, followed, and read anew when one of its files says something else. */
import { resolve } from 'node:path'
import { type ConfigSource, filesOf, lookAt, type ReadConfig, readConfig, watchFiles } from './config-source.js'

/** What a reader is made of. */
export type ReaderParts = {
  readonly config: ConfigSource
  readonly env: { readonly [name: string]: string | undefined }
  /** Told each config that was read, also a bad one. */
  readonly onConfig?: ((read: ReadConfig) => void) | undefined
  /** How often files are looked at whose folders tell nothing, milliseconds. Default 5,000. */
  readonly lookEveryMs?: number
}

export class ConfigReader {
  readonly #parts: ReaderParts
  /** The files as they were seen last, by path. */
  #seen: ReadonlyMap<string, string> = new Map()
  #watched: { close(): void } | undefined

  constructor(parts: ReaderParts) {
    this.#parts = parts
  }

  /** What is read. */
  get config(): ConfigSource {
    return this.#parts.config
  }

  /** Reads and compiles. Throws where a file cannot be read. */
  read(): ReadConfig {
    const { config, env, onConfig } = this.#parts
    const read = this.#tryToRead(config, env)
    this.#seen = filesOf(config, read.sources)
    onConfig?.(read)
    return read
  }

  /** A file that cannot be read now has changed when it can be, though it says the same. */
  #tryToRead(config: ConfigSource, env: ReaderParts['env']): ReadConfig {
    try {
      return readConfig(config, env)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if ('path' in config && config.path !== undefined)
        this.#seen = new Map(this.#seen).set(resolve(config.cwd ?? '.', config.path), reason)
      throw error
    }
  }

  /** Calls `changed` once for each change from now on; files that were not read when this was called last are not followed. */
  follow(changed: () => void): void {
    this.close()
    if (this.#seen.size === 0) return
    const look = () => void (this.#hasChanged() && changed())
    this.#watched = watchFiles([...this.#seen.keys()], look, this.#parts.lookEveryMs)
  }

  /** Ends following. */
  close(): void {
    this.#watched?.close()
    this.#watched = undefined
  }

  /** Each change is seen once, also where nothing can be read of it. A file that is gone for the moment has not changed. */
  #hasChanged(): boolean {
    const now = new Map([...this.#seen].map(([path, text]) => [path, lookAt(path) ?? text]))
    const hasChanged = [...this.#seen].some(([path, text]) => now.get(path) !== text)
    this.#seen = now
    return hasChanged
  }
}
