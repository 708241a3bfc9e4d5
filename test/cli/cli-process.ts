/** The command line as a process that ends by itself. Whoever uses it calls `useBundledCli` first. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { bundledCli } from './bundled-cli.js'

export type Ran = { readonly code: number | null; readonly out: string; readonly err: string }

/** Runs it with nothing of this process's environment that names a database or a key. */
export async function runProcess(
  args: readonly string[],
  { cwd, env = {}, input = '' }: { readonly cwd: string; readonly env?: { readonly [name: string]: string }; readonly input?: string },
): Promise<Ran> {
  const { DATABASE_URL: _url, LITELLM_MASTER_KEY: _key, GITHUB_ACTIONS: _github, ...inherited } = process.env
  const child = spawn(process.execPath, [bundledCli(), ...args], { cwd, env: { ...inherited, ...env }, stdio: ['pipe', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stdout.on('data', (piece) => {
    out += String(piece)
  })
  child.stderr.on('data', (piece) => {
    err += String(piece)
  })
  // a command that reads nothing may be gone before it is written to
  child.stdin.on('error', () => undefined)
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code: typeof code === 'number' ? code : null, out, err }
}
