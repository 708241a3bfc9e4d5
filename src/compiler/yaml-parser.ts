/** The `yaml` package, loaded on first use: most configs are read by `yaml-plain-blocks.ts` and never need its seventy files. */
import { createRequire } from 'node:module'

type Yaml = typeof import('yaml')

const require = createRequire(import.meta.url)
let loaded: Yaml | undefined

/** The package; the same object each time. */
export function yaml(): Yaml {
  // `require` cannot type what it returns; the package is a dependency of ours, with types of its own.
  loaded ??= require('yaml') as Yaml
  return loaded
}
