/** How many more tokens a family of models makes of a text than OpenAI's newest tokenizer does. */
import type { ModelFlag } from '../../plan/plan.js'

export type TokenFamily = {
  /** Tokens for each token of `o200k_base`, on the safe side. */
  readonly factor: number
  /** Tokens that the provider adds to the prompt where tools are offered. */
  readonly perTools: number
}

/** Models that `o200k_base` is the tokenizer of. */
const own = /(?:^|[./-])(?:gpt-4o|gpt-4\.1|gpt-5|gpt-oss|chatgpt-4o|o1|o3|o4)(?:[.-]|$)/
const exact: TokenFamily = { factor: 1, perTools: 0 }
/** Others of a like vocabulary. */
const usual: TokenFamily = { factor: 1.1, perTools: 0 }
/** Counted too low by OpenAI's tokenizers, say its users (BerriAI/litellm#8140); the size of the factor is ours. */
const mistral: TokenFamily = { factor: 1.2, perTools: 0 }
/** The same (BerriAI/litellm#12056). Tools add a system prompt of 346 tokens. Source: Anthropic's guide to tool use. */
const claude: TokenFamily = { factor: 1.2, perTools: 346 }
/** Opus 4.7 and later make up to 1.35 times as many tokens of a text as those before. Source: Anthropic's announcement of it. */
const newClaude: TokenFamily = { factor: 1.62, perTools: 346 }

/** The family of a model by its upstream id and what the catalogue says of it. */
export function tokenFamily(model: string, flags: readonly ModelFlag[]): TokenFamily {
  const name = model.toLowerCase()
  if (name.includes('claude')) return flags.includes('no-sampling') ? newClaude : claude
  if (/mi[sx]tral|codestral|devstral|magistral|pixtral/.test(name)) return mistral
  return own.test(name) ? exact : usual
}
