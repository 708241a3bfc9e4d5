/** What a model's name alone says of it: rules by family, for names that no table lists and for facts that tables leave out. */
import type { Capabilities, Known, Mode, ModelFlag } from '../plan/plan.js'
import { claudePatterns, claudeRule } from './claude-gates.js'

export type FamilyRule = {
  readonly mode: Mode
  readonly contextWindow?: number
  readonly maxOutputTokens?: number
  readonly capabilities: Capabilities
  readonly flags: readonly ModelFlag[]
}

type Rule = {
  readonly name: RegExp
  readonly mode?: Mode
  readonly can?: string
  readonly contextWindow?: number
  readonly maxOutput?: number
  readonly flags?: readonly ModelFlag[]
}

const unknownCapabilities: Capabilities = { tools: 'unknown', vision: 'unknown', jsonSchema: 'unknown', reasoning: 'unknown' }
const known = (code: string | undefined): Known => (code === 'y' ? 'yes' : code === 'n' ? 'no' : 'unknown')

const reasoning: readonly ModelFlag[] = ['openai-reasoning']
const reasoningUnlessNone: readonly ModelFlag[] = ['openai-reasoning', 'no-sampling-unless-effort-none']

/** Gemini 2.5, and until its pages say otherwise what came after. */
const gemini25 = { mode: 'chat', can: 'yyyy', contextWindow: 1_048_576, maxOutput: 65_536 } as const

/**
 * First match wins; `name` is tried on the bare name. `can` has one letter (y, n, ?) each for tools, vision, JSON schema, reasoning.
 * An `n` narrows types, so it stands only where the vendor's model page says no.
 */
