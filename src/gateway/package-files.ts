/** Where the files of this package are, whether it runs from source, built, or bundled: all three lie two folders deep. */

/** A file or folder of the package, such as `schema/migrations`. */
export function packageFile(path: string): URL {
  return new URL(`../../${path}`, import.meta.url)
}

/** What a thread is started with that runs a module of the gateway, such as `store/embedded-worker`. */
export function threadModule(name: string): URL {
  if (import.meta.url.endsWith('/package-files.js')) return new URL(`./${name}.js`, import.meta.url)
  // a bundle has each thread's file beside its own
  if (import.meta.url.endsWith('.js')) return new URL(`./${name.split('/').at(-1)}.js`, import.meta.url)
  // from source, a thread needs the loader of TypeScript that the program itself was started with
  const module = new URL(`../gateway/${name}.ts`, import.meta.url).href
  const loader = import.meta.resolve('tsx/esm/api')
  const text = `import { register } from ${JSON.stringify(loader)}\nregister()\nawait import(${JSON.stringify(module)})`
  return new URL(`data:text/javascript,${encodeURIComponent(text)}`)
}
