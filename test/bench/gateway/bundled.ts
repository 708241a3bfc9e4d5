/** The servers of the bench as single files of plain JavaScript, so that no loader counts as theirs. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles a module of this folder into `folder` and returns the file's path. */
export async function bundled(name: 'pass-through' | 'paced-server', folder: string): Promise<string> {
  const outfile = join(folder, `${name}.cjs`)
  const entry = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', logLevel: 'warning' })
  return outfile
}
