/** Reads the error bodies that providers write, whatever their shape, into one. */
import { isRecord, type JsonRecord, parseJson, recordsOf, textOf } from './json.js'
import { htmlText, maskSecrets } from './mask.js'

/** Largest error object kept beside a failure, in characters of JSON. */
const maxBody = 4096

/** What error bodies have in common. */
export type ErrorBody = {
  readonly message: string
  /** True where the provider wrote the message as one; false for pages, bare text and objects without a message. */
  readonly isStated: boolean
  readonly code: string | null
  readonly type: string | null
  readonly param: string | null
  /** A further, more exact code (`innererror.code` of Azure). */
  readonly innerCode: string | null
  /** HTTP status written inside the body. */
  readonly status: number | undefined
  readonly requestId: string | null
  /** The error object itself, cut to what may be kept. */
  readonly body: unknown
}

/** The body of an HTTP error: JSON of any known shape, HTML, or plain text. */
export function readErrorText(text: string): ErrorBody {
  const parsed = parseJson(text)
  if (parsed !== undefined) return readError(parsed)
  const isPage = /^\s*<(!doctype|html|head|body|\?xml)/i.test(text)
  return { ...nothing, message: isPage ? `an HTML page: ${htmlText(text)}` : text }
}

const nothing: Omit<ErrorBody, 'message'> = {
  isStated: false,
  code: null,
  type: null,
  param: null,
  innerCode: null,
  status: undefined,
  requestId: null,
  body: undefined,
}

/** `{error: {…}}`, `{error: "…", code}`, `{message, type, code}`, `{detail}`, `{errors: [{code, message}]}`, or a list with one of these. */
export function readError(value: unknown): ErrorBody {
  const outer = Array.isArray(value) ? value[0] : value
  if (!isRecord(outer)) return { ...nothing, message: typeof outer === 'string' ? outer : '', body: keptBody(outer) }
  const inner = isRecord(outer.error) ? outer.error : (firstOf(outer) ?? outer)
  const innermost = isRecord(inner.error) ? inner.error : inner
  const detail = innermost.innererror ?? innermost.inner_error
  const stated = messageOf(innermost, outer)
  return {
    message: stated ?? JSON.stringify(innermost),
    isStated: stated !== undefined,
    code: codeOf(innermost.code) ?? codeOf(outer.code) ?? codeOf(innermost.error_code),
    type: textOf(innermost.type) ?? textOf(innermost.status) ?? null,
    param: textOf(innermost.param) ?? null,
    innerCode: isRecord(detail) ? (textOf(detail.code) ?? null) : null,
    status: statusOf(innermost) ?? statusOf({ status_code: outer.status_code }),
    requestId: textOf(outer.request_id) ?? textOf(outer.trace) ?? null,
    body: keptBody(innermost),
  }
}

/** The first of `errors` (watsonx, Cloudflare), where nothing beside the list says more. */
function firstOf(outer: JsonRecord): JsonRecord | undefined {
  const [first] = recordsOf(outer.errors)
  return textOf(first?.message) !== undefined && textOf(outer.message) === undefined ? first : undefined
}

function messageOf(inner: JsonRecord, outer: JsonRecord): string | undefined {
  const own =
    textOf(inner.message) ??
    textOf(inner.Message) ??
    textOf(outer.error) ??
    textOf(inner.detail) ??
    validationText(inner.detail) ??
    textOf(outer.message)
  const raw = isRecord(inner.metadata) ? textOf(inner.metadata.raw) : undefined
  if (raw !== undefined) return `${own ?? ''}: ${raw}`
  return own
}

/** FastAPI's `detail: [{loc, msg}]`. */
function validationText(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return isRecord(detail) ? textOf(detail.message) : undefined
  const lines = detail.filter(isRecord).map((entry) => {
    const place = Array.isArray(entry.loc) ? entry.loc.join('.') : ''
    return `${place}${place === '' ? '' : ': '}${textOf(entry.msg) ?? JSON.stringify(entry)}`
  })
  return lines.length > 0 ? lines.join('; ') : undefined
}

function codeOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return textOf(value) ?? null
}

function statusOf(inner: JsonRecord): number | undefined {
  for (const value of [inner.status_code, inner.statusCode, inner.code, inner.status]) {
    const status = typeof value === 'string' ? Number(value) : value
    if (typeof status === 'number' && Number.isInteger(status) && status >= 400 && status < 600) return status
  }
  return undefined
}

function keptBody(value: unknown): unknown {
  const text = JSON.stringify(value)
  if (text === undefined) return value
  if (text.length <= maxBody) {
    const masked = maskSecrets(text)
    return masked === text ? value : parseJson(masked)
  }
  return isRecord(value) ? { code: value.code, type: value.type, param: value.param, truncated: true } : undefined
}
