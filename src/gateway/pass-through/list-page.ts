/** Pages of what a provider keeps: each caller sees its own. */
import { badRequest } from '../errors.js'
import { isObject } from '../request-body.js'
import type { GatewayCall } from '../route.js'
import { askJson, type Host } from './host.js'
import { findKept, providerQuery, shownAs, wrapper } from './kept-things.js'
import { idsOf, type Owner } from './managed-id.js'

/** A thing of a list as it is shown, and who owns it; undefined owner: nobody but administrators. */
export type Listed = { readonly shown: object; readonly owner: Owner | undefined }

/** What is listed, and where. */
const paths = { file: '/files', batch: '/batches', job: '/fine_tuning/jobs' } as const
type ListedKind = keyof typeof paths

/**
 * Pages of the provider that one page of a caller is gathered from, at most: 2,000 things. Behind so many of others in a row the
 * caller's own are not listed; each is still found by its id.
 */
const mostPages = 20

/** `read` tells who owns an entry, and how it is shown. */
export async function listKept(call: GatewayCall, host: Host, kind: ListedKind, read: (entry: object) => Listed): Promise<object> {
  const { path, limit, after } = await question(call, kind)
  const ids = idsOf(call.serving)
  const data: object[] = []
  let cursor = after
  let hasMore = true
  for (let page = 0; page < mostPages && hasMore && data.length < limit; page++) {
    const changed = { ...(cursor !== undefined && { after: cursor }), ...(call.identity.role !== 'proxy_admin' && { limit: '100' }) }
    const answer = await askJson(call, host, { method: 'GET', path, query: providerQuery(call, changed) })
    const entries = Array.isArray(answer.data) ? answer.data.filter(isObject) : []
    hasMore = answer.has_more === true && entries.length > 0
    for (const [index, entry] of entries.entries()) {
      cursor = typeof entry.id === 'string' ? entry.id : cursor
      const { shown, owner } = read(entry)
      const isTheirs = owner === undefined ? call.identity.role === 'proxy_admin' : ids.mayUse(call.identity, owner)
      if (isTheirs) data.push(shownAs(kind, shown, wrapper(call, host, owner ?? ids.ownerOf(call.identity))))
      if (data.length < limit || call.identity.role === 'proxy_admin') continue
      hasMore ||= index < entries.length - 1
      break
    }
    if (call.identity.role === 'proxy_admin') break
  }
  return { object: 'list', data, first_id: idOf(data[0]), last_id: idOf(data.at(-1)), has_more: hasMore }
}

function idOf(entry: object | undefined): unknown {
  return entry !== undefined && 'id' in entry ? entry.id : null
}

async function question(call: GatewayCall, kind: ListedKind) {
  const query = isObject(call.request.query) ? call.request.query : {}
  const limit = typeof query.limit === 'string' ? Number(query.limit) : 20
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw badRequest('limit must be a whole number from 1 to 10000', 'limit')
  const after = typeof query.after === 'string' && query.after !== '' ? (await findKept(call, query.after, kind)).id : undefined
  return { path: paths[kind], limit, after }
}
