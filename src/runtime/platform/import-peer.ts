/** Imports an optional package of the user's: cloud identity libraries for credentials that llmgen does not read itself. */

/** The package, or undefined where it is not installed. Its name is no literal, so that bundlers leave it alone. */
export async function importPeer(name: string): Promise<unknown> {
  try {
    return await import(name)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')
}
