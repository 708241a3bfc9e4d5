/** Brings every setting of the process back to its default. */
import { configure } from '../../src/sdk/index.js'
import { currentSettings } from '../../src/sdk/settings.js'

export function reset(): void {
  configure(Object.fromEntries(Object.keys(currentSettings().settings).map((name) => [name, undefined])))
}
