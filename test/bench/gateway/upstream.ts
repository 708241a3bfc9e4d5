/** The upstream of the bench: nginx with fixed answers, so that it is never what is measured; for single chunks a small server of ours. */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundled } from './bundled.js'
import type { BenchCase } from './cases.js'
import { start } from './processes.js'
import { freePort, untilAnswered } from './sockets.js'

/** Where a case is answered: `http://127.0.0.1:PORT` and the folder in front of `v1`. */
export type Upstream = { readonly origin: string; readonly folder: string }

/** The path of a case's requests at the upstream. */
export const upstreamPath = (asked: BenchCase): string => `/${asked.name}/v1/${asked.path}`

/**
 * A file is refused to a POST with 405, which is turned into the file itself. `mirror` has nginx read the whole body
 * first, as a provider does: an answer before the end of the request costs the client its connection.
 */
const site = (cases: readonly BenchCase[], port: number, folder: string) => `
daemon off;
master_process off;
pid nginx.pid;
error_log error.log error;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 1h;
  client_body_buffer_size 4m;
  client_max_body_size 16m;
  client_header_buffer_size 16k;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  server {
    listen 127.0.0.1:${port} backlog=1024;
    root ${folder};
    location = /read { internal; return 204; }
    ${cases.map(location).join('')}
  }
}
`
const location = (asked: BenchCase) => `
    location = ${upstreamPath(asked)} { mirror /read; error_page 404 405 =200 /reply-${asked.name}; }
    location = /reply-${asked.name} { types { } default_type "${asked.reply.type}"; }`

/** Where nginx is, which Debian keeps out of a user's PATH. */
export function findNginx(): string | undefined {
  return ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v']).status === 0)
}

/** Starts nginx with its own configuration and files in `folder`. Returns its origin. */
export async function startNginx(nginx: string, cases: readonly BenchCase[], folder: string): Promise<string> {
  const port = await freePort()
  for (const asked of cases) writeFileSync(join(folder, `reply-${asked.name}`), asked.reply.text)
  writeFileSync(join(folder, 'nginx.conf'), site(cases, port, folder))
  start(nginx, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  await untilAnswered(`${origin}/`, {}, 5_000)
  return origin
}

/** Starts the server that writes one event after the other. Returns its origin. */
export async function startPaced(reply: string, folder: string): Promise<string> {
  const port = await freePort()
  const file = join(folder, 'paced.txt')
  writeFileSync(file, reply)
  start(process.execPath, [await bundled('paced-server', folder), String(port), file], { stdio: 'ignore' })
  const origin = `http://127.0.0.1:${port}`
  await untilAnswered(`${origin}/`, {}, 5_000)
  return origin
}
