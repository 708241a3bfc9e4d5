/** The least a proxy in Node can do: `node:http` in front, undici behind, nothing looked at. Arguments: port, key, upstream, the paced one. */
import { createServer } from 'node:http'
import { Pool } from 'undici'

const [, , port, key, ...origins] = process.argv
const [usual, paced = usual] = origins.map((origin) => new Pool(origin, { connections: 256, headersTimeout: 0, bodyTimeout: 0 }))
const authorization = `Bearer ${key}`

createServer((request, response) => {
  const path = request.url ?? '/'
  const pool = path.startsWith('/paced/') ? paced : usual
  if (pool === undefined || request.method !== 'POST') {
    response.end('ok')
    return
  }
  const { host, connection, ...headers } = request.headers
  headers.authorization = authorization
  pool.stream(
    { path, method: 'POST', headers, body: request },
    ({ statusCode, headers: { connection: theirs, 'keep-alive': keepAlive, ...answered } }) => response.writeHead(statusCode, answered),
    (error) => {
      if (error !== null) response.destroy(error)
    },
  )
}).listen(Number(port), '127.0.0.1')
