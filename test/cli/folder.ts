/** A folder of its own for each test. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { onTestFinished } from 'vitest'

export type Folder = {
  readonly path: string
  write(name: string, text: string): void
  read(name: string): string
  /** Every file below, sorted. */
  names(): readonly string[]
  /** Text of every file below, by name. */
  contents(): { readonly [name: string]: string }
}

export function folder(files: { readonly [name: string]: string } = {}): Folder {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'llmgen-cli-')))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  const read = (name: string) => readFileSync(join(path, name), 'utf8')
  const names = () =>
    readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(path, join(entry.parentPath, entry.name)))
      .sort()
  for (const [name, text] of Object.entries(files)) write(name, text)
  return { path, write, read, names, contents: () => Object.fromEntries(names().map((name) => [name, read(name)])) }
}

/** A config without findings: the price of the model is given. */
export const smallConfig = `model_list:
  - model_name: small
    litellm_params:
      model: openai/gpt-4o-mini
      api_key: os.environ/OPENAI_API_KEY
`
