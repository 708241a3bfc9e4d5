/** Makes folders, and says beforehand whether one can be made. */
import { accessSync, constants, mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { hasCode } from '../system-error.js'

/**
 * Makes a folder with those that it is in, and says which were missing, outermost first. Throws what the disk says. Not by
 * `mkdir` with `recursive`: that of Node 20 tries for ever below /proc, and hears no signal meanwhile.
 */
export function makeFolder(path: string, mode = 0o777): readonly string[] {
  try {
    return makeMissing(resolve(path), mode)
  } catch (error) {
    // one that was there may have been another process's, which only looked whether it could be made
    if (!hasCode(error, 'ENOENT')) throw error
    return makeMissing(resolve(path), mode)
  }
}

function makeMissing(path: string, mode: number): readonly string[] {
  const missing = missingFolders(path)
  for (const each of missing) {
    try {
      mkdirSync(each, { mode })
    } catch (error) {
      // another process made it meanwhile
      if (!isFolder(each)) throw error
    }
  }
  return missing
}

/** Throws what the disk says where nothing could be kept in this folder. Leaves nothing behind. */
export function probeFolder(path: string): void {
  const made = makeFolder(path)
  try {
    accessSync(path, constants.W_OK | constants.X_OK)
  } finally {
    for (const each of made.toReversed()) removeUnused(each)
  }
}

/** Somebody else may use it already, or have removed it. */
function removeUnused(folder: string): void {
  try {
    rmdirSync(folder)
  } catch (error) {
    if (!hasCode(error, 'ENOTEMPTY', 'ENOENT')) throw error
  }
}

function missingFolders(path: string): readonly string[] {
  const missing: string[] = []
  for (let at = path; !isFolder(at); at = dirname(at)) {
    missing.unshift(at)
    if (dirname(at) === at) break
  }
  return missing
}

/** A file in the way is found out when a folder is to be made in its place. */
function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}
