/** Turns the spellings of an address into the one that the routes know, before anything is decided by it. */

/** Paths with a model in the middle, whose slashes would end the parameter: `/engines/openai/gpt-4o/chat/completions`. */
const modelPaths: readonly RegExp[] = [
  /^(\/engines\/)(.+?)(\/(?:chat\/completions|completions|embeddings))$/,
  /^(\/openai\/deployments\/)(.+?)(\/(?:chat\/completions|completions|embeddings|images\/generations|images\/edits|audio\/transcriptions|audio\/translations|audio\/speech))$/,
]

/** Without the root path and a slash at the end, and with the model of the path as one part. The query stays as it is. */
export function normalisePath(url: string, rootPath: string): string {
  const mark = url.indexOf('?')
  const query = mark < 0 ? '' : url.slice(mark)
  const given = withoutRoot(mark < 0 ? url : url.slice(0, mark), rootPath)
  const path = given.endsWith('/') ? given.replace(/(?<=[^/])\/+$/, '') : given
  // most paths are looked at no further
  if (!path.startsWith('/engines/') && !path.startsWith('/openai/')) return path + query
  for (const pattern of modelPaths) {
    const [, before, model, after] = pattern.exec(path) ?? []
    if (model !== undefined) return `${before}${model.replaceAll('/', '%2F')}${after}${query}`
  }
  return path + query
}

/** Both with the root path and without it, as behind proxies that take it away. */
function withoutRoot(path: string, rootPath: string): string {
  if (rootPath === '' || (path !== rootPath && !path.startsWith(`${rootPath}/`))) return path
  return path.slice(rootPath.length) || '/'
}
