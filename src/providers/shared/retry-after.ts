/** How long a provider asks to wait, read from the headers of its answer. */
import type { HttpHeaders } from '../../protocol/http.js'
import { isRecord, recordsOf, textOf } from './json.js'

const unitMs: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Milliseconds to wait, or undefined. First hit wins: `retry-after-ms`, `x-ms-retry-after-ms`, `retry-after`; then, on a
 * 429 only, the reset times of exhausted limits. Dates count from the answer's own `date` header, so that a wrong
 * local clock does no harm; `now` is used where that header is missing.
 */
export function retryAfterMs(status: number, headers: HttpHeaders, now: number | undefined): number | undefined {
  const serverNow = parseDate(headers.date) ?? now
  return (
    plainNumber(headers['retry-after-ms'], 1) ??
    plainNumber(headers['x-ms-retry-after-ms'], 1) ??
    plainNumber(headers['retry-after'], 1000) ??
    untilDate(headers['retry-after'], serverNow) ??
    (status === 429 ? resetMs(headers, serverNow) : undefined)
  )
}

/**
 * The wait inside an error object: `retryDelay` of google.rpc.RetryInfo, such as `34.4s`, also where a host speaks for
 * Google in OpenAI's form. Milliseconds, or undefined.
 */
export function retryDelayMs(error: unknown): number | undefined {
  const details = isRecord(error) ? recordsOf(error.details) : []
  const delay = details.map((detail) => textOf(detail.retryDelay)).find((text) => text !== undefined)
  return delay === undefined ? undefined : durationMs(delay, undefined)
}

/** `x-ratelimit-reset-requests`, `anthropic-ratelimit-tokens-reset` and the like. */
function resetMs(headers: HttpHeaders, now: number | undefined): number | undefined {
  const exhausted: number[] = []
  const others: number[] = []
  for (const [name, value] of Object.entries(headers)) {
    const remainingName = remainingHeader(name)
    if (remainingName === undefined) continue
    const wait = durationMs(value, now)
    if (wait === undefined) continue
    const list = Number(headers[remainingName]) <= 0 ? exhausted : others
    list.push(wait)
  }
  if (exhausted.length > 0) return Math.max(...exhausted)
  return others.length > 0 ? Math.min(...others) : undefined
}

/** Name of the header that counts what is left, for a reset header; undefined for any other. */
function remainingHeader(name: string): string | undefined {
  if (name.startsWith('x-ratelimit-reset')) return name.replace('reset', 'remaining')
  if (name.startsWith('anthropic-ratelimit-') && name.endsWith('-reset')) return name.replace(/-reset$/, '-remaining')
  return undefined
}

/** `1m30s`, `34.4s`, `250ms`, seconds, seconds or milliseconds since 1970, or a date. */
export function durationMs(text: string, now: number | undefined): number | undefined {
  const trimmed = text.trim()
  if (/^\d+(\.\d+)?$/.test(trimmed)) {
    const value = Number(trimmed)
    if (value < 1e9) return value * 1000
    const at = value < 1e12 ? value * 1000 : value
    return now === undefined ? undefined : Math.max(0, at - now)
  }
  if (/^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(trimmed)) {
    let total = 0
    for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) total += Number(amount) * (unitMs[unit ?? ''] ?? 0)
    return total
  }
  return untilDate(trimmed, now)
}

function plainNumber(text: string | undefined, factor: number): number | undefined {
  return text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) * factor : undefined
}

function untilDate(text: string | undefined, now: number | undefined): number | undefined {
  const at = parseDate(text)
  return at === undefined || now === undefined ? undefined : Math.max(0, at - now)
}

function parseDate(text: string | undefined): number | undefined {
  if (text === undefined || !/\d{4}/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : at
}
