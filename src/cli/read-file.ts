/** Reads text files and turns failures into sentences. */
import { readFileSync } from 'node:fs'
import { codeOf, ioStop } from './exit.js'

/** UTF-8 text of a file that must be there; `shown` is its name in the message. Stops with exit 3. */
export function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw ioStop('read', shown, cause)
  }
}

/** Text of a file, or undefined where there is none. Stops with exit 3 where it is there but cannot be read. */
export function readIfThere(path: string, shown: string = path): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(cause))) return undefined
    throw ioStop('read', shown, cause)
  }
}
