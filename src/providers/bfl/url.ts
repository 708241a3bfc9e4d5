/** Where Black Forest Labs answers, and which addresses of an answer may be followed. */
import type { Target } from '../adapter.js'
import { originOf } from '../shared/origin.js'

/** Bases with and without `/v1`. */
export function bflUrl({ baseUrl }: Pick<Target, 'baseUrl'>, path: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`
}

/** True for the place of an answer that an answer may name: the configured host, or the vendor's regions. */
export function isOwnAddress(url: string, { baseUrl }: Pick<Target, 'baseUrl'>): boolean {
  const host = /^https:\/\/([^/?#@:\\]+)(?::\d+)?(?=[/?#]|$)/i.exec(url)?.[1]?.toLowerCase()
  return originOf(url) === originOf(baseUrl) || host === 'bfl.ai' || host?.endsWith('.bfl.ai') === true
}

/** True for requests that carry the key: not for the picture itself, which lies where its address alone opens it. */
export function takesKey(url: string, target: Target): boolean {
  return originOf(url) === originOf(target.baseUrl) || (isOwnAddress(url, target) && /\/get_result(\?|$)/.test(url))
}
