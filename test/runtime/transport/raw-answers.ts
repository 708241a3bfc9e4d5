/** Answers as servers, good and bad ones, write them, and what is to become of each. */

/** `fault` is the reason of the fault that comes in the place of an answer. */
export type Reading =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly fault: string }

export type RawAnswer = {
  readonly name: string
  readonly raw: string
  readonly want: Reading
  /** The connection may carry another request afterwards. Default false. */
  readonly stays?: boolean
  /** Why undici reads it in another way, where it does. */
  readonly undici?: string
}

const ok = 'HTTP/1.1 200 OK\r\n'
const other = { fault: 'other' }
const truncated = { fault: 'truncated' }
const ab = { status: 200, body: 'ab' }
const long = 'x'.repeat(70_000)

const whole: readonly RawAnswer[] = [
  { name: 'a length', raw: `${ok}content-length: 2\r\n\r\nab`, want: { ...ab, headers: { 'content-length': '2' } }, stays: true },
  { name: 'a length of nothing', raw: `${ok}content-length: 0\r\n\r\n`, want: { status: 200, body: '' }, stays: true },
  {
    name: 'no blank behind the colon, many around the value',
    raw: `${ok}Content-Length:2\r\nX-A: \t b c \t \r\nX-B:\r\n\r\nab`,
    want: { ...ab, headers: { 'content-length': '2', 'x-a': 'b c', 'x-b': '' } },
    stays: true,
    undici: 'leaves the blanks behind the value',
  },
  { name: 'no reason', raw: 'HTTP/1.1 404\r\ncontent-length: 2\r\n\r\nab', want: { status: 404, body: 'ab' }, stays: true },
  { name: 'an odd status', raw: 'HTTP/1.1 799 Odd thing\r\ncontent-length: 2\r\n\r\nab', want: { status: 799, body: 'ab' }, stays: true },
  {
    name: 'a header that came twice',
    raw: `${ok}Set-Cookie: a=1\r\nset-cookie: b=2\r\ncontent-length: 2\r\n\r\nab`,
    want: { ...ab, headers: { 'set-cookie': 'a=1, b=2', 'content-length': '2' } },
    stays: true,
  },
  {
    name: 'bytes above ASCII in a header',
    raw: `${ok}x-a: \u00e9\u00a0\r\ncontent-length: 2\r\n\r\nab`,
    want: { ...ab, headers: { 'x-a': '\u00e9\u00a0', 'content-length': '2' } },
    stays: true,
  },
  {
    name: 'a header named __proto__',
    raw: `${ok}__proto__: x\r\ncontent-length: 2\r\n\r\nab`,
    want: { ...ab, headers: JSON.parse('{"__proto__":"x","content-length":"2"}') },
    stays: true,
  },
  { name: 'no content', raw: 'HTTP/1.1 204 No Content\r\n\r\n', want: { status: 204, body: '' }, stays: true },
  {
    name: 'not modified, with the length of what it is not',
    raw: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 50\r\n\r\n',
    want: { status: 304, body: '' },
    stays: true,
    undici: 'fails: it misses the body',
  },
  {
    name: 'hints before the answer',
    raw: `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok}content-length: 2\r\n\r\nab`,
    want: { ...ab, headers: { 'content-length': '2' } },
    stays: true,
  },
  { name: 'several hints', raw: `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(3)}${ok}content-length: 2\r\n\r\nab`, want: ab, stays: true },
  {
    name: 'a continue that nobody asked for',
    raw: `HTTP/1.1 100 Continue\r\n\r\n${ok}content-length: 2\r\n\r\nab`,
    want: ab,
    stays: true,
    undici: 'fails',
  },
  { name: 'an answer that closes', raw: `${ok}connection: close\r\ncontent-length: 2\r\n\r\nab`, want: ab },
  { name: 'an answer that closes, among others', raw: `${ok}connection: x, Close\r\ncontent-length: 2\r\n\r\nab`, want: ab },
  { name: 'the version before', raw: 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nab', want: ab },
  { name: 'a server that is about to close', raw: `${ok}keep-alive: timeout=2\r\ncontent-length: 2\r\n\r\nab`, want: ab },
  {
    name: 'a server that keeps for longer',
    raw: `${ok}Keep-Alive: timeout=60, max=5\r\ncontent-length: 2\r\n\r\nab`,
    want: ab,
    stays: true,
  },
  { name: 'a body up to the close', raw: `${ok}\r\nab`, want: { ...ab, headers: {} } },
  { name: 'nothing up to the close', raw: `${ok}\r\n`, want: { status: 200, body: '' } },
  { name: 'equal lengths', raw: `${ok}content-length: 2\r\ncontent-length: 2\r\n\r\nab`, want: ab, stays: true, undici: 'fails' },
  { name: 'a long body', raw: `${ok}content-length: ${long.length}\r\n\r\n${long}`, want: { status: 200, body: long }, stays: true },
  { name: 'a long head', raw: `${ok}x-a: ${'y'.repeat(15_000)}\r\ncontent-length: 2\r\n\r\nab`, want: ab, stays: true },
]

const chunkedHead = `${ok}transfer-encoding: chunked\r\n\r\n`
const chunked: readonly RawAnswer[] = [
  {
    name: 'chunks',
    raw: `${chunkedHead}1\r\na\r\n1\r\nb\r\n0\r\n\r\n`,
    want: { ...ab, headers: { 'transfer-encoding': 'chunked' } },
    stays: true,
  },
  { name: 'no chunk', raw: `${chunkedHead}0\r\n\r\n`, want: { status: 200, body: '' }, stays: true },
  {
    name: 'sizes with zeros and letters of both cases',
    raw: `${ok}Transfer-Encoding: Chunked\r\n\r\n00A\r\n0123456789\r\n0b\r\n0123456789a\r\n000\r\n\r\n`,
    want: { status: 200, body: '01234567890123456789a' },
    stays: true,
  },
  { name: 'extensions', raw: `${chunkedHead}2;a=b;c="d e"\r\nab\r\n0;x\r\n\r\n`, want: ab, stays: true },
  {
    name: 'trailers',
    raw: `${chunkedHead}2\r\nab\r\n0\r\nx-a: 1\r\nx-b: 2\r\n\r\n`,
    want: { ...ab, headers: { 'transfer-encoding': 'chunked' } },
    stays: true,
  },
  {
    name: 'a long chunk',
    raw: `${chunkedHead}${long.length.toString(16)}\r\n${long}\r\n3\r\nabc\r\n0\r\n\r\n`,
    want: { status: 200, body: `${long}abc` },
    stays: true,
  },
  { name: 'chunks that close', raw: `${ok}transfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\nab\r\n0\r\n\r\n`, want: ab },
  { name: 'a size that is none', raw: `${chunkedHead}g\r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'no size', raw: `${chunkedHead}\r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a size below zero', raw: `${chunkedHead}-2\r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a size with a prefix', raw: `${chunkedHead}0x2\r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a blank behind a size', raw: `${chunkedHead}2 \r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a size beyond everything', raw: `${chunkedHead}fffffffffffffffff\r\nab`, want: other },
  { name: 'a bare line feed behind a size', raw: `${chunkedHead}2\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a bare carriage return behind a size', raw: `${chunkedHead}2\rab\r\n0\r\n\r\n`, want: other },
  { name: 'a bare line feed within an extension', raw: `${chunkedHead}2;a\nb\r\nab\r\n0\r\n\r\n`, want: other },
  { name: 'a chunk longer than its size', raw: `${chunkedHead}2\r\nabc\r\n0\r\n\r\n`, want: other },
  { name: 'a bare line feed behind a chunk', raw: `${chunkedHead}2\r\nab\n0\r\n\r\n`, want: other },
  { name: 'an endless extension', raw: `${chunkedHead}2;${'x'.repeat(5_000)}\r\nab\r\n0\r\n\r\n`, want: other, undici: 'takes it' },
  { name: 'endless trailers', raw: `${chunkedHead}0\r\n${'x-a: b\r\n'.repeat(3_000)}\r\n`, want: other, undici: 'takes them' },
  { name: 'trailers that are none', raw: `${chunkedHead}0\r\nnonsense\r\n\r\n`, want: other },
  { name: 'a cut within a size', raw: `${chunkedHead}2\r\nab\r\n1`, want: truncated },
  { name: 'a cut before the last chunk', raw: `${chunkedHead}2\r\nab\r\n`, want: truncated },
  { name: 'a cut within the last line', raw: `${chunkedHead}0\r\n\r`, want: truncated },
]

const refused: readonly RawAnswer[] = [
  { name: 'nothing', raw: '', want: { fault: 'reset' } },
  { name: 'a cut within the status', raw: 'HTTP/1.1 20', want: { fault: 'reset' } },
  { name: 'a cut within the headers', raw: `${ok}content-le`, want: { fault: 'reset' } },
  { name: 'a cut within the body', raw: `${ok}content-length: 10\r\n\r\nab`, want: truncated },
  { name: 'another protocol', raw: 'SSH-2.0-Server\r\n', want: other },
  { name: 'another version', raw: 'HTTP/2.0 200 OK\r\ncontent-length: 2\r\n\r\nab', want: other, undici: 'takes it for 1.1' },
  { name: 'a version that there is not', raw: 'HTTP/1.2 200 OK\r\ncontent-length: 2\r\n\r\nab', want: other },
  { name: 'lines before the status', raw: `\r\n${ok}content-length: 2\r\n\r\nab`, want: other, undici: 'skips them' },
  { name: 'a short status', raw: 'HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\nab', want: other },
  { name: 'a status below all', raw: 'HTTP/1.1 020 OK\r\ncontent-length: 2\r\n\r\nab', want: other },
  { name: 'a long status', raw: 'HTTP/1.1 2000 OK\r\ncontent-length: 2\r\n\r\nab', want: other },
  {
    name: 'another protocol that nobody asked for',
    raw: 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    want: { fault: 'reset' },
  },
  { name: 'bare line feeds', raw: 'HTTP/1.1 200 OK\ncontent-length: 2\n\nab', want: other },
  { name: 'one bare line feed', raw: `${ok}x-a: b\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a bare carriage return in a value', raw: `${ok}x-a: b\rc\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a zero in a value', raw: `${ok}x-a: b\0c\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a control character in the reason', raw: 'HTTP/1.1 200 O\x01K\r\ncontent-length: 2\r\n\r\nab', want: other, undici: 'takes it' },
  { name: 'a blank before the colon', raw: `${ok}content-length : 2\r\n\r\nab`, want: other },
  { name: 'a line without a colon', raw: `${ok}nonsense\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a header without a name', raw: `${ok}: x\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a folded line', raw: `${ok}x-a: b\r\n c\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a folded line at once', raw: `${ok} x-a: b\r\ncontent-length: 2\r\n\r\nab`, want: other },
  { name: 'a length that is none', raw: `${ok}content-length: 2x\r\n\r\nab`, want: other },
  { name: 'an empty length', raw: `${ok}content-length: \r\n\r\nab`, want: other },
  { name: 'a length below zero', raw: `${ok}content-length: -2\r\n\r\nab`, want: other },
  { name: 'a length with a sign', raw: `${ok}content-length: +2\r\n\r\nab`, want: other },
  { name: 'a list of lengths', raw: `${ok}content-length: 2, 2\r\n\r\nab`, want: other },
  { name: 'a length beyond everything', raw: `${ok}content-length: 99999999999999999999\r\n\r\nab`, want: other },
  { name: 'different lengths', raw: `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\nabc`, want: truncated },
  { name: 'a length and chunks', raw: `${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`, want: truncated },
  { name: 'chunks and a length', raw: `${ok}transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n2\r\nab\r\n0\r\n\r\n`, want: truncated },
  { name: 'another coding', raw: `${ok}transfer-encoding: gzip\r\n\r\nab`, want: other, undici: 'hands it on as it is' },
  {
    name: 'another coding within chunks',
    raw: `${ok}transfer-encoding: gzip, chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    want: other,
    undici: 'hands it on as it is',
  },
  {
    name: 'chunks twice',
    raw: `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    want: other,
    undici: 'takes them for one',
  },
  {
    name: 'a coding that looks like chunks',
    raw: `${ok}transfer-encoding: xchunked\r\n\r\n2\r\nab\r\n0\r\n\r\n`,
    want: other,
    undici: 'hands it on as it is',
  },
  { name: 'a head without an end', raw: `${ok}${'x-a: bbbbbbbb\r\n'.repeat(2_000)}`, want: other },
  {
    name: 'a head that is too long',
    raw: `${ok}${'x-a: bbbbbbbb\r\n'.repeat(1_300)}content-length: 2\r\n\r\nab`,
    want: other,
    undici: 'counts without line ends',
  },
  {
    name: 'endless hints',
    raw: `${'HTTP/1.1 102 Processing\r\n\r\n'.repeat(1_000)}${ok}content-length: 2\r\n\r\nab`,
    want: other,
    undici: 'takes as many as come',
  },
]

/** What stands behind a whole answer is never read; it ends the connection. */
const behind: readonly RawAnswer[] = [
  { name: 'bytes behind the body', raw: `${ok}content-length: 2\r\n\r\nabcd`, want: ab },
  { name: 'a second answer', raw: `${ok}content-length: 2\r\n\r\nab${ok}content-length: 2\r\n\r\ncd`, want: ab },
  { name: 'a body where there is none', raw: 'HTTP/1.1 204 No Content\r\n\r\nab', want: { status: 204, body: '' } },
  { name: 'bytes behind the last chunk', raw: `${chunkedHead}2\r\nab\r\n0\r\n\r\nx`, want: ab },
  { name: 'a line behind the body', raw: `${ok}content-length: 2\r\n\r\nab\r\n`, want: ab },
]

export const rawAnswers: readonly RawAnswer[] = [...whole, ...chunked, ...refused, ...behind]
