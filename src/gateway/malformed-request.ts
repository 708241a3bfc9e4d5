/** Answers what is not even HTTP, or is made to be read in two ways: a 400 on the bare socket, and its end. */
import type { Socket } from 'node:net'

/** What Node's parser or the clock refused before there was a request. */
export function answerMalformed(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (!socket.writable || isAnswering(socket)) {
    socket.destroy()
    return
  }
  const { status, phrase, message } = answerOf(error.code)
  const body = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code: String(status) } })
  socket.end(
    `HTTP/1.1 ${status} ${phrase}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

/** True while the answer to an earlier request is going out: nothing may come between its bytes. As Node itself asks. */
function isAnswering(socket: Socket & { readonly _httpMessage?: { readonly headersSent?: boolean } | null }): boolean {
  return socket._httpMessage?.headersSent === true
}

function answerOf(code: string | undefined) {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, phrase: 'Request Timeout', message: 'the request did not come whole in time' }
  if (code === 'HPE_HEADER_OVERFLOW')
    return { status: 431, phrase: 'Request Header Fields Too Large', message: 'the headers of the request are too large' }
  return { status: 400, phrase: 'Bad Request', message: 'the request is not well-formed HTTP' }
}
