/** The version of this package, as answers and the OpenAPI document tell it. */
import { readFileSync } from 'node:fs'

/** `0.1.0`. */
export const version: string = readVersion()

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : 'unknown'
}
