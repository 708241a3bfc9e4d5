/**
 * Bundles the built CLI into a few files under `dist/bin`: Node spends more time on opening 150 small modules than the
 * compiler on a config of 50 deployments. Run by `npm run build` after the TypeScript compiler.
 */
import { chmodSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** The emitter reads templates from beside its own file, and ts-morph outweighs what a bundle saves: it stays where it is. */
const emitterStays: Plugin = {
  name: 'emitter-stays',
  setup({ onResolve }) {
    onResolve({ filter: /\/emit\/emit\.js$/ }, () => ({ path: '../compiler/emit/emit.js', external: true }))
  },
}

rmSync(`${dist}/bin`, { recursive: true, force: true })
await build({
  // as deep below the package as the modules were, so that what they find by `import.meta.url` is still there
  entryPoints: { llmgen: `${dist}/cli/main.js` },
  outdir: `${dist}/bin`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
  plugins: [emitterStays],
})
chmodSync(`${dist}/bin/llmgen.js`, 0o755)
