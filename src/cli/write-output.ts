/** Replaces output files so that whatever happens, a reader finds each of them whole: old or new. */
import * as fs from 'node:fs'
import { dirname, join } from 'node:path'
import { codeOf, ioStop } from './exit.js'
import { readIfThere } from './read-file.js'

/** `path` is relative to the output folder. */
export type OutputFile = { readonly path: string; readonly text: string }

/** What writing needs of `node:fs`; a test hands in one that fails. */
export type WritableFileSystem = Pick<
  typeof fs,
  | 'mkdirSync'
  | 'openSync'
  | 'writeSync'
  | 'fsyncSync'
  | 'closeSync'
  | 'renameSync'
  | 'rmSync'
  | 'linkSync'
  | 'readdirSync'
  | 'lstatSync'
  | 'statSync'
>

type Staged = { readonly target: string; readonly temporary: string; readonly backup: string }

/**
 * Writes all files under temporary names beside their targets, then renames them in one go; removes `obsolete`.
 * On any failure the old files stand as they were and nothing new is left behind. Stops with exit 3 and a sentence.
 */
export function writeOutput(
  folder: string,
  files: readonly OutputFile[],
  obsolete: readonly string[] = [],
  system: WritableFileSystem = fs,
): void {
  const created = makeFolders(folder, files, system)
  const staged: Staged[] = []
  try {
    for (const file of files) if (!isThere(folder, file)) staged.push(stage(folder, file, system))
    commit(staged, system)
  } catch (cause) {
    for (const { temporary, backup } of staged) for (const path of [temporary, backup]) system.rmSync(path, { force: true })
    for (const path of created) removeIfEmpty(path, system)
    throw cause
  }
  for (const path of obsolete) attempt('remove', join(folder, path), () => system.rmSync(join(folder, path), { force: true }))
}

/** What is right already keeps its time stamp: bundlers and watchers need not wake up. */
function isThere(folder: string, { path, text }: OutputFile): boolean {
  return readIfThere(join(folder, path)) === text
}

/** Folders that had to be made, deepest first. */
function makeFolders(folder: string, files: readonly OutputFile[], system: WritableFileSystem): readonly string[] {
  const created: string[] = []
  for (const path of new Set([folder, ...files.map((file) => dirname(join(folder, file.path)))])) {
    for (const missing of missingFolders(path, system)) {
      attempt('create the folder', path, () => system.mkdirSync(missing))
      created.unshift(missing)
    }
    removeStrays(path, system)
  }
  return created
}

/** Outermost first. Not `mkdir` with `recursive`: under /proc that of Node 20 tries for ever. */
function missingFolders(path: string, system: WritableFileSystem): readonly string[] {
  const missing: string[] = []
  for (let at = path; ; at = dirname(at)) {
    const there = attempt('create the folder', path, () => system.statSync(at, { throwIfNoEntry: false }))
    if (there?.isDirectory() === true || dirname(at) === at) return missing
    if (there !== undefined) throw ioStop('create the folder', path, Object.assign(new Error(`${at} is a file`), { code: 'ENOTDIR' }))
    missing.unshift(at)
  }
}

const stray = /^\.llmgen-(\d+)-\d+\.tmp$/
let serial = 0

/** Files that a killed run left. Those of a process that still runs are its own business. */
function removeStrays(folder: string, system: WritableFileSystem): void {
  for (const name of attempt('read the folder', folder, () => system.readdirSync(folder))) {
    const pid = Number(stray.exec(name)?.[1])
    if (Number.isInteger(pid) && !isRunning(pid)) system.rmSync(join(folder, name), { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return codeOf(cause) === 'EPERM' // it runs, under another user
  }
}

function stage(folder: string, { path, text }: OutputFile, system: WritableFileSystem): Staged {
  const target = join(folder, path)
  const name = () => join(dirname(target), `.llmgen-${process.pid}-${serial++}.tmp`)
  const staged = { target, temporary: name(), backup: name() }
  try {
    attempt('write', target, () => writeWhole(staged.temporary, text, system))
    attempt('replace', target, () => keepOld(staged, system))
  } catch (cause) {
    for (const leftover of [staged.temporary, staged.backup]) system.rmSync(leftover, { force: true })
    throw cause
  }
  return staged
}

/** On the disk, not only in the cache, before any rename: a power cut must not leave an empty file under the real name. */
function writeWhole(path: string, text: string, system: WritableFileSystem): void {
  const bytes = Buffer.from(text, 'utf8')
  const file = system.openSync(path, 'wx')
  try {
    for (let written = 0; written < bytes.length; ) written += system.writeSync(file, bytes, written)
    system.fsyncSync(file)
  } finally {
    system.closeSync(file)
  }
}

/** A second name for the old file, to go back to when a later rename fails. A folder in the way is found here. */
function keepOld({ target, backup }: Staged, system: WritableFileSystem): void {
  const old = system.lstatSync(target, { throwIfNoEntry: false })
  if (old === undefined) return
  if (old.isDirectory()) throw Object.assign(new Error('it is a folder, not a file'), { code: 'EISDIR' })
  try {
    system.linkSync(target, backup)
  } catch (cause) {
    // file systems without hard links go without the way back; the rename itself is still whole
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK', 'EXDEV'].includes(codeOf(cause))) throw cause
  }
}

function commit(staged: readonly Staged[], system: WritableFileSystem): void {
  const done: Staged[] = []
  try {
    for (const each of staged) {
      attempt('replace', each.target, () => system.renameSync(each.temporary, each.target))
      done.push(each)
    }
  } catch (cause) {
    for (const { target, backup } of done) goBack(target, backup, system)
    throw cause
  }
  for (const { backup } of staged) system.rmSync(backup, { force: true })
}

function goBack(target: string, backup: string, system: WritableFileSystem): void {
  const kept = system.lstatSync(backup, { throwIfNoEntry: false })
  if (kept === undefined) system.rmSync(target, { force: true })
  else system.renameSync(backup, target)
}

function removeIfEmpty(path: string, system: WritableFileSystem): void {
  const names = system.lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? system.readdirSync(path) : ['?']
  if (names.length === 0) system.rmSync(path, { recursive: true, force: true })
}

function attempt<T>(doing: string, path: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    throw ioStop(doing, path, cause)
  }
}
