/** Tells placeholder keys, which servers without sign-in are given, from secrets that must not stand in a file. */

/** Words people write where a key has to stand and none is needed; compared without case, spaces, `-` and `_`. */
const words: ReadonlySet<string> = new Set(
  [
    'none null nil undefined empty blank dummy fake mock test testing local localhost anything any whatever placeholder unused ignored',
    'na n/a nokey notneeded notrequired notused noneeded unneeded notset unset noauth nothing default example sample secret key apikey password token',
    'changeme replaceme todo tbd fixme bearer',
    'ollama lmstudio vllm llamacpp llamafile xinference litellm openai localai sglang tgi mlx docker',
  ]
    .join(' ')
    .split(' '),
)

/** Words that, together and alone, make a placeholder of several: `your-openai-api-key-here`, `sk-fake-0000`. */
const parts =
  /^(?:sk|key|keys|api|apikey|token|secret|password|pat|my|your|the|a|an|here|goes|insert|enter|put|add|paste|replace|change|me|with|real|actual|dummy|fake|mock|test|testing|example|sample|placeholder|no|not|none|needed|required|used|set|unused|ignored|local|empty|any|anything|null|value|proxy|master|virtual|openai|azure|anthropic|claude|gemini|google|groq|mistral|deepseek|xai|grok|cohere|openrouter|together|fireworks|perplexity|cerebras|ollama|lm|studio|lmstudio|vllm|litellm|huggingface|hf|bedrock|aws|0+|1234|12345|123456|1234567890|123|abc|abc123|xxx+|x|y|z|foo|bar|baz|demo|server|service|for|this|is|as)$/

/** Text in brackets, unless a long run of letters and digits in it could be a key. */
const marked = /^(?!.*(?=[A-Za-z\d]*\d)[A-Za-z\d]{16,})(?:<[^<>]*>|\[[^[\]]*\]|\{\{[^{}]*\}\})$/
const elided = /^(?:[a-z]{2,6}[-_])*(?:\.{2,}|…|\*{2,}|x{3,}|#{2,}|-{2,}|_{2,})$/i
const oneCharacter = /^(.)\1*$/
/** Nobody writes a longer placeholder, and the patterns need not look at more. */
const longest = 120

/**
 * True for text that no server would take as a key: empty text, `none`, `EMPTY`, `sk-1234`, `<your-key>`, `sk-...`.
 * A text counts only when all of it is made of such words, so that a real key never passes.
 */
export function isPlaceholderKey(text: string): boolean {
  const trimmed = text.trim()
  if (trimmed.length > longest) return false
  if (trimmed === '' || marked.test(trimmed) || elided.test(trimmed) || oneCharacter.test(trimmed)) return true
  const folded = trimmed.toLowerCase()
  if (words.has(folded.replace(/[\s_-]/g, ''))) return true
  const pieces = folded.split(/[\s_.-]+/).filter((piece) => piece !== '')
  return pieces.length > 0 && pieces.every((piece) => parts.test(piece))
}
