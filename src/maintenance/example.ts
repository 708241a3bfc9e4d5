/** The step that makes `generated/example/`: the client of `test/examples/litellm_config.yaml`, which demo and type tests import. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Output, Step } from './generate.js'

const config = 'test/examples/litellm_config.yaml'
const folder = 'generated/example'

/** An entry of `steps` in `generate.ts`, after the validator's. */
export const exampleStep: Step = { name: 'example client', outputs: exampleOutputs }

/** The files of the example client under `root`. Throws where the example does not compile. */
export async function exampleOutputs(root: string): Promise<readonly Output[]> {
  // Loaded late: the compiler imports the validator, which an earlier step of the same run makes.
  const { compile } = await import('../compiler/compile.js')
  const { files, diagnostics } = await compile({
    source: readFileSync(join(root, config), 'utf8'),
    path: config,
    options: { command: `npx llmgen generate --config ${config} --out ${folder}` },
  })
  const errors = diagnostics.filter((found) => found.severity === 'error').map((found) => found.message)
  if (errors.length > 0) throw new Error(`${config} does not compile: ${errors.join('; ')}`)
  return files.map((file) => ({ path: `${folder}/${file.path}`, text: file.text }))
}
