/** Reads the files that credentials are given as: key files, tokens, profiles. Node's file system is imported when one is read. */
import type { ReadFile } from '../../protocol/ports.js'

/** The {@link ReadFile} port on Node. */
export const readTextFile: ReadFile = async (path) => (await import('node:fs/promises')).readFile(path, 'utf8')
