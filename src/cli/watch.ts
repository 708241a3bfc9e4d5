/** Runs `generate` again whenever a file it read changes. */
import { type FSWatcher, watch as watchFolder } from 'node:fs'
import { basename, dirname } from 'node:path'
import { type Job, readConfigOf } from './compile-config.js'
import { type ExitCode, exitCode, ioStop, Stop } from './exit.js'
import { generate } from './generate.js'
import type { Terminal } from './terminal.js'

/** Editors write in several steps; what comes within this time is one change. Milliseconds. */
const settleMs = 50

/** Until the user stops it. A config with errors leaves the last good output and the watch goes on. */
export async function watch(job: Job, terminal: Terminal): Promise<ExitCode> {
  const stopped = terminal.stopped()
  const change = new Changes()
  const folders = new Followed(change)
  stopped.addEventListener('abort', () => change.mark())
  let sources: readonly string[] = [readConfigOf(job).absolute]
  for (let first = true; !stopped.aborted; first = false) {
    folders.follow(sources)
    sources = await runOnce(job, terminal, first ? undefined : sources)
    folders.follow(sources)
    if (job.flags.silent !== true) terminal.err('watching for changes, stop with Ctrl-C\n')
    await change.next()
  }
  folders.close()
  return exitCode.clean
}

/** Only the first run may stop the command: later a config may be half written or gone for a moment. */
async function runOnce(job: Job, terminal: Terminal, before: readonly string[] | undefined): Promise<readonly string[]> {
  try {
    return (await generate(job, terminal)).sources
  } catch (cause) {
    if (!(cause instanceof Stop) || before === undefined) throw cause
    terminal.err(`llmgen: ${cause.message}\n`)
    return before
  }
}

/** Watches the folders of files, not the files: an editor that saves by renaming gives a file a new identity. */
class Followed {
  readonly #change: Changes
  readonly #folders = new Map<string, FSWatcher>()
  #names: ReadonlySet<string> = new Set()

  constructor(change: Changes) {
    this.#change = change
  }

  follow(paths: readonly string[]): void {
    this.#names = new Set(paths.map((path) => basename(path)))
    const wanted = new Set(paths.map((path) => dirname(path)))
    for (const [folder, watcher] of this.#folders) {
      if (wanted.has(folder)) continue
      watcher.close()
      this.#folders.delete(folder)
    }
    for (const folder of wanted) if (!this.#folders.has(folder)) this.#folders.set(folder, this.#watch(folder))
  }

  close(): void {
    for (const watcher of this.#folders.values()) watcher.close()
  }

  #watch(folder: string): FSWatcher {
    try {
      return watchFolder(folder, (_event, name) => {
        if (name === null || this.#names.has(name)) this.#change.mark()
      })
    } catch (cause) {
      throw ioStop('watch', folder, cause)
    }
  }
}

/** Turns bursts of events into one wake-up. */
class Changes {
  #timer: NodeJS.Timeout | undefined
  #wake: (() => void) | undefined
  #pending = false

  mark(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#pending = true
      this.#wake?.()
    }, settleMs)
  }

  async next(): Promise<void> {
    if (!this.#pending) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    this.#pending = false
    this.#wake = undefined
  }
}
