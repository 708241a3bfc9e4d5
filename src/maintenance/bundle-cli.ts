/**
 * Bundles the built CLI into a few files under `dist/bin`: Node spends more time on opening 150 small modules than the
 * compiler on a config of 50 deployments. Run by `npm run build` after the TypeScript compiler.
 */
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

/** What takes the place of undici's entry. Its entry gives dispatchers their methods, so this does. */
const undiciParts = `
  let Agent, buildConnector
  try {
    const [api, dispatcher, agent, connect] = await Promise.all([
      import('undici/lib/api/index.js'),
      import('undici/lib/dispatcher/dispatcher.js'),
      import('undici/lib/dispatcher/agent.js'),
      import('undici/lib/core/connect.js'),
    ])
    Object.assign(dispatcher.default.prototype, api.default)
    Agent = agent.default
    buildConnector = connect.default
  } catch {
    // a later version of undici may keep them elsewhere; its entry always has them
    ;({ Agent, buildConnector } = await import('undici'))
  }
  export { Agent, buildConnector }
`

/**
 * The entry of undici loads fetch, WebSocket, caches and mocks along with what is used: 80 modules, and 9 MB of an idle
 * gateway. Importing a name that the parts do not have fails the build.
 */
const partsOfUndici: Plugin = {
  name: 'parts-of-undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, ({ namespace }) =>
      namespace === 'parts-of-undici' ? { path: 'undici', external: true } : { path: 'undici', namespace: 'parts-of-undici' },
    )
    onLoad({ filter: /.*/, namespace: 'parts-of-undici' }, () => ({ contents: undiciParts, resolveDir: dist }))
  },
}

/**
 * Goes into the bundle: a start of `serve` opens 150 modules of it otherwise, for the few functions that queries are made of.
 * Its licence, Apache-2.0, wants to be told.
 */
const bundled: readonly string[] = ['drizzle-orm']
const notice = 'Parts of these files are drizzle-orm, Copyright Drizzle Team, under the Apache License 2.0: apache.org/licenses/LICENSE-2.0'

const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
)
const packages = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })

rmSync(`${dist}/bin`, { recursive: true, force: true })
await build({
  // as deep below the package as the modules were, so that what they find by `import.meta.url` is still there
  entryPoints: { llmgen: `${dist}/cli/main.js`, 'embedded-worker': `${dist}/gateway/store/embedded-worker.js` },
  outdir: `${dist}/bin`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.18',
  external: packages.filter((name) => !bundled.includes(name)).flatMap((name) => [name, `${name}/*`]),
  sourcemap: true,
  logLevel: 'warning',
  plugins: [emitterStays, partsOfUndici],
})
chmodSync(`${dist}/bin/llmgen.js`, 0o755)
writeFileSync(`${dist}/bin/NOTICE`, `${notice}\n`)
