/** Turns the spellings of an address into the one that the routes know, before anything is decided by it. */

/** Paths with a model in the middle, whose slashes would end the parameter: `/engines/openai/gpt-4o/chat/completions`. */
const modelPaths: readonly RegExp[] = [
  /^(\/engines\/)(.+?)(\/(?:chat\/completions|completions|embeddings))$/,
  /^(\/openai\/deployments\/)(.+?)(\/(?:chat\/completions|completions|embeddings|images\/generations|images\/edits|audio\/transcriptions|audio\/translations|audio\/speech))$/,
]

/**
 * Paths of Azure's API that name no deployment: `/openai/models?api-version=…`. By the version they are told from those that are
 * passed through to OpenAI, which knows none. Azure's clients put a deployment before batches, whose file names the models.
 */
const azurePath =
  /^\/openai(?:\/v1|(?:\/deployments\/.+)?(?=\/batches$))?(\/(?:chat\/completions|completions|embeddings|images\/(?:generations|edits)|audio\/(?:transcriptions|translations|speech)|moderations|(?:models|responses|files|batches|fine_tuning\/jobs)(?:\/.*)?))$/
const azureVersion = /[?&]api-version=/

/** Without the root path and a slash at the end, and with the model of the path as one part. The query stays as it is. */
export function normalisePath(url: string, rootPath: string): string {
  const mark = url.indexOf('?')
  const query = mark < 0 ? '' : url.slice(mark)
  const given = withoutRoot(mark < 0 ? url : url.slice(0, mark), rootPath)
  const path = given.endsWith('/') ? given.replace(/(?<=[^/])\/+$/, '') : given
  // most paths are looked at no further
  if (!path.startsWith('/engines/') && !path.startsWith('/openai/')) return path + query
  const azure = azureVersion.test(query) ? azurePath.exec(path)?.[1] : undefined
  if (azure !== undefined) return `/v1${azure}${query}`
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
