/**
 * ts-morph, loaded with `require`: an `import` of its CommonJS makes Node scan twelve megabytes for export names first,
 * a quarter of the time that `generate` takes.
 */
import { createRequire } from 'node:module'

export const tsMorph: typeof import('ts-morph') = createRequire(import.meta.url)('ts-morph')
