/** What an editor offers inside a call of any model. */
import { describe, expect, test } from 'vitest'
import { tsMorph } from '../../src/compiler/emit/ts-morph.js'
import { repoPath } from '../types/run-tsc.js'

const project = new tsMorph.Project({ tsConfigFilePath: repoPath('test/types/tsconfig.exact.json'), skipAddingFilesFromTsConfig: true })

/** Names offered at `|`. */
function offered(code: string): readonly string[] {
  const text = `import { Router, completion, embedding, rerank } from '../../src/sdk/index.js'\n${code}`
  const at = text.indexOf('|')
  const file = project.createSourceFile(repoPath('test/sdk/offered.ts'), text.slice(0, at) + text.slice(at + 1), { overwrite: true })
  project.resolveSourceFileDependencies()
  const found = project.getLanguageService().compilerObject.getCompletionsAtPosition(file.getFilePath(), at, {})
  return (found?.entries ?? []).map((entry) => entry.name)
}

describe('an editor offers', () => {
  const rows: readonly { readonly name: string; readonly code: string; readonly want: readonly string[] }[] = [
    { name: 'models in an unfinished call', code: "completion({ model: '|' })", want: ['gpt-4o', 'anthropic/claude-sonnet-4-5'] },
    {
      name: 'models in a finished call',
      code: "completion({ model: '|', messages: [], stream: true })",
      want: ['openai/gpt-4o', 'groq/llama-3.3-70b-versatile'],
    },
    {
      name: 'fallbacks',
      code: "completion({ model: 'gpt-4o', messages: [], fallbacks: ['|'] })",
      want: ['gpt-4o', 'gemini/gemini-2.5-flash'],
    },
    { name: 'models of the kind', code: "embedding({ model: '|' })", want: ['text-embedding-3-small', 'voyage/voyage-3'] },
    { name: 'providers', code: "completion({ model: 'a', messages: [], custom_llm_provider: '|' })", want: ['hosted_vllm', 'openai'] },
    {
      name: 'settings of hosts',
      code: "completion({ model: 'gpt-4o', messages: [], | })",
      want: ['api_key', 'vertex_project', 'aws_region_name', 'timeout'],
    },
  ]
  const list =
    "model_list: [{ model_name: 'one', litellm_params: { model: 'openai/gpt-4o' } }, { model_name: 'two', litellm_params: { model: 'groq/x' } }]"
  const ofRouters: typeof rows = [
    { name: 'models of a Router', code: `new Router({ ${list} }).completion({ model: '|' })`, want: ['one', 'two'] },
    {
      name: 'aliases of a Router',
      code: `new Router({ ${list}, model_group_alias: { three: 'one' } }).embedding({ model: '|', input: 'a' })`,
      want: ['one', 'two', 'three'],
    },
    { name: 'arguments of a Router', code: `new Router({ ${list}, | })`, want: ['routing_strategy', 'fallbacks', 'redis_url', 'onEvent'] },
    { name: 'strategies', code: `new Router({ ${list}, routing_strategy: '|' })`, want: ['latency-based-routing', 'peak-ewma'] },
    { name: 'fallbacks of a Router', code: `new Router({ ${list}, fallbacks: [{ one: ['|'] }] })`, want: ['two'] },
  ]
  test.each([...rows, ...ofRouters])('$name', ({ code, want }) => expect(offered(code)).toEqual(expect.arrayContaining([...want])))

  test('no model of another kind', () => {
    expect(offered("rerank({ model: '|' })")).not.toContain('gpt-4o')
  })
})
