/** An upstream that writes each event of a stream on its own, as providers do. Arguments: port, file of the stream. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const [, , port, file] = process.argv
const frames = readFileSync(file ?? '', 'utf8')
  .split(/(?<=\n\n)/)
  .map((text) => Buffer.from(text))

createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    let at = 0
    const step = () => {
      const next = frames[at++]
      if (next === undefined) {
        response.end()
        return
      }
      response.write(next)
      setImmediate(step)
    }
    step()
  })
}).listen(Number(port), '127.0.0.1')
