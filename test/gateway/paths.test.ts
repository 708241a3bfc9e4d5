import { expect, test } from 'vitest'
import { normalisePath } from '../../src/gateway/paths.js'

test.each([
  ['/v1/models', '', '/v1/models'],
  ['/v1/models/', '', '/v1/models'],
  ['/v1/models//?a=/b/', '', '/v1/models?a=/b/'],
  ['/', '', '/'],
  ['/llm/v1/models', '/llm', '/v1/models'],
  ['/llm', '/llm', '/'],
  ['/llm/', '/llm', '/'],
  ['/llm?x=1', '/llm', '/?x=1'],
  ['/llmx/v1/models', '/llm', '/llmx/v1/models'],
  ['/engines/a/chat/completions', '', '/engines/a/chat/completions'],
  ['/engines/openai/gpt-4o/chat/completions', '', '/engines/openai%2Fgpt-4o/chat/completions'],
  ['/engines/openai/gpt-4o/completions?x=1', '', '/engines/openai%2Fgpt-4o/completions?x=1'],
  ['/openai/deployments/a/b/c/embeddings?api-version=1', '', '/openai/deployments/a%2Fb%2Fc/embeddings?api-version=1'],
  ['/openai/deployments/a/audio/speech', '', '/openai/deployments/a/audio/speech'],
  ['/engines/../chat/completions/../../x', '', '/engines/../chat/completions/../../x'],
])('%s below "%s" is %s', (url, root, want) => expect(normalisePath(url, root)).toBe(want))