const rules: readonly Rule[] = [
  // What a model is for.
  { name: /rerank/, mode: 'rerank' },
  { name: /moderation/, mode: 'moderation' },
  { name: /embed|^bge-|^gte-|^e5-|^voyage-(?!rerank)|^jina-(?:clip|colbert)|^all-minilm|^all-mpnet/, mode: 'embedding' },
  { name: /whisper|transcribe|^nova-[23]$|^scribe|^voxtral-mini/, mode: 'audio_transcription' },
  { name: /^tts-|-tts$|-tts-|kokoro|^orpheus|^eleven_/, mode: 'audio_speech' },
  { name: /realtime|native-audio|-live-|^gemini-live|^nova(?:-2)?-sonic|^grok-voice/, mode: 'realtime' },
  {
    name: /^(?:dall-e|gpt-image|chatgpt-image|imagen|imagegeneration|flux|stable-diffusion|sd3|sdxl|recraft|ideogram|seedream|titan-image|nova-canvas)|^grok.*-image|^gemini-.*-image/,
    mode: 'image_generation',
  },
  { name: /^(?:sora|veo|nova-reel|kling|seedance)/, mode: 'video_generation' },
  { name: /-ocr/, mode: 'ocr' },
  { name: /^(?:gpt-3\.5-turbo-instruct|babbage|davinci|curie|ada|text-(?:ada|babbage|curie|davinci))/, mode: 'completion', can: 'nnnn' },

  // OpenAI. Tools and JSON schema: the model pages of its API reference.
  {
    name: /^o\d(?:-mini)?-deep-research|^computer-use|^codex-mini|^gpt-\d.*-codex(?:-|$)|^(?:o\d|gpt-[5-9](?:\.\d+)?)-pro(?:-|$)/,
    mode: 'responses',
    can: 'y??y',
    flags: reasoning,
  },
  { name: /^(?:gpt-audio|gpt-4o(?:-mini)?-audio)/, mode: 'chat', can: 'ynnn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^gpt-.*-search-(?:preview|api)/, mode: 'chat', can: 'n?yn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^chatgpt-4o/, mode: 'chat', can: '?yyn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^gpt-4o/, mode: 'chat', can: 'yyyn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^gpt-4\.1/, mode: 'chat', can: 'yyyn', contextWindow: 1_047_576, maxOutput: 32_768 },
  { name: /^gpt-4\.5/, mode: 'chat', can: 'yyyn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^gpt-4-(?:turbo-preview|0125-preview|1106-preview)/, mode: 'chat', can: 'ynnn', contextWindow: 128_000, maxOutput: 4_096 },
  { name: /^gpt-4-(?:turbo|vision)/, mode: 'chat', can: 'yynn', contextWindow: 128_000, maxOutput: 4_096 },
  { name: /^gpt-4-32k/, mode: 'chat', can: 'ynnn', contextWindow: 32_768, maxOutput: 4_096 },
  { name: /^gpt-4(?:-\d{4})?$/, mode: 'chat', can: 'ynnn', contextWindow: 8_192, maxOutput: 4_096 },
  { name: /^gpt-3(?:\.5|5)/, mode: 'chat', can: 'ynnn', contextWindow: 16_385, maxOutput: 4_096 },
  {
    name: /^o1-(?:mini|preview)/,
    mode: 'chat',
    can: 'nnn?',
    contextWindow: 128_000,
    maxOutput: 32_768,
    flags: ['openai-reasoning', 'no-system-role'],
  },
  { name: /^o3-mini/, mode: 'chat', can: 'ynyy', contextWindow: 200_000, maxOutput: 100_000, flags: reasoning },
  { name: /^o[134](?:-|$)/, mode: 'chat', can: 'yyyy', contextWindow: 200_000, maxOutput: 100_000, flags: reasoning },
  { name: /^gpt-5-chat/, mode: 'chat', can: '?yyn', contextWindow: 128_000, maxOutput: 16_384 },
  { name: /^gpt-5(?:-|$)/, mode: 'chat', can: 'yyyy', contextWindow: 400_000, maxOutput: 128_000, flags: reasoning },
  { name: /^gpt-\d+\.\d+-chat/, mode: 'chat', can: 'yyy?', contextWindow: 128_000, maxOutput: 16_384, flags: reasoningUnlessNone },
  {
    name: /^gpt-(?:5\.[1-9]|[6-9]|\d{2})/,
    mode: 'chat',
    can: 'yyyy',
    contextWindow: 400_000,
    maxOutput: 128_000,
    flags: reasoningUnlessNone,
  },
  { name: /^o[2-9](?:-|$)/, mode: 'chat', can: 'yyyy', flags: reasoning },
  { name: /^gpt-oss/, mode: 'chat', can: 'yn?y', contextWindow: 131_072 },

  // Google. Flags: the thinking, structured-output and API pages of its docs; that one preview refuses penalties, LiteLLM.
  { name: /^gemini-3-pro/, ...gemini25, flags: ['gemini-3', 'no-effort-medium'] },
  { name: /^gemini-3-flash/, ...gemini25, flags: ['gemini-3', 'effort-minimal'] },
  { name: /^gemini-[3-9]/, ...gemini25, flags: ['gemini-3'] },
  { name: /^gemini-2\.5-pro-preview-06-05/, ...gemini25, flags: ['thinking-always', 'no-penalties'] },
  { name: /^gemini-2\.5-pro/, ...gemini25, flags: ['thinking-always'] },
  { name: /^gemini-2\.5/, ...gemini25 },
  { name: /^gemini-2\.0-flash-thinking/, mode: 'chat', can: '?y?y', contextWindow: 1_048_576 },
  { name: /^gemini-2\.0/, mode: 'chat', can: 'yyyn', contextWindow: 1_048_576, maxOutput: 8_192 },
  { name: /^gemini-1\.5-pro/, mode: 'chat', can: 'yyyn', contextWindow: 2_097_152, maxOutput: 8_192, flags: ['openapi-schema'] },
  { name: /^gemini-(?:1\.5|flash-1\.5)/, mode: 'chat', can: 'yyyn', contextWindow: 1_048_576, maxOutput: 8_192, flags: ['openapi-schema'] },
  { name: /^gemini-1/, mode: 'chat', flags: ['openapi-schema'] },
  { name: /^gemini/, mode: 'chat' },
  // `native-json-schema` counts on Bedrock, the others at Google's own doors.
  { name: /^gemma-3/, mode: 'chat', can: '??y?', flags: ['native-json-schema', 'openapi-schema', 'no-system-instruction'] },
  { name: /^gemma/, mode: 'chat', flags: ['openapi-schema', 'no-system-instruction'] },

  // Others, where the answer holds for the whole family.
  { name: /^(?:magistral)/, mode: 'chat', can: 'y?yy' },
  { name: /^mistral-large-3/, mode: 'chat', can: 'yyyn', flags: ['native-json-schema'] },
  // Open models that take a schema natively on Bedrock; other hosts do not look at the flag.
  { name: /^(?:nemotron-nano|qwen3-32b|minimax-m2|glm-4\.7-flash)/, mode: 'chat', can: '??y?', flags: ['native-json-schema'] },
  { name: /^(?:pixtral|mistral-medium|mistral-large-(?:2512|3))/, mode: 'chat', can: 'yyy?' },
  { name: /^(?:mistral|ministral|codestral|devstral|open-mi|mixtral|voxtral|labs-)/, mode: 'chat', can: 'y???' },
  { name: /^sonar-(?:reasoning|deep-research)/, mode: 'chat', can: 'n?yy', contextWindow: 128_000 },
  { name: /^sonar/, mode: 'chat', can: 'n?y?', contextWindow: 128_000 },
  // xAI's reasoning guide, and what LiteLLM and Vercel's library leave out.
  { name: /^grok-4\.20.*-non-reasoning/, mode: 'chat', can: 'yy??', flags: ['no-effort'] },
  { name: /^grok-4\.20.*-reasoning/, mode: 'chat', can: 'yy??', flags: ['no-stop', 'no-effort'] },
  { name: /^grok-4.*-non-reasoning/, mode: 'chat', can: 'y???' },
  { name: /^grok-(?:4\.\d|4-0709)/, mode: 'chat', can: 'yy??', flags: ['no-stop'] },
  { name: /^grok-2-vision/, mode: 'chat', can: 'yy??' },
  { name: /^grok-3-mini/, mode: 'chat', can: 'ynyy', flags: ['no-stop'] },
  { name: /^grok-(?:4|code)/, mode: 'chat', can: 'y???', flags: ['no-stop'] },
  { name: /^grok-[3-9]/, mode: 'chat', can: 'y???' },
  { name: /^deepseek-r1/, mode: 'chat', can: '?n?y' },
  { name: /^deepseek-reasoner/, mode: 'chat', can: 'y?yy' },
  { name: /^deepseek-v3/, mode: 'chat', can: 'yn??' },
  { name: /^deepseek-(?:chat|v4)/, mode: 'chat', can: 'y?y?' },
  { name: /^command-(?:a|r)/, mode: 'chat', can: 'y???' },
  { name: /^nova-2-lite/, mode: 'chat', can: 'yy?y' },
  { name: /^nova-(?:lite|pro|premier)/, mode: 'chat', can: 'yy?n' },
  { name: /^nova-micro/, mode: 'chat', can: 'yn?n' },
  {
    name: /^(?:llama|meta-llama|codellama|qwen|qwq|qvq|kimi|moonshot|glm|minimax|phi-?\d|command|jamba|nemotron|granite|hermes|yi-|deepseek|grok|claude|compound|zai-glm|mythomax|wizardlm|solar|dolphin|starcoder|falcon|vicuna|olmo|smollm|tinyllama|aya|c4ai|cogito|nous|auto$)/,
    mode: 'chat',
  },
]

/** What the name says, or undefined where it says nothing. `bare` is a {@link bareName}. */
export function familyRule(bare: string): FamilyRule | undefined {
  const claude = claudeRule(bare)
  if (claude !== undefined) return claude
  const rule = rules.find(({ name }) => name.test(bare))
  return rule && toFamilyRule(rule)
}

/** Every rule with the pattern of its names, in the order in which {@link familyRule} tries them. */
export function familyPatterns(): readonly { readonly name: string; readonly rule: FamilyRule }[] {
  return [
    ...claudePatterns.flatMap(({ name, like }) => {
      const rule = claudeRule(like)
      return rule === undefined ? [] : [{ name, rule }]
    }),
    ...rules.map((rule) => ({ name: rule.name.source, rule: toFamilyRule(rule) })),
  ]
}

function toFamilyRule(rule: Rule): FamilyRule {
  return {
    mode: rule.mode ?? 'chat',
    ...(rule.contextWindow !== undefined && { contextWindow: rule.contextWindow }),
    ...(rule.maxOutput !== undefined && { maxOutputTokens: rule.maxOutput }),
    capabilities: rule.can === undefined ? unknownCapabilities : capabilities(rule.can),
    flags: rule.flags ?? [],
  }
}

function capabilities(can: string): Capabilities {
  return { tools: known(can[0]), vision: known(can[1]), jsonSchema: known(can[2]), reasoning: known(can[3]) }
}
