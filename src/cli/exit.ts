/** Exit codes, and the error that ends a command with one of them. */

/** 0 clean, 1 problems found, 2 misuse of the command, 3 a file or folder could not be read or written; 70 a bug of ours. */
export const exitCode = { clean: 0, problems: 1, misuse: 2, io: 3, bug: 70 } as const
export type ExitCode = (typeof exitCode)[keyof typeof exitCode]

/** Ends the command: the message goes to stderr as it is, the code to the shell. */
export class Stop extends Error {
  readonly exitCode: ExitCode

  constructor(code: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Stop'
    this.exitCode = code
  }
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'the operation is not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EDQUOT', 'the disk quota is used up'],
  ['ENOTDIR', 'a part of the path is a file, not a folder'],
  ['EISDIR', 'it is a folder, not a file'],
  ['EEXIST', 'something of that name is in the way'],
  ['EBUSY', 'it is in use'],
  ['EMFILE', 'too many open files'],
  ['ENAMETOOLONG', 'the name is too long'],
  ['ELOOP', 'its symbolic links lead in a circle'],
  ['EADDRINUSE', 'the port is in use'],
])

/** A failed system call as one sentence: what was to be done, to which path, why it failed. */
export function ioStop(doing: string, path: string, cause: unknown): Stop {
  const code = codeOf(cause)
  const reason = reasons.get(code) ?? (cause instanceof Error ? cause.message : String(cause))
  return new Stop(exitCode.io, `cannot ${doing} ${path}: ${reason}${code === '' ? '' : ` (${code})`}`, { cause })
}

/** `ENOENT` and the like; '' where the error carries none. */
export function codeOf(cause: unknown): string {
  return typeof cause === 'object' && cause !== null && 'code' in cause && typeof cause.code === 'string' ? cause.code : ''
}
