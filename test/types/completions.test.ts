/** What an editor offers inside a call: the closed unions are only worth having if they are completed. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: names and patterns hold what templates look like
import { describe, expect, test } from 'vitest'
import { tsMorph } from '../../src/compiler/emit/ts-morph.js'
import { repoPath } from './run-tsc.js'

const project = new tsMorph.Project({ tsConfigFilePath: repoPath('test/types/tsconfig.exact.json'), skipAddingFilesFromTsConfig: true })

/** Names offered at `|`, in a file beside the golden client of `name`. */
function offered(name: 'features' | 'wildcards', code: string): string[] {
  const head =
    "import { llm } from './generated/index.js'\nimport type { ChatRequest } from './generated/index.js'\ndeclare const messages: ChatRequest['messages']\n"
  const text = head + code
  const at = text.indexOf('|', head.length)
  const file = project.createSourceFile(repoPath(`test/golden/${name}/completions.ts`), text.slice(0, at) + text.slice(at + 1), {
    overwrite: true,
  })
  project.resolveSourceFileDependencies()
  const found = project.getLanguageService().compilerObject.getCompletionsAtPosition(file.getFilePath(), at, {})
  return (found?.entries ?? []).map((entry) => entry.name).sort()
}

const chat = ['__proto__', 'fast', 'gpt-4o', 'hidden-fast', "it\\'s `odd` ${name}", 'plain']

describe('an editor offers', () => {
  const rows: readonly { readonly name: string; readonly code: string; readonly want: readonly string[] }[] = [
    { name: 'model names in an unfinished call', code: "llm.chat.completions.create({ model: '|' })", want: chat },
    { name: 'model names in a finished call', code: "llm.completion({ model: '|', messages, stream: true })", want: chat },
    { name: 'fallback names', code: "llm.completion({ model: 'plain', messages, fallbacks: ['|'] })", want: chat },
    { name: 'embedding models', code: "llm.embeddings.create({ model: '|' })", want: ['embed'] },
    {
      name: 'roles of a message',
      code: "llm.completion({ model: 'plain', messages: [{ role: '|' }] })",
      want: ['assistant', 'developer', 'function', 'system', 'tool', 'user'],
    },
    {
      name: 'kinds of a content part',
      code: "llm.completion({ model: 'gpt-4o', messages: [{ role: 'user', content: [{ type: '|' }] }] })",
      want: ['file', 'image_url', 'input_audio', 'text'],
    },
    {
      name: 'members of a message',
      code: "llm.completion({ model: 'gpt-4o', messages: [{ role: 'user', | }] })",
      want: ['cache_control', 'content', 'name'],
    },
    {
      name: 'kinds of a tool',
      code: "llm.completion({ model: 'gpt-4o', messages, tools: [{ type: '|' }] })",
      want: ['custom', 'function'],
    },
    {
      name: 'efforts',
      code: "llm.completion({ model: '__proto__', messages, reasoning_effort: '|' })",
      want: ['high', 'low', 'max', 'medium', 'minimal', 'none', 'xhigh'],
    },
  ]
  test.each(rows)('$name', ({ code, want }) => expect(offered('features', code)).toEqual([...want].sort()))

  test('parameters of a request, those of llmgen too', () => {
    expect(offered('features', "llm.completion({ model: 'gpt-4o', messages, | })")).toEqual(
      expect.arrayContaining(['drop_params', 'fallbacks', 'mock_response', 'num_retries', 'stream', 'temperature', 'timeout', 'tools']),
    )
  })

  test('exact names also where a pattern covers them', () => {
    expect(offered('wildcards', "llm.completion({ model: '|', messages })")).toContain('anthropic/claude-sonnet')
  })
})
