/** Load from `wrk`, which answers with one line of JSON. */
import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Load = {
  readonly requests: number
  /** Failed sockets, time-outs and statuses of 400 and more. */
  readonly errors: number
  readonly seconds: number
  /** Latencies, milliseconds. */
  readonly p50: number
  readonly p99: number
}
export type Target = { readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body: string }

/** Whether `wrk` can be started: it ends with 1 after it has told its version. */
export const hasWrk = (): boolean => spawnSync('wrk', ['-v']).error === undefined

const report = `
function done(summary, latency)
  local e = summary.errors
  print(string.format('{"requests":%d,"errors":%d,"seconds":%f,"p50":%f,"p99":%f}', summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
`

/** Writes the script that `wrk` runs for a target and returns its path. JSON's strings are Lua's, for what headers hold. */
export function loadScript(folder: string, name: string, { headers, body }: Target): string {
  const bodyFile = join(folder, `${name}.body`)
  const script = join(folder, `${name}.lua`)
  writeFileSync(bodyFile, body)
  const lines = Object.entries(headers).map(([key, value]) => `wrk.headers[${JSON.stringify(key)}] = ${JSON.stringify(value)}`)
  const reading = `local file = io.open(${JSON.stringify(bodyFile)}, "rb")\nwrk.body = file:read("*a")\nfile:close()`
  writeFileSync(script, `wrk.method = "POST"\n${reading}\n${lines.join('\n')}\n${report}`)
  return script
}

/** Keeps `connections` busy for whole `seconds`. */
export async function load(script: string, url: string, connections: number, seconds: number): Promise<Load> {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '30s', '-s', script, url]
  const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  child.stdout.on('data', (part: Buffer) => {
    out += part.toString()
  })
  child.stderr.on('data', (part: Buffer) => {
    out += part.toString()
  })
  await new Promise((done) => child.once('close', done))
  const line = out.split('\n').find((text) => text.startsWith('{"requests"'))
  if (line === undefined) throw new Error(`wrk said nothing of use:\n${out.slice(0, 1_000)}`)
  return JSON.parse(line)
}
