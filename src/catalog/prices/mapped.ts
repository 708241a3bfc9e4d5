/**
 * Models that only LiteLLM's map lists, and rates of service tiers: written by `src/maintenance/prices-mapped.ts`, not edited
 * by hand. Figures from that map (MIT License, copyright Berri AI); a line is one of `tables.ts`, or a model and its services.
 */

/** Day (YYYY-MM-DD) of the map. */
export const mappedAsOf = '2026-08-06'

/** Models by family that `tables.ts` does not have. */
export const mappedTables: { readonly [family: string]: string } = {
  ai21: `
j2-light||8192|8192|completion|n???|i3000000 o3000000
j2-mid||8192|8192|completion|n???|i10000000 o10000000
j2-ultra||8192|8192|completion|n???|i15000000 o15000000
jamba-1.5-large@001||256000|256000|chat|????|i2000000 o8000000
jamba-1.5-large||256000|256000|chat|????|i2000000 o8000000
jamba-1.5-mini@001||256000|256000|chat|????|i200000 o400000
jamba-1.5-mini||256000|256000|chat|????|i200000 o400000
jamba-1.5||256000|256000|chat|????|i200000 o400000
jamba-large-1.6||256000|256000|chat|????|i2000000 o8000000
jamba-large-1.7||256000|256000|chat|????|i2000000 o8000000
jamba-mini-1.6||256000|256000|chat|????|i200000 o400000
jamba-mini-1.7||256000|256000|chat|????|i200000 o400000
`,
  aiml: `
dall-e-2||||image_generation|n???|m26000000000
dall-e-3||||image_generation|n???|m52000000000
flux-pro/v1.1-ultra||||image_generation|n???|m63000000000
flux-pro/v1.1||||image_generation|n???|m52000000000
flux-pro||||image_generation|n???|m65000000000
flux-realism||||image_generation|n???|m46000000000
flux/dev||||image_generation|n???|m33000000000
flux/kontext-max/text-to-image||||image_generation|n???|m104000000000
flux/kontext-pro/text-to-image||||image_generation|n???|m52000000000
flux/schnell||||image_generation|n???|m4000000000
google/imagen-4.0-ultra-generate-001||||image_generation|n???|m78000000000
google/nano-banana-pro||||image_generation|n???|m195000000000
openai/gpt-image-2||||image_generation|ny??|m54000000000
`,
  amazon_nova: `
amazon-nova/nova-lite-v1||300000|10000|chat|yyy?|i60000 o240000
amazon-nova/nova-micro-v1||128000|10000|chat|y?y?|i35000 o140000
amazon-nova/nova-premier-v1||1000000|10000|chat|yyy?|i2500000 o12500000
amazon-nova/nova-pro-v1||300000|10000|chat|yyy?|i800000 o3200000
`,
  anyscale: `
HuggingFaceH4/zephyr-7b-beta||16384|16384|chat|????|i150000 o150000
codellama/CodeLlama-34b-Instruct-hf||4096|4096|chat|????|i1000000 o1000000
codellama/CodeLlama-70b-Instruct-hf||4096|4096|chat|????|i1000000 o1000000
google/gemma-7b-it||8192|8192|chat|????|i150000 o150000
meta-llama/Llama-2-13b-chat-hf||4096|4096|chat|????|i250000 o250000
meta-llama/Llama-2-70b-chat-hf||4096|4096|chat|????|i1000000 o1000000
meta-llama/Llama-2-7b-chat-hf||4096|4096|chat|????|i150000 o150000
meta-llama/Meta-Llama-3-70B-Instruct||8192|8192|chat|????|i1000000 o1000000
meta-llama/Meta-Llama-3-8B-Instruct||8192|8192|chat|????|i150000 o150000
mistralai/Mistral-7B-Instruct-v0.1||16384|16384|chat|y???|i150000 o150000
mistralai/Mixtral-8x22B-Instruct-v0.1||65536|65536|chat|y???|i900000 o900000
mistralai/Mixtral-8x7B-Instruct-v0.1||16384|16384|chat|y???|i150000 o150000
`,
  assemblyai: `
best||||audio_transcription|n???|s33330000
nano||||audio_transcription|n???|s102780000
`,
  aws_polly: `
generative||||audio_speech|n???|c30000000
long-form||||audio_speech|n???|c100000000
neural||||audio_speech|n???|c16000000
standard||||audio_speech|n???|c4000000
`,
  azure: `
Cohere-embed-v3-english||512||embedding|n???|i100000 o0
Cohere-embed-v3-multilingual||512||embedding|n???|i100000 o0
FLUX-1.1-pro||||image_generation|n???|m40000000000
FLUX.1-Kontext-pro||||image_generation|n???|m40000000000
Llama-3.2-11B-Vision-Instruct||128000|2048|chat|yy??|i370000 o370000
Llama-3.2-90B-Vision-Instruct||128000|2048|chat|yy??|i2040000 o2040000
Llama-3.3-70B-Instruct||128000|2048|chat|y???|i710000 o710000
Llama-4-Maverick-17B-128E-Instruct-FP8||1000000|16384|chat|yy??|i1410000 o350000
Llama-4-Scout-17B-16E-Instruct||10000000|16384|chat|yy??|i200000 o780000
MAI-DS-R1||128000|8192|chat|???y|i1350000 o5400000
MAI-Image-2.5-Flash||||image_generation|n???|i1750000 ii1750000 oi33000000 m33800000000
MAI-Image-2.5||||image_generation|n???|i5000000 ii8000000 oi47000000 m50000000000
MAI-Image-2e||||image_generation|n???|i5000000 oi19500000 m20000000000
Meta-Llama-3-70B-Instruct||8192|2048|chat|????|i1100000 o370000
Meta-Llama-3.1-405B-Instruct||128000|2048|chat|????|i5330000 o16000000
Meta-Llama-3.1-70B-Instruct||128000|2048|chat|????|i2680000 o3540000
Meta-Llama-3.1-8B-Instruct||128000|2048|chat|????|i300000 o610000
Phi-3-medium-4k-instruct||4096|4096|chat|?n??|i170000 o680000
Phi-3-mini-4k-instruct||4096|4096|chat|?n??|i130000 o520000
Phi-3-small-128k-instruct||128000|4096|chat|?n??|i150000 o600000
Phi-3-small-8k-instruct||8192|4096|chat|?n??|i150000 o600000
Phi-3.5-MoE-instruct||128000|4096|chat|?n??|i160000 o640000
Phi-3.5-mini-instruct||128000|4096|chat|?n??|i130000 o520000
Phi-3.5-vision-instruct||128000|4096|chat|?y??|i130000 o520000
Phi-4-mini-reasoning||131072|4096|chat|y???|i80000 o320000
Phi-4-reasoning||32768|4096|chat|y??y|i125000 o500000
claude-fable-5||1000000|128000|chat|yyyy|i10000000 o50000000 r1000000 w12500000 h20000000 f10000000000
claude-haiku-4-5||200000|64000|chat|yyyy|i1000000 o5000000 r100000 w1250000 h2000000
claude-opus-4-1||200000|32000|chat|yyyy|i15000000 o75000000 r1500000 w18750000 h30000000
claude-opus-4-5||200000|64000|chat|yyyy|i5000000 o25000000 r500000 w6250000 h10000000
claude-opus-4-6||1000000|128000|chat|yyyy|i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-7||1000000|128000|chat|yyyy|i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-8||1000000|128000|chat|yyyy|i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-5||1000000|128000|chat|yyyy|i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-sonnet-4-5||200000|64000|chat|yyyy|i3000000 o15000000 r300000 w3750000 h6000000
claude-sonnet-4-6||1000000|64000|chat|yyyy|i3000000 o15000000 r300000 w3750000 h6000000
claude-sonnet-5||1000000|128000|chat|yyyy|i2000000 o10000000 r200000 w2500000 h4000000 f10000000000
cohere-rerank-v3-english||4096|4096|rerank|n???|i0 o0 f2000000000
cohere-rerank-v3-multilingual||4096|4096|rerank|n???|i0 o0 f2000000000
cohere-rerank-v3.5||4096|4096|rerank|n???|i0 o0 f2000000000
cohere-rerank-v4.0-fast||32768|32768|rerank|n???|i0 o0 f2000000000
cohere-rerank-v4.0-pro||32768|32768|rerank|n???|i0 o0 f2500000000
deepseek-r1||128000|8192|chat|???y|i1350000 o5400000
deepseek-v3-0324||128000|8192|chat|y???|i1140000 o4560000
deepseek-v3.1||131072|131072|chat|y??y|i1230000 o4940000
deepseek-v3.2-speciale||163840|163840|chat|y??y|i580000 o1680000
deepseek-v3.2||163840|163840|chat|y??y|i580000 o1680000
deepseek-v3||128000|8192|chat|????|i1140000 o4560000
deepseek-v4-flash||1000000|384000|chat|y??y|i190000 o510000
deepseek-v4-pro||1000000|384000|chat|y??y|i1740000 o3480000
embed-v-4-0||128000||embedding|n???|i120000 o0
flux.2-pro||||image_generation|n???|m40000000000
global/grok-3-mini||131072|131072|chat|y?ny|i250000 o1270000
global/grok-3||131072|131072|chat|y?n?|i3000000 o15000000
gpt-oss-120b||131072|131072|chat|y?y?|i150000 o600000
grok-3-mini||131072|131072|chat|y?ny|i250000 o1270000
grok-3||131072|131072|chat|y?n?|i3000000 o15000000
grok-4-1-fast-non-reasoning||131072|131072|chat|y?y?|i200000 o500000
grok-4-1-fast-reasoning||131072|131072|chat|y?yy|i200000 o500000
grok-4-fast-non-reasoning||131072|131072|chat|y?y?|i200000 o500000
grok-4-fast-reasoning||131072|131072|chat|y?y?|i200000 o500000
grok-4||131072|131072|chat|y?y?|i3000000 o15000000
grok-code-fast-1||131072|131072|chat|y?y?|i200000 o1500000
jais-30b-chat||8192|8192|chat|????|i3200000000 o9710000000
jamba-instruct||70000|4096|chat|????|i500000 o700000
kimi-k2.5||262144|262144|chat|yy??|i600000 o3000000
kimi-k2.6||262144|262144|chat|yy?y|i950000 o4000000
ministral-3b||128000|4096|chat|y???|i40000 o40000
mistral-large-2407||128000|4096|chat|y???|i2000000 o6000000
mistral-large-3||256000|8191|chat|yy??|i500000 o1500000
mistral-large-latest||128000|4096|chat|y???|i2000000 o6000000
mistral-large||32000|8191|chat|y???|i4000000 o12000000
mistral-medium-2505||131072|8191|chat|y???|i400000 o2000000
mistral-nemo||131072|4096|chat|y???|i150000 o150000
mistral-small-2503||128000|128000|chat|yy??|i100000 o300000
mistral-small||32000|8191|chat|y???|i1000000 o3000000
model_router||||chat|????|i140000 o0
`,
  baseten: `
MiniMaxAI/MiniMax-M2.5||||chat|????|i300000 o1200000
deepseek-ai/DeepSeek-V3-0324||||chat|????|i770000 o770000
deepseek-ai/DeepSeek-V3.1||||chat|????|i500000 o1500000
moonshotai/Kimi-K2-Instruct-0905||||chat|????|i600000 o2500000
moonshotai/Kimi-K2-Thinking||||chat|????|i600000 o2500000
moonshotai/Kimi-K2.5||||chat|????|i600000 o3000000
nvidia/Nemotron-120B-A12B||||chat|????|i300000 o750000
zai-org/GLM-4.6||||chat|????|i600000 o2200000
zai-org/GLM-5||||chat|????|i950000 o3150000
`,
  bedrock: `
*/1-month-commitment/cohere.command-light-text-v14||4096|4096|chat|????|s1902000000
*/1-month-commitment/cohere.command-text-v14||4096|4096|chat|????|s11000000000
*/6-month-commitment/cohere.command-light-text-v14||4096|4096|chat|????|s1141600000
*/6-month-commitment/cohere.command-text-v14||4096|4096|chat|????|s6602700000
1024-x-1024/50-steps/bedrock/amazon.nova-canvas-v1:0||2600||image_generation|n???|m60000000000
1024-x-1024/50-steps/stability.stable-diffusion-xl-v1||77||image_generation|n???|m40000000000
1024-x-1024/max-steps/stability.stable-diffusion-xl-v1||77||image_generation|n???|m80000000000
512-x-512/50-steps/stability.stable-diffusion-xl-v0||77||image_generation|n???|m18000000000
512-x-512/max-steps/stability.stable-diffusion-xl-v0||77||image_generation|n???|m36000000000
ai21.j2-mid-v1||8191|8191|chat|????|i12500000 o12500000
ai21.j2-ultra-v1||8191|8191|chat|????|i18800000 o18800000
ai21.jamba-1-5-large-v1:0||256000|256000|chat|????|i2000000 o8000000
ai21.jamba-1-5-mini-v1:0||256000|256000|chat|????|i200000 o400000
ai21.jamba-instruct-v1:0||70000|4096|chat|????|i500000 o700000
amazon.nova-2-multimodal-embeddings-v1:0||8172||embedding|n???|i135000 o0 s140000000
amazon.nova-2-pro-preview-20251202-v1:0||1000000|64000|chat|yyyy|i2187500 o17500000 r546875 ia2187500 ii2187500
amazon.nova-canvas-v1:0||2600||image_generation|n???|m60000000000
amazon.titan-embed-g1-text-02||8192||embedding|n???|i100000 o0
amazon.titan-embed-image-v1||128||embedding|n???|i800000 o0
amazon.titan-image-generator-v1||||image_generation|n???|m0
amazon.titan-image-generator-v2:0||||image_generation|n???|m0
amazon.titan-image-generator-v2||||image_generation|n???|m0
amazon.titan-text-premier-v1:0||42000|32000|chat|????|i500000 o1500000
anthropic.claude-3-7-sonnet-20240620-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000
anthropic.claude-haiku-4-5@20251001||200000|64000|chat|yyyy|i1000000 o5000000 r100000 w1250000 h2000000
anthropic.claude-instant-v1||100000|8191|chat|????|i800000 o2400000
anthropic.claude-mythos-preview||1000000|128000|chat|yy?y|i0 o0
anthropic.claude-v1||100000|8191|chat|????|i8000000 o24000000
anthropic.claude-v2:1||100000|8191|chat|????|i8000000 o24000000
ap-northeast-1/1-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s14750000000
ap-northeast-1/1-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s45500000000
ap-northeast-1/1-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s45500000000
ap-northeast-1/6-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s8194000000
ap-northeast-1/6-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s25270000000
ap-northeast-1/6-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s25270000000
ap-northeast-1/anthropic.claude-instant-v1||100000|8191|chat|????|i2230000 o7550000
ap-northeast-1/anthropic.claude-v1||100000|8191|chat|????|i8000000 o24000000
ap-northeast-1/anthropic.claude-v2:1||100000|8191|chat|????|i8000000 o24000000
ap-northeast-1/deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
ap-northeast-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
ap-northeast-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
ap-northeast-1/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i730000 o3030000
ap-northeast-1/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i720000 o3600000
ap-northeast-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
ap-south-1/deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
ap-south-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i3180000 o4200000
ap-south-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i360000 o720000
ap-south-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
ap-south-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
ap-south-1/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i710000 o2940000
ap-south-1/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i720000 o3600000
ap-south-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
ap-southeast-2/minimax.minimax-m2.5||1000000|8192|chat|y??y|i309000 o1236000
ap-southeast-3/deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
ap-southeast-3/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
ap-southeast-3/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
ap-southeast-3/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i720000 o3600000
ap-southeast-3/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
apac.amazon.nova-2-pro-preview-20251202-v1:0||1000000|64000|chat|yyyy|i2187500 o17500000 r546875 ia2187500 ii2187500
ca-central-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i3050000 o4030000
ca-central-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i350000 o690000
claude-sonnet-4-5-20250929-v1:0||200000|64000|chat|yyyy|i3000000 o15000000 r300000 w3750000 h6000000|200000:i6000000 o22500000 r600000 w7500000 h12000000
cohere.command-light-text-v14||4096|4096|chat|????|i300000 o600000
cohere.command-r-plus-v1:0||128000|4096|chat|????|i3000000 o15000000
cohere.command-r-v1:0||128000|4096|chat|????|i500000 o1500000
cohere.command-text-v14||4096|4096|chat|????|i1500000 o2000000
cohere.rerank-v3-5:0||32000|32000|rerank|n???|i0 o0 f2000000000
deepseek.v3-v1:0||163840|81920|chat|y??y|i580000 o1680000
deepseek.v3.2||163840|163840|chat|y??y|i620000 o1850000
eu-central-1/1-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s16350000000
eu-central-1/1-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s41500000000
eu-central-1/1-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s41500000000
eu-central-1/6-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s9083000000
eu-central-1/6-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s23050000000
eu-central-1/6-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s23050000000
eu-central-1/anthropic.claude-instant-v1||100000|8191|chat|????|i2480000 o8380000
eu-central-1/anthropic.claude-v1||100000|8191|chat|????|i8000000 o24000000
eu-central-1/anthropic.claude-v2:1||100000|8191|chat|????|i8000000 o24000000
eu-central-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
eu-central-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
eu-central-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
eu-north-1/deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
eu-north-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
eu-north-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
eu-north-1/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i720000 o3600000
eu-south-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
eu-south-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
eu-south-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
eu-west-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i2860000 o3780000
eu-west-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i320000 o650000
eu-west-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
eu-west-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
eu-west-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
eu-west-2/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i3450000 o4550000
eu-west-2/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i390000 o780000
eu-west-2/minimax.minimax-m2.1||196000|8192|chat|y???|i470000 o1860000
eu-west-2/minimax.minimax-m2.5||1000000|8192|chat|y??y|i470000 o1860000
eu-west-2/qwen.qwen3-coder-next||262144|8192|chat|y???|i780000 o1860000
eu-west-3/mistral.mistral-7b-instruct-v0:2||32000|8191|chat|????|i200000 o260000
eu-west-3/mistral.mistral-large-2402-v1:0||32000|8191|chat|y???|i10400000 o31200000
eu-west-3/mistral.mixtral-8x7b-instruct-v0:1||32000|8191|chat|????|i590000 o910000
eu.amazon.nova-2-pro-preview-20251202-v1:0||1000000|64000|chat|yyyy|i2187500 o17500000 r546875 ia2187500 ii2187500
eu.deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
eu.twelvelabs.marengo-embed-2-7-v1:0||77||embedding|n???|i70000000 o0 s140000000
eu.twelvelabs.pegasus-1-2-v1:0||||chat|????|o7500000
google.gemma-4-26b-a4b||256000|256000|chat|yy?y|i130000 o400000
google.gemma-4-31b||256000|256000|chat|yy?y|i140000 o400000
google.gemma-4-e2b||128000|128000|chat|yy?y|i40000 o80000
max-x-max/50-steps/stability.stable-diffusion-xl-v0||77||image_generation|n???|m36000000000
max-x-max/max-steps/stability.stable-diffusion-xl-v0||77||image_generation|n???|m72000000000
meta.llama2-13b-chat-v1||4096|4096|chat|????|i750000 o1000000
meta.llama2-70b-chat-v1||4096|4096|chat|????|i1950000 o2560000
meta.llama3-1-405b-instruct-v1:0||128000|4096|chat|y???|i5320000 o16000000
minimax.minimax-m2.1||196000|8192|chat|y???|i300000 o1200000
minimax.minimax-m2.5||1000000|8192|chat|y???|i300000 o1200000
minimax.minimax-m2||128000|8192|chat|????|i300000 o1200000
mistral.mistral-large-2407-v1:0||128000|8191|chat|y???|i3000000 o9000000
moonshot.kimi-k2-thinking||128000|8192|chat|???y|i600000 o2500000
moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i730000 o3030000
moonshotai.kimi-k2.5||262144|262144|chat|yy?y|i600000 o3030000
nvidia.nemotron-nano-12b-v2||128000|8192|chat|?y??|i200000 o600000
openai.gpt-oss-safeguard-120b||128000|8192|chat|????|i150000 o600000
openai.gpt-oss-safeguard-20b||128000|8192|chat|????|i70000 o200000
qwen.qwen3-235b-a22b-2507-v1:0||262144|131072|chat|y??y|i220000 o880000
qwen.qwen3-coder-next||262144|8192|chat|y???|i500000 o1200000
qwen.qwen3-next-80b-a3b||128000|8192|chat|y???|i150000 o1200000
sa-east-1/deepseek.v3.2||163840|163840|chat|y??y|i740000 o2220000
sa-east-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i4450000 o5880000
sa-east-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i500000 o1010000
sa-east-1/minimax.minimax-m2.1||196000|8192|chat|y???|i360000 o1440000
sa-east-1/minimax.minimax-m2.5||1000000|8192|chat|y??y|i360000 o1440000
sa-east-1/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i730000 o3030000
sa-east-1/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i720000 o3600000
sa-east-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i600000 o1440000
stability.sd3-5-large-v1:0||77||image_generation|n???|m80000000000
stability.sd3-large-v1:0||77||image_generation|n???|m80000000000
stability.stable-conservative-upscale-v1:0||77||image_edit|n???|m400000000000
stability.stable-creative-upscale-v1:0||77||image_edit|n???|m600000000000
stability.stable-fast-upscale-v1:0||77||image_edit|n???|m30000000000
stability.stable-image-control-sketch-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-control-structure-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-core-v1:0||77||image_generation|n???|m40000000000
stability.stable-image-core-v1:1||77||image_generation|n???|m40000000000
stability.stable-image-erase-object-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-inpaint-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-remove-background-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-search-recolor-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-search-replace-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-style-guide-v1:0||77||image_edit|n???|m70000000000
stability.stable-image-ultra-v1:0||77||image_generation|n???|m140000000000
stability.stable-image-ultra-v1:1||77||image_generation|n???|m140000000000
stability.stable-outpaint-v1:0||77||image_edit|n???|m60000000000
stability.stable-style-transfer-v1:0||77||image_edit|n???|m80000000000
twelvelabs.marengo-embed-2-7-v1:0||77||embedding|n???|i70000000 o0
twelvelabs.pegasus-1-2-v1:0||||chat|????|o7500000
us-east-1/1-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s11000000000
us-east-1/1-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s17500000000
us-east-1/1-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s17500000000
us-east-1/6-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s6110000000
us-east-1/6-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s9720000000
us-east-1/6-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s9720000000
us-east-1/anthropic.claude-instant-v1||100000|8191|chat|????|i800000 o2400000
us-east-1/anthropic.claude-v1||100000|8191|chat|????|i8000000 o24000000
us-east-1/anthropic.claude-v2:1||100000|8191|chat|????|i8000000 o24000000
us-east-1/deepseek.v3.2||163840|163840|chat|y??y|i620000 o1850000
us-east-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i2650000 o3500000
us-east-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i300000 o600000
us-east-1/minimax.minimax-m2.1||196000|8192|chat|y???|i300000 o1200000
us-east-1/minimax.minimax-m2.5||1000000|8192|chat|y???|i300000 o1200000
us-east-1/mistral.mistral-7b-instruct-v0:2||32000|8191|chat|????|i150000 o200000
us-east-1/mistral.mistral-large-2402-v1:0||32000|8191|chat|y???|i8000000 o24000000
us-east-1/mistral.mixtral-8x7b-instruct-v0:1||32000|8191|chat|????|i450000 o700000
us-east-1/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i600000 o2500000
us-east-1/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i600000 o3000000
us-east-1/qwen.qwen3-coder-next||262144|8192|chat|y???|i500000 o1200000
us-east-1/zai.glm-5||200000|128000|chat|y??y|i1000000 o3200000
us-east-2/deepseek.v3.2||163840|163840|chat|y??y|i620000 o1850000
us-east-2/minimax.minimax-m2.1||196000|8192|chat|y???|i300000 o1200000
us-east-2/minimax.minimax-m2.5||1000000|8192|chat|y??y|i300000 o1200000
us-east-2/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i600000 o2500000
us-east-2/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i600000 o3000000
us-east-2/qwen.qwen3-coder-next||262144|8192|chat|y???|i500000 o1200000
us-gov-east-1/amazon.nova-pro-v1:0||300000|10000|chat|yyy?|i960000 o3840000
us-gov-east-1/amazon.titan-embed-text-v1||8192||embedding|n???|i100000 o0
us-gov-east-1/amazon.titan-embed-text-v2:0||8192||embedding|n???|i200000 o0
us-gov-east-1/amazon.titan-text-express-v1||42000|8000|chat|????|i1300000 o1700000
us-gov-east-1/amazon.titan-text-lite-v1||42000|4000|chat|????|i300000 o400000
us-gov-east-1/amazon.titan-text-premier-v1:0||42000|32000|chat|????|i500000 o1500000
us-gov-east-1/anthropic.claude-3-5-sonnet-20240620-v1:0||200000|8192|chat|yyy?|i3600000 o18000000 r360000 w4500000
us-gov-east-1/anthropic.claude-3-haiku-20240307-v1:0||200000|4096|chat|yyy?|i300000 o1500000 r30000 w375000
us-gov-east-1/anthropic.claude-haiku-4-5-20251001-v1:0||200000|64000|chat|yyyy|i1200000 o6000000 r120000 w1500000 h2400000
us-gov-east-1/anthropic.claude-sonnet-4-5-20250929-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000 h7200000
us-gov-east-1/claude-sonnet-4-5-20250929-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000 h7200000
us-gov-east-1/meta.llama3-70b-instruct-v1:0||8000|2048|chat|????|i2650000 o3500000
us-gov-east-1/meta.llama3-8b-instruct-v1:0||8000|2048|chat|????|i300000 o2650000
us-gov-west-1/amazon.nova-pro-v1:0||300000|10000|chat|yyy?|i960000 o3840000
us-gov-west-1/amazon.titan-embed-text-v1||8192||embedding|n???|i100000 o0
us-gov-west-1/amazon.titan-embed-text-v2:0||8192||embedding|n???|i200000 o0
us-gov-west-1/amazon.titan-text-express-v1||42000|8000|chat|????|i1300000 o1700000
us-gov-west-1/amazon.titan-text-lite-v1||42000|4000|chat|????|i300000 o400000
us-gov-west-1/amazon.titan-text-premier-v1:0||42000|32000|chat|????|i500000 o1500000
us-gov-west-1/anthropic.claude-3-5-sonnet-20240620-v1:0||200000|8192|chat|yyy?|i3600000 o18000000 r360000 w4500000
us-gov-west-1/anthropic.claude-3-7-sonnet-20250219-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000
us-gov-west-1/anthropic.claude-3-haiku-20240307-v1:0||200000|4096|chat|yyy?|i300000 o1500000 r30000 w375000
us-gov-west-1/anthropic.claude-haiku-4-5-20251001-v1:0||200000|64000|chat|yyyy|i1200000 o6000000 r120000 w1500000 h2400000
us-gov-west-1/anthropic.claude-sonnet-4-5-20250929-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000 h7200000
us-gov-west-1/claude-sonnet-4-5-20250929-v1:0||200000|8192|chat|yyyy|i3600000 o18000000 r360000 w4500000 h7200000
us-gov-west-1/meta.llama3-70b-instruct-v1:0||8000|2048|chat|????|i2650000 o3500000
us-gov-west-1/meta.llama3-8b-instruct-v1:0||8000|2048|chat|????|i300000 o2650000
us-west-1/meta.llama3-70b-instruct-v1:0||8192|8192|chat|????|i2650000 o3500000
us-west-1/meta.llama3-8b-instruct-v1:0||8192|8192|chat|????|i300000 o600000
us-west-2/1-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s11000000000
us-west-2/1-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s17500000000
us-west-2/1-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s17500000000
us-west-2/6-month-commitment/anthropic.claude-instant-v1||100000|8191|chat|????|s6110000000
us-west-2/6-month-commitment/anthropic.claude-v1||100000|8191|chat|????|s9720000000
us-west-2/6-month-commitment/anthropic.claude-v2:1||100000|8191|chat|????|s9720000000
us-west-2/anthropic.claude-instant-v1||100000|8191|chat|????|i800000 o2400000
us-west-2/anthropic.claude-v1||100000|8191|chat|????|i8000000 o24000000
us-west-2/anthropic.claude-v2:1||100000|8191|chat|????|i8000000 o24000000
us-west-2/deepseek.v3.2||163840|163840|chat|y??y|i620000 o1850000
us-west-2/minimax.minimax-m2.1||196000|8192|chat|y???|i300000 o1200000
us-west-2/minimax.minimax-m2.5||1000000|8192|chat|y???|i300000 o1200000
us-west-2/mistral.mistral-7b-instruct-v0:2||32000|8191|chat|????|i150000 o200000
us-west-2/mistral.mistral-large-2402-v1:0||32000|8191|chat|y???|i8000000 o24000000
us-west-2/mistral.mixtral-8x7b-instruct-v0:1||32000|8191|chat|????|i450000 o700000
us-west-2/moonshotai.kimi-k2-thinking||262144|262144|chat|y??y|i600000 o2500000
us-west-2/moonshotai.kimi-k2.5||262144|262144|chat|yy??|i600000 o3000000
us-west-2/qwen.qwen3-coder-next||262144|8192|chat|y???|i500000 o1200000
us-west-2/zai.glm-5||200000|128000|chat|y??y|i1000000 o3200000
us.amazon.nova-2-pro-preview-20251202-v1:0||1000000|64000|chat|yyyy|i2187500 o17500000 r546875 ia2187500 ii2187500
us.amazon.nova-canvas-v1:0||2600||image_generation|n???|m60000000000
us.deepseek.v3.2||163840|163840|chat|y??y|i620000 o1850000
us.meta.llama3-1-405b-instruct-v1:0||128000|4096|chat|y???|i5320000 o16000000
us.twelvelabs.marengo-embed-2-7-v1:0||77||embedding|n???|i70000000 o0 s140000000
us.twelvelabs.pegasus-1-2-v1:0||||chat|????|o7500000
xai.grok-4.3||131072|16384|chat|yyyy|i1250000 o2500000 r200000
zai.glm-4.7-flash||200000|128000|chat|y??y|i70000 o400000
zai.glm-4.7||200000|128000|chat|y??y|i600000 o2200000
zai.glm-5||200000|128000|chat|y??y|i1000000 o3200000
`,
  black_forest_labs: `
flux-dev||||image_generation|n???|m25000000000
flux-kontext-max||||image_edit|n???|m80000000000
flux-kontext-pro||||image_edit|n???|m40000000000
flux-pro-1.0-expand||||image_edit|n???|m50000000000
flux-pro-1.0-fill||||image_edit|n???|m50000000000
flux-pro-1.1-ultra||||image_generation|n???|m60000000000
flux-pro-1.1||||image_generation|n???|m40000000000
flux-pro||||image_generation|n???|m50000000000
`,
  cerebras: `
llama3.1-70b||128000|128000|chat|y???|i600000 o600000
zai-glm-4.6||128000|128000|chat|y??y|i2250000 o2750000||2026-01-20
`,
  cloudflare: `
@cf/google/gemma-2b-it-lora||8192|8192|chat|????|i0 o0
@cf/google/gemma-7b-it-lora||3500|3500|chat|????|i0 o0
@cf/meta-llama/llama-2-7b-chat-hf-lora||8192|8192|chat|????|i0 o0
@cf/meta/llama-2-7b-chat-int8||2048|2048|chat|????|i1923000 o1923000
@cf/mistral/mistral-7b-instruct-v0.2-lora||15000|15000|chat|????|i0 o0
@hf/thebloke/codellama-7b-instruct-awq||4096|4096|chat|????|i1923000 o1923000
`,
  cohere: `
command-nightly||4096|4096|completion|n???|i1000000 o2000000
embed-english-light-v2.0||1024||embedding|n???|i100000 o0
embed-english-v2.0||4096||embedding|n???|i100000 o0
embed-multilingual-v2.0||768||embedding|n???|i100000 o0
rerank-english-v2.0||4096|4096|rerank|n???|i0 o0 f2000000000
rerank-multilingual-v2.0||4096|4096|rerank|n???|i0 o0 f2000000000
`,
  crusoe: `
Qwen/Qwen3-235B-A22B-Instruct-2507||262144|262144|chat|y???|i3000000 o3000000
deepseek-ai/DeepSeek-R1-0528||163840|163840|chat|n??y|i3000000 o7000000
deepseek-ai/DeepSeek-V3-0324||163840|163840|chat|y???|i1500000 o1500000
google/gemma-3-12b-it||131072|131072|chat|yy??|i100000 o100000
meta-llama/Llama-3.3-70B-Instruct||131072|131072|chat|y???|i200000 o200000
moonshotai/Kimi-K2-Thinking||262144|262144|chat|n??y|i2500000 o2500000
openai/gpt-oss-120b||131072|131072|chat|y???|i800000 o800000
`,
  darkbloom: `
gemma-4-26b||131072|32768|chat|y???|i30000 o165000
gpt-oss-20b||131072|32768|chat|y???|i14500 o70000
`,
  dashscope: `
qwen-coder||1000000|16384|chat|y??y|i300000 o1500000
qwen-max||30720|8192|chat|y??y|i1600000 o6400000
qwen-plus-2025-01-25||129024|8192|chat|y??y|i400000 o1200000
qwen-plus-2025-04-28||129024|16384|chat|y??y|i400000 o1200000 t4000000
qwen-plus-2025-07-14||129024|16384|chat|y??y|i400000 o1200000 t4000000
qwen-plus||129024|16384|chat|y??y|i400000 o1200000
qwen-turbo-2024-11-01||1000000|8192|chat|y??y|i50000 o200000
qwen-turbo-2025-04-28||1000000|16384|chat|y??y|i50000 o200000 t500000
qwen-turbo-latest||1000000|16384|chat|y??y|i50000 o200000 t500000
qwen-turbo||129024|16384|chat|y??y|i50000 o200000 t500000
qwen3-next-80b-a3b-instruct||262144|65536|chat|y???|i150000 o1200000
qwen3-next-80b-a3b-thinking||262144|65536|chat|y??y|i150000 o1200000
qwen3-vl-235b-a22b-instruct||131072|32768|chat|yy??|i400000 o1600000
qwen3-vl-235b-a22b-thinking||131072|32768|chat|yy?y|i400000 o4000000
qwen3-vl-32b-instruct||131072|32768|chat|yy??|i160000 o640000
qwen3-vl-32b-thinking||131072|32768|chat|yy?y|i160000 o2870000
qwen3.7-max||991808|65536|chat|y?yy|i2500000 o7500000 r500000
qwq-plus||98304|8192|chat|y??y|i800000 o2400000
`,
  databricks: `
databricks-bge-large-en||512||embedding|n???|i100030 o0
databricks-claude-3-7-sonnet||200000|128000|chat|y??y|i2999990 o15000020
databricks-claude-haiku-4-5||200000|64000|chat|y??y|i1000020 o5000030
databricks-claude-opus-4-1||200000|32000|chat|y??y|i15000020 o75000030
databricks-claude-opus-4-5||200000|64000|chat|y??y|i5000030 o25000010
databricks-claude-opus-4||200000|32000|chat|y??y|i15000020 o75000030
databricks-claude-sonnet-4-1||200000|64000|chat|y??y|i2999990 o15000020
databricks-claude-sonnet-4-5||200000|64000|chat|y??y|i2999990 o15000020
databricks-claude-sonnet-4||200000|64000|chat|y??y|i2999990 o15000020
databricks-gemini-2-5-flash||1048576|65535|chat|y???|i300020 o2499980
databricks-gemini-2-5-pro||1048576|65536|chat|y???|i1249990 o9999990
databricks-gemma-3-12b||128000|32000|chat|????|i150010 o500010
databricks-gpt-5-1||272000|128000|chat|????|i1249990 o9999990
databricks-gpt-5-mini||272000|128000|chat|????|i249970 o1999970
databricks-gpt-5-nano||272000|128000|chat|????|i49980 o399980
databricks-gpt-5||272000|128000|chat|????|i1249990 o9999990
databricks-gpt-oss-120b||131072|131072|chat|????|i150010 o599970
databricks-gpt-oss-20b||131072|131072|chat|????|i70000 o300020
databricks-gte-large-en||8192||embedding|n???|i129990 o0
databricks-llama-2-70b-chat||4096|4096|chat|????|i500010 o1500030
databricks-llama-4-maverick||128000|128000|chat|????|i500010 o1500030
databricks-meta-llama-3-1-405b-instruct||128000|128000|chat|????|i5000030 o15000020
databricks-meta-llama-3-1-8b-instruct||200000|128000|chat|????|i150010 o450030
databricks-meta-llama-3-3-70b-instruct||128000|128000|chat|????|i500010 o1500030
databricks-meta-llama-3-70b-instruct||128000|128000|chat|????|i1000020 o2999990
databricks-mixtral-8x7b-instruct||4096|4096|chat|????|i500010 o1000020
databricks-mpt-30b-instruct||8192|8192|chat|????|i1000020 o1000020
databricks-mpt-7b-instruct||8192|8192|chat|????|i500010 o0
`,
  deepgram: `
base-conversationalai||||audio_transcription|n???|s208330000
base-finance||||audio_transcription|n???|s208330000
base-general||||audio_transcription|n???|s208330000
base-meeting||||audio_transcription|n???|s208330000
base-phonecall||||audio_transcription|n???|s208330000
base-video||||audio_transcription|n???|s208330000
base-voicemail||||audio_transcription|n???|s208330000
base||||audio_transcription|n???|s208330000
enhanced-finance||||audio_transcription|n???|s241670000
enhanced-general||||audio_transcription|n???|s241670000
enhanced-meeting||||audio_transcription|n???|s241670000
enhanced-phonecall||||audio_transcription|n???|s241670000
enhanced||||audio_transcription|n???|s241670000
nova-2-atc||||audio_transcription|n???|s71670000
nova-2-automotive||||audio_transcription|n???|s71670000
nova-2-conversationalai||||audio_transcription|n???|s71670000
nova-2-drivethru||||audio_transcription|n???|s71670000
nova-2-finance||||audio_transcription|n???|s71670000
nova-2-general||||audio_transcription|n???|s71670000
nova-2-meeting||||audio_transcription|n???|s71670000
nova-2-phonecall||||audio_transcription|n???|s71670000
nova-2-video||||audio_transcription|n???|s71670000
nova-2-voicemail||||audio_transcription|n???|s71670000
nova-2||||audio_transcription|n???|s71670000
nova-3-general||||audio_transcription|n???|s71670000
nova-3-medical||||audio_transcription|n???|s86670000
nova-3||||audio_transcription|n???|s71670000
nova-general||||audio_transcription|n???|s71670000
nova-phonecall||||audio_transcription|n???|s71670000
nova||||audio_transcription|n???|s71670000
whisper-base||||audio_transcription|n???|s100000000
whisper-large||||audio_transcription|n???|s100000000
whisper-medium||||audio_transcription|n???|s100000000
whisper-small||||audio_transcription|n???|s100000000
whisper-tiny||||audio_transcription|n???|s100000000
whisper||||audio_transcription|n???|s100000000
`,
  deepinfra: `
Gryphe/MythoMax-L2-13b||4096|4096|chat|y???|i80000 o90000
NousResearch/Hermes-3-Llama-3.1-405B||131072|131072|chat|y???|i1000000 o1000000
NousResearch/Hermes-3-Llama-3.1-70B||131072|131072|chat|????|i300000 o300000
Qwen/QwQ-32B||131072|131072|chat|y???|i150000 o400000
Qwen/Qwen2.5-72B-Instruct||32768|32768|chat|y???|i120000 o390000
Qwen/Qwen2.5-7B-Instruct||32768|32768|chat|????|i40000 o100000
Qwen/Qwen2.5-VL-32B-Instruct||128000|128000|chat|yy??|i200000 o600000
Qwen/Qwen3-14B||40960|40960|chat|y???|i60000 o240000
Qwen/Qwen3-235B-A22B-Instruct-2507||262144|262144|chat|y???|i90000 o600000
Qwen/Qwen3-235B-A22B-Thinking-2507||262144|262144|chat|y???|i300000 o2900000
Qwen/Qwen3-235B-A22B||40960|40960|chat|y???|i180000 o540000
Qwen/Qwen3-30B-A3B||40960|40960|chat|y???|i80000 o290000
Qwen/Qwen3-32B||40960|40960|chat|y???|i100000 o280000
Qwen/Qwen3-Coder-480B-A35B-Instruct-Turbo||262144|262144|chat|y???|i290000 o1200000
Qwen/Qwen3-Coder-480B-A35B-Instruct||262144|262144|chat|y???|i400000 o1600000
Qwen/Qwen3-Next-80B-A3B-Instruct||262144|262144|chat|y???|i140000 o1400000
Qwen/Qwen3-Next-80B-A3B-Thinking||262144|262144|chat|y???|i140000 o1400000
Sao10K/L3-8B-Lunaris-v1-Turbo||8192|8192|chat|????|i40000 o50000
Sao10K/L3.1-70B-Euryale-v2.2||131072|131072|chat|????|i650000 o750000
Sao10K/L3.3-70B-Euryale-v2.3||131072|131072|chat|????|i650000 o750000
allenai/olmOCR-7B-0725-FP8||16384|16384|chat|????|i270000 o1500000
anthropic/claude-3-7-sonnet-latest||200000|200000|chat|y???|i3300000 o16500000 r330000
anthropic/claude-4-opus||200000|200000|chat|y???|i16500000 o82500000
anthropic/claude-4-sonnet||200000|200000|chat|y???|i3300000 o16500000
deepseek-ai/DeepSeek-R1-0528-Turbo||32768|32768|chat|y???|i1000000 o3000000
deepseek-ai/DeepSeek-R1-0528||163840|163840|chat|y???|i500000 o2150000 r400000
deepseek-ai/DeepSeek-R1-Distill-Llama-70B||131072|131072|chat|????|i200000 o600000
deepseek-ai/DeepSeek-R1-Distill-Qwen-32B||131072|131072|chat|y???|i270000 o270000
deepseek-ai/DeepSeek-R1-Turbo||40960|40960|chat|y???|i1000000 o3000000
deepseek-ai/DeepSeek-R1||163840|163840|chat|y???|i700000 o2400000
deepseek-ai/DeepSeek-V3-0324||163840|163840|chat|y???|i250000 o880000
deepseek-ai/DeepSeek-V3.1-Terminus||163840|163840|chat|y???|i270000 o1000000 r216000
deepseek-ai/DeepSeek-V3.1||163840|163840|chat|y??y|i270000 o1000000 r216000
deepseek-ai/DeepSeek-V3||163840|163840|chat|y???|i380000 o890000
google/gemini-2.0-flash-001||1000000|1000000|chat|y???|i100000 o400000||2026-06-01
google/gemini-2.5-flash||1000000|1000000|chat|y???|i300000 o2500000
google/gemini-2.5-pro||1000000|1000000|chat|y???|i1250000 o10000000
google/gemma-3-12b-it||131072|131072|chat|y???|i50000 o100000
google/gemma-3-27b-it||131072|131072|chat|y???|i90000 o160000
google/gemma-3-4b-it||131072|131072|chat|y???|i40000 o80000
meta-llama/Llama-3.2-11B-Vision-Instruct||131072|131072|chat|????|i49000 o49000
meta-llama/Llama-3.2-3B-Instruct||131072|131072|chat|y???|i20000 o20000
meta-llama/Llama-3.3-70B-Instruct-Turbo||131072|131072|chat|y???|i130000 o390000
meta-llama/Llama-3.3-70B-Instruct||131072|131072|chat|y???|i230000 o400000
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8||1048576|1048576|chat|y???|i150000 o600000
meta-llama/Llama-4-Scout-17B-16E-Instruct||327680|327680|chat|y???|i80000 o300000
meta-llama/Llama-Guard-3-8B||131072|131072|chat|????|i55000 o55000
meta-llama/Llama-Guard-4-12B||163840|163840|chat|????|i180000 o180000
meta-llama/Meta-Llama-3-8B-Instruct||8192|8192|chat|y???|i30000 o60000
meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo||131072|131072|chat|y???|i100000 o280000
meta-llama/Meta-Llama-3.1-70B-Instruct||131072|131072|chat|y???|i400000 o400000
meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo||131072|131072|chat|y???|i20000 o30000
meta-llama/Meta-Llama-3.1-8B-Instruct||131072|131072|chat|y???|i30000 o50000
microsoft/WizardLM-2-8x22B||65536|65536|chat|????|i480000 o480000
microsoft/phi-4||16384|16384|chat|y???|i70000 o140000
mistralai/Mistral-Nemo-Instruct-2407||131072|131072|chat|y???|i20000 o40000
mistralai/Mistral-Small-24B-Instruct-2501||32768|32768|chat|y???|i50000 o80000
mistralai/Mistral-Small-3.2-24B-Instruct-2506||128000|128000|chat|y???|i75000 o200000
mistralai/Mixtral-8x7B-Instruct-v0.1||32768|32768|chat|y???|i400000 o400000
moonshotai/Kimi-K2-Instruct-0905||262144|262144|chat|y???|i500000 o2000000 r400000
moonshotai/Kimi-K2-Instruct||131072|131072|chat|y???|i500000 o2000000
nvidia/Llama-3.1-Nemotron-70B-Instruct||131072|131072|chat|y???|i600000 o600000
nvidia/Llama-3.3-Nemotron-Super-49B-v1.5||131072|131072|chat|y???|i100000 o400000
nvidia/NVIDIA-Nemotron-Nano-9B-v2||131072|131072|chat|y???|i40000 o160000
openai/gpt-oss-120b||131072|131072|chat|y???|i50000 o450000
openai/gpt-oss-20b||131072|131072|chat|y???|i40000 o150000
zai-org/GLM-4.5||131072|131072|chat|y???|i400000 o1600000
`,
  deepseek: `
deepseek-v3||65536|8192|chat|y???|i270000 o1100000 r70000 w0
`,
  elevenlabs: `
eleven_multilingual_v2||||audio_speech|n???|c180000000
eleven_v3||||audio_speech|n???|c180000000
scribe_v1_experimental||||audio_transcription|n???|s61100000
scribe_v1||||audio_transcription|n???|s61100000
`,
  fal_ai: `
bria/text-to-image/3.2||||image_generation|n???|m39800000000
fal-ai/bytedance/dreamina/v3.1/text-to-image||||image_generation|n???|m30000000000
fal-ai/bytedance/seedream/v3/text-to-image||||image_generation|n???|m30000000000
fal-ai/flux-pro/v1.1-ultra||||image_generation|n???|m60000000000
fal-ai/flux-pro/v1.1||||image_generation|n???|m40000000000
fal-ai/flux/schnell||||image_generation|n???|m3000000000
fal-ai/gemini-25-flash-image||||image_generation|n???|m39000000000
fal-ai/ideogram/v3||||image_generation|n???|m60000000000
fal-ai/imagen4/preview/fast||||image_generation|n???|m20000000000
fal-ai/imagen4/preview/ultra||||image_generation|n???|m60000000000
fal-ai/imagen4/preview||||image_generation|n???|m39800000000
fal-ai/nano-banana||||image_generation|n???|m39000000000
fal-ai/recraft/v3/text-to-image||||image_generation|n???|m39800000000
fal-ai/stable-diffusion-v35-medium||||image_generation|n???|m39800000000
`,
  fireworks_ai: `
WhereIsAI/UAE-Large-V1||512||embedding|n???|i16000 o0
accounts/fireworks/models/SSD-1B||4096|4096|image_generation|n???|i130 o130
accounts/fireworks/models/chronos-hermes-13b-v2||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-13b-instruct||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-13b-python||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-13b||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-34b-instruct||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-34b-python||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-34b||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-70b-instruct||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-70b-python||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-70b||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/code-llama-7b-instruct||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-7b-python||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-llama-7b||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/code-qwen-1p5-7b||65536|65536|chat|????|i200000 o200000
accounts/fireworks/models/codegemma-2b||8192|8192|chat|????|i100000 o100000
accounts/fireworks/models/codegemma-7b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/cogito-671b-v2-p1||163840|163840|chat|????|i1200000 o1200000
accounts/fireworks/models/cogito-v1-preview-llama-3b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/cogito-v1-preview-llama-70b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/cogito-v1-preview-llama-8b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/cogito-v1-preview-qwen-14b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/cogito-v1-preview-qwen-32b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/dbrx-instruct||32768|32768|chat|????|i1200000 o1200000
accounts/fireworks/models/deepseek-coder-1b-base||16384|16384|chat|????|i100000 o100000
accounts/fireworks/models/deepseek-coder-33b-instruct||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/deepseek-coder-7b-base-v1p5||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-coder-7b-base||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-coder-7b-instruct-v1p5||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-coder-v2-instruct||65536|65536|chat|n?y?|i1200000 o1200000
accounts/fireworks/models/deepseek-coder-v2-lite-base||163840|163840|chat|????|i500000 o500000
accounts/fireworks/models/deepseek-coder-v2-lite-instruct||163840|163840|chat|????|i500000 o500000
accounts/fireworks/models/deepseek-prover-v2||163840|163840|chat|????|i1200000 o1200000
accounts/fireworks/models/deepseek-r1-0528-distill-qwen3-8b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-r1-basic||128000|20480|chat|??y?|i550000 o2190000
accounts/fireworks/models/deepseek-r1-distill-llama-70b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/deepseek-r1-distill-llama-8b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-r1-distill-qwen-14b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-r1-distill-qwen-1p5b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/deepseek-r1-distill-qwen-32b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/deepseek-r1-distill-qwen-7b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/deepseek-r1||128000|20480|chat|??y?|i3000000 o8000000
accounts/fireworks/models/deepseek-v2-lite-chat||163840|163840|chat|????|i500000 o500000
accounts/fireworks/models/deepseek-v2p5||32768|32768|chat|????|i1200000 o1200000
accounts/fireworks/models/deepseek-v3p1-terminus||128000|8192|chat|??yy|i560000 o1680000
accounts/fireworks/models/deepseek-v3p1||128000|8192|chat|??yy|i560000 o1680000
accounts/fireworks/models/deepseek-v3||128000|8192|chat|??y?|i900000 o900000
accounts/fireworks/models/devstral-small-2505||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/dobby-mini-unhinged-plus-llama-3-1-8b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/dobby-unhinged-llama-3-3-70b-new||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/dolphin-2-9-2-qwen2-72b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/dolphin-2p6-mixtral-8x7b||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/ernie-4p5-21b-a3b-pt||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/ernie-4p5-300b-a47b-pt||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/fare-20b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/firefunction-v1||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/firefunction-v2||8192|8192|chat|y?y?|i900000 o900000
accounts/fireworks/models/firellava-13b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/firesearch-ocr-v6||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/fireworks-asr-large||4096|4096|audio_transcription|n???|i0 o0
accounts/fireworks/models/fireworks-asr-v2||4096|4096|audio_transcription|n???|i0 o0
accounts/fireworks/models/flux-1-dev-controlnet-union||4096|4096|chat|????|i1000 o1000
accounts/fireworks/models/flux-1-dev-fp8||4096|4096|image_generation|n???|i500 o500
accounts/fireworks/models/flux-1-dev||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/flux-1-schnell-fp8||4096|4096|image_generation|n???|i350 o350
accounts/fireworks/models/flux-1-schnell||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/flux-kontext-max||4096|4096|image_generation|n???|i80000 o80000
accounts/fireworks/models/flux-kontext-pro||4096|4096|image_generation|n???|i40000 o40000
accounts/fireworks/models/gemma-2b-it||8192|8192|chat|????|i100000 o100000
accounts/fireworks/models/gemma-7b-it||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/gemma-7b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/gemma2-9b-it||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/glm-4p5-air||128000|96000|chat|y?yy|i220000 o880000
accounts/fireworks/models/glm-4p5v||131072|131072|chat|???y|i1200000 o1200000
accounts/fireworks/models/glm-4p5||128000|96000|chat|y?yy|i550000 o2190000
accounts/fireworks/models/glm-4p6||202800|202800|chat|y?yy|i550000 o2190000
accounts/fireworks/models/gpt-oss-safeguard-120b||131072|131072|chat|????|i1200000 o1200000
accounts/fireworks/models/gpt-oss-safeguard-20b||131072|131072|chat|????|i500000 o500000
accounts/fireworks/models/hermes-2-pro-mistral-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/internvl3-38b||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/internvl3-78b||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/internvl3-8b||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/japanese-stable-diffusion-xl||4096|4096|image_generation|n???|i130 o130
accounts/fireworks/models/kat-coder||262144|262144|chat|????|i900000 o900000
accounts/fireworks/models/kat-dev-32b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/kat-dev-72b-exp||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/kimi-k2-instruct-0905||262144|32768|chat|y?y?|i600000 o2500000
accounts/fireworks/models/kimi-k2-instruct||131072|16384|chat|y?y?|i600000 o2500000
accounts/fireworks/models/kimi-k2-thinking||262144|262144|chat|y?y?|i600000 o2500000
accounts/fireworks/models/llama-guard-2-8b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/llama-guard-3-1b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/llama-guard-3-8b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/llama-v2-13b-chat||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/llama-v2-13b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/llama-v2-70b-chat||2048|2048|chat|????|i900000 o900000
accounts/fireworks/models/llama-v2-70b||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/llama-v2-7b-chat||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/llama-v2-7b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/llama-v3-70b-instruct-hf||8192|8192|chat|????|i900000 o900000
accounts/fireworks/models/llama-v3-70b-instruct||8192|8192|chat|????|i900000 o900000
accounts/fireworks/models/llama-v3-8b-instruct-hf||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/llama-v3-8b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/llama-v3p1-405b-instruct-long||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/llama-v3p1-405b-instruct||128000|16384|chat|y?y?|i3000000 o3000000
accounts/fireworks/models/llama-v3p1-70b-instruct-1b||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/llama-v3p1-70b-instruct||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/llama-v3p1-nemotron-70b-instruct||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/llama-v3p2-11b-vision-instruct||16384|16384|chat|nyy?|i200000 o200000
accounts/fireworks/models/llama-v3p2-1b-instruct||16384|16384|chat|n?y?|i100000 o100000
accounts/fireworks/models/llama-v3p2-1b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/llama-v3p2-3b-instruct||16384|16384|chat|n?y?|i100000 o100000
accounts/fireworks/models/llama-v3p2-3b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/llama-v3p2-90b-vision-instruct||16384|16384|chat|?yy?|i900000 o900000
accounts/fireworks/models/llama-v3p3-70b-instruct||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/llama4-scout-instruct-basic||131072|131072|chat|??y?|i150000 o600000
accounts/fireworks/models/llamaguard-7b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/llava-yi-34b||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/minimax-m1-80k||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/minimax-m2||4096|4096|chat|????|i300000 o1200000
accounts/fireworks/models/ministral-3-14b-instruct-2512||256000|256000|chat|????|i200000 o200000
accounts/fireworks/models/ministral-3-3b-instruct-2512||256000|256000|chat|????|i100000 o100000
accounts/fireworks/models/ministral-3-8b-instruct-2512||256000|256000|chat|????|i200000 o200000
accounts/fireworks/models/mistral-7b-instruct-4k||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/mistral-7b-instruct-v0p2||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/mistral-7b-instruct-v3||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/mistral-7b-v0p2||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/mistral-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/mistral-large-3-fp8||256000|256000|chat|????|i1200000 o1200000
accounts/fireworks/models/mistral-nemo-base-2407||128000|128000|chat|????|i200000 o200000
accounts/fireworks/models/mistral-nemo-instruct-2407||128000|128000|chat|????|i200000 o200000
accounts/fireworks/models/mistral-small-24b-instruct-2501||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/mixtral-8x22b-instruct-hf||65536|65536|chat|y?y?|i1200000 o1200000
accounts/fireworks/models/mixtral-8x22b-instruct||65536|65536|chat|????|i1200000 o1200000
accounts/fireworks/models/mixtral-8x22b||65536|65536|chat|????|i1200000 o1200000
accounts/fireworks/models/mixtral-8x7b-instruct-hf||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/mixtral-8x7b-instruct||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/mixtral-8x7b||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/mythomax-l2-13b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/nemotron-nano-v2-12b-vl||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/nous-capybara-7b-v1p9||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/nous-hermes-2-mixtral-8x7b-dpo||32768|32768|chat|????|i500000 o500000
accounts/fireworks/models/nous-hermes-2-yi-34b||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/nous-hermes-llama2-13b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/nous-hermes-llama2-70b||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/nous-hermes-llama2-7b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/nvidia-nemotron-nano-12b-v2||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/nvidia-nemotron-nano-9b-v2||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/openchat-3p5-0106-7b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/openhermes-2-mistral-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/openhermes-2p5-mistral-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/openorca-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/phi-2-3b||2048|2048|chat|????|i100000 o100000
accounts/fireworks/models/phi-3-mini-128k-instruct||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/phi-3-vision-128k-instruct||32064|32064|chat|????|i200000 o200000
accounts/fireworks/models/phind-code-llama-34b-python-v1||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/phind-code-llama-34b-v1||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/phind-code-llama-34b-v2||16384|16384|chat|????|i900000 o900000
accounts/fireworks/models/playground-v2-1024px-aesthetic||4096|4096|image_generation|n???|i130 o130
accounts/fireworks/models/playground-v2-5-1024px-aesthetic||4096|4096|image_generation|n???|i130 o130
accounts/fireworks/models/pythia-12b||2048|2048|chat|????|i200000 o200000
accounts/fireworks/models/qwen-qwq-32b-preview||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen-v2p5-14b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen-v2p5-7b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/qwen1p5-72b-chat||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2-72b-instruct||32768|32768|chat|n?y?|i900000 o900000
accounts/fireworks/models/qwen2-7b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2-vl-2b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2-vl-72b-instruct||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2-vl-7b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-0p5b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-14b||131072|131072|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-1p5b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-32b-instruct||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-32b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-72b-instruct||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-72b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-7b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-coder-0p5b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-0p5b||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-14b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-coder-14b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-coder-1p5b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-1p5b||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-32b-instruct-128k||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-coder-32b-instruct-32k-rope||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-coder-32b-instruct-64k||65536|65536|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-coder-32b-instruct||4096|4096|chat|n?y?|i900000 o900000
accounts/fireworks/models/qwen2p5-coder-32b||32768|32768|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-coder-3b-instruct||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-3b||32768|32768|chat|????|i100000 o100000
accounts/fireworks/models/qwen2p5-coder-7b-instruct||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-coder-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-math-72b-instruct||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-vl-32b-instruct||128000|128000|chat|????|i900000 o900000
accounts/fireworks/models/qwen2p5-vl-3b-instruct||128000|128000|chat|????|i200000 o200000
accounts/fireworks/models/qwen2p5-vl-7b-instruct||128000|128000|chat|????|i200000 o200000
accounts/fireworks/models/qwen3-0p6b||40960|40960|chat|????|i100000 o100000
accounts/fireworks/models/qwen3-14b||40960|40960|chat|????|i200000 o200000
accounts/fireworks/models/qwen3-1p7b-fp8-draft-131072||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/qwen3-1p7b-fp8-draft-40960||40960|40960|chat|????|i100000 o100000
accounts/fireworks/models/qwen3-1p7b-fp8-draft||262144|262144|chat|????|i100000 o100000
accounts/fireworks/models/qwen3-1p7b||131072|131072|chat|????|i100000 o100000
accounts/fireworks/models/qwen3-235b-a22b-instruct-2507||262144|262144|chat|????|i220000 o880000
accounts/fireworks/models/qwen3-235b-a22b-thinking-2507||262144|262144|chat|????|i220000 o880000
accounts/fireworks/models/qwen3-30b-a3b-instruct-2507||262144|262144|chat|????|i500000 o500000
accounts/fireworks/models/qwen3-30b-a3b-thinking-2507||262144|262144|chat|????|i900000 o900000
accounts/fireworks/models/qwen3-30b-a3b||131072|131072|chat|????|i150000 o600000
accounts/fireworks/models/qwen3-32b||131072|131072|chat|???y|i900000 o900000
accounts/fireworks/models/qwen3-4b-instruct-2507||262144|262144|chat|????|i200000 o200000
accounts/fireworks/models/qwen3-4b||40960|40960|chat|????|i200000 o200000
accounts/fireworks/models/qwen3-8b||40960|40960|chat|???y|i200000 o200000
accounts/fireworks/models/qwen3-coder-30b-a3b-instruct||262144|262144|chat|????|i150000 o600000
accounts/fireworks/models/qwen3-coder-480b-a35b-instruct||262144|262144|chat|???y|i450000 o1800000
accounts/fireworks/models/qwen3-coder-480b-instruct-bf16||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/qwen3-embedding-0p6b||32768|32768|embedding|n???|i0 o0
accounts/fireworks/models/qwen3-embedding-4b||40960|40960|embedding|n???|i0 o0
accounts/fireworks/models/qwen3-next-80b-a3b-instruct||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/qwen3-next-80b-a3b-thinking||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/qwen3-reranker-0p6b||40960|40960|rerank|n???|i0 o0
accounts/fireworks/models/qwen3-reranker-4b||40960|40960|rerank|n???|i0 o0
accounts/fireworks/models/qwen3-reranker-8b||40960|40960|rerank|n???|i0 o0
accounts/fireworks/models/qwen3-vl-235b-a22b-instruct||262144|262144|chat|????|i220000 o880000
accounts/fireworks/models/qwen3-vl-235b-a22b-thinking||262144|262144|chat|????|i220000 o880000
accounts/fireworks/models/qwen3-vl-30b-a3b-instruct||262144|262144|chat|????|i150000 o600000
accounts/fireworks/models/qwen3-vl-30b-a3b-thinking||262144|262144|chat|????|i150000 o600000
accounts/fireworks/models/qwen3-vl-32b-instruct||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/qwen3-vl-8b-instruct||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/qwq-32b||131072|131072|chat|????|i900000 o900000
accounts/fireworks/models/rolm-ocr||128000|128000|chat|????|i200000 o200000
accounts/fireworks/models/snorkel-mistral-7b-pairrm-dpo||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/stable-diffusion-xl-1024-v1-0||4096|4096|image_generation|n???|i130 o130
accounts/fireworks/models/stablecode-3b||4096|4096|chat|????|i100000 o100000
accounts/fireworks/models/starcoder-16b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/starcoder-7b||8192|8192|chat|????|i200000 o200000
accounts/fireworks/models/starcoder2-15b||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/starcoder2-3b||16384|16384|chat|????|i100000 o100000
accounts/fireworks/models/starcoder2-7b||16384|16384|chat|????|i200000 o200000
accounts/fireworks/models/toppy-m-7b||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/yi-34b-200k-capybara||200000|200000|chat|????|i900000 o900000
accounts/fireworks/models/yi-34b-chat||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/yi-34b||4096|4096|chat|????|i900000 o900000
accounts/fireworks/models/yi-6b||4096|4096|chat|????|i200000 o200000
accounts/fireworks/models/yi-large||32768|32768|chat|n?y?|i3000000 o3000000
accounts/fireworks/models/zephyr-7b-beta||32768|32768|chat|????|i200000 o200000
accounts/fireworks/models/||40960|40960|embedding|n???|i100000 o0
fireworks-ai-4.1b-to-16b||||chat|????|i200000 o200000
fireworks-ai-56b-to-176b||||chat|????|i1200000 o1200000
fireworks-ai-above-16b||||chat|????|i900000 o900000
fireworks-ai-default||||chat|????|i0 o0
fireworks-ai-embedding-150m-to-350m||||chat|????|i16000 o0
fireworks-ai-embedding-up-to-150m||||chat|????|i8000 o0
fireworks-ai-moe-up-to-56b||||chat|????|i500000 o500000
fireworks-ai-up-to-4b||||chat|????|i200000 o200000
nomic-ai/nomic-embed-text-v1.5||8192||embedding|n???|i8000 o0
nomic-ai/nomic-embed-text-v1||8192||embedding|n???|i8000 o0
thenlper/gte-base||512||embedding|n???|i8000 o0
thenlper/gte-large||512||embedding|n???|i16000 o0
`,
  friendliai: `
meta-llama-3.1-70b-instruct||8192|8192|chat|y?y?|i600000 o600000
meta-llama-3.1-8b-instruct||8192|8192|chat|y?y?|i100000 o100000
`,
  gigachat: `
Embeddings-2||512||embedding|n???|i0 o0
EmbeddingsGigaR||4096||embedding|n???|i0 o0
Embeddings||512||embedding|n???|i0 o0
GigaChat-2-Lite||128000|8192|chat|y???|i0 o0
GigaChat-2-Max||128000|8192|chat|yy??|i0 o0
GigaChat-2-Pro||128000|8192|chat|yy??|i0 o0
`,
  github_copilot: `
mai-code-1-flash-internal||128000|64000|chat|y?y?|i750000 o4500000 r75000
mai-code-1-flash||128000|64000|chat|y?y?|i750000 o4500000 r75000
`,
  gmi: `
MiniMaxAI/MiniMax-M2.1||196608|16384|chat|????|i300000 o1200000
Qwen/Qwen3-VL-235B-A22B-Instruct-FP8||262144|16384|chat|?y??|i300000 o1400000
anthropic/claude-opus-4.5||409600|32000|chat|yy??|i5000000 o25000000
anthropic/claude-opus-4||409600|32000|chat|yy??|i15000000 o75000000
anthropic/claude-sonnet-4.5||409600|32000|chat|yy??|i3000000 o15000000
anthropic/claude-sonnet-4||409600|32000|chat|yy??|i3000000 o15000000
deepseek-ai/DeepSeek-V3-0324||163840|16384|chat|y???|i280000 o880000
deepseek-ai/DeepSeek-V3.2||163840|16384|chat|y???|i280000 o400000
google/gemini-3-flash-preview||1048576|65536|chat|yy??|i500000 o3000000
google/gemini-3-pro-preview||1048576|65536|chat|yy??|i2000000 o12000000
moonshotai/Kimi-K2-Thinking||262144|16384|chat|????|i800000 o1200000
openai/gpt-4o-mini||131072|16384|chat|yy??|i150000 o600000
openai/gpt-4o||131072|16384|chat|yy??|i2500000 o10000000
openai/gpt-5.1||409600|32000|chat|y???|i1250000 o10000000
openai/gpt-5.2||409600|32000|chat|y???|i1750000 o14000000
openai/gpt-5||409600|32000|chat|y???|i1250000 o10000000
zai-org/GLM-4.7-FP8||202752|16384|chat|????|i400000 o2000000
`,
  google: `
chirp_3||||audio_transcription|n???|s266670000
chirp||||audio_speech|n???|c30000000
codestral-2501||128000|128000|chat|y???|i200000 o600000
codestral-2@001||128000|128000|chat|y???|i300000 o900000
codestral-2||128000|128000|chat|y???|i300000 o900000
codestral@2405||128000|128000|chat|y???|i200000 o600000
codestral@latest||128000|128000|chat|y???|i200000 o600000
deep-research-pro-preview-12-2025||65536|32768|image_generation|nyy?|i2000000 o12000000 oi120000000 m1100000000|||batch:i1000000 o6000000
deepseek-ai/deepseek-ocr-maas||||ocr|n???|i300000 o1200000
deepseek-ai/deepseek-r1-0528-maas||65336|8192|chat|y??y|i1350000 o5400000
deepseek-ai/deepseek-v3.1-maas||163840|32768|chat|y??y|i1350000 o5400000
deepseek-ai/deepseek-v3.2-maas||163840|32768|chat|y??y|i560000 o1680000|||batch:i280000 o840000
gemini-2.0-flash-exp-image-generation||32768|32768|image_generation|ny??|i0 o0 m39000000000
gemini-2.5-computer-use-preview-10-2025||128000|64000|chat|yy??|i1250000 o10000000|200000:i2500000 o15000000
gemini-2.5-flash-lite-preview-06-17||1048576|65535|chat|yyyy|i100000 o400000 r25000 ia500000 t400000 f35000000000||2025-11-18
gemini-2.5-flash-lite-preview-09-2025||1048576|65535|chat|yyyy|i100000 o400000 r10000 ia300000 t400000 f35000000000
gemini-2.5-flash-native-audio-preview-09-2025||1048576|8192|chat|????|i300000 o2500000 ia1000000
gemini-2.5-flash-native-audio-preview-12-2025||1048576|8192|chat|????|i300000 o2500000 ia1000000
gemini-3.1-pro-preview-customtools||1048576|65536|chat|yyyy|i2000000 o12000000 r200000 m120000000 f14000000000|200000:i4000000 o18000000 r400000 w250000||batch:i1000000 o6000000
gemini-exp-1114||1048576|8192|chat|yyy?|i0 o0|128000:i0 o0
gemini-exp-1206||2097152|8192|chat|yyy?|i0 o0|128000:i0 o0
gemini-flash-experimental||1000000|8192|embedding|n???|i0 o0 c0
gemini-flash-latest||1048576|65535|chat|yyyy|i300000 o2500000 r75000 ia1000000 t2500000 f35000000000
gemini-flash-lite-latest||1048576|65535|chat|yyyy|i100000 o400000 r25000 ia300000 t400000 f35000000000
gemini-gemma-2-27b-it|||8192|chat|yy??|i350000 o1050000
gemini-gemma-2-9b-it|||8192|chat|yy??|i350000 o1050000
gemini-live-2.5-flash-preview-native-audio-09-2025||1048576|65535|realtime|nyy?|i300000 o2000000 r75000 ia3000000 oa12000000 f35000000000
gemini-robotics-er-1.5-preview||1048576|65535|chat|yyyy|i300000 o2500000 r0 ia1000000 t2500000
gemma-3-27b-it||131072|8192|chat|yyy?|i0 o0 s0 c0|128000:i0 o0 s0 c0
google/gemma-4-26b-a4b-it-maas||256000|128000|chat|yy??|i150000 o600000
imagegeneration@006||||image_generation|n???|m20000000000
imagen-3.0-capability-001||||image_generation|n???|m40000000000
imagen-3.0-fast-generate-001||||image_generation|n???|m20000000000
jamba-1.5-large@001||256000|256000|chat|????|i2000000 o8000000
jamba-1.5-large||256000|256000|chat|????|i2000000 o8000000
jamba-1.5-mini@001||256000|256000|chat|????|i200000 o400000
jamba-1.5-mini||256000|256000|chat|????|i200000 o400000
jamba-1.5||256000|256000|chat|????|i200000 o400000
learnlm-1.5-pro-experimental||32767|8192|chat|yyy?|i0 o0 s0 c0|128000:i0 o0 s0 c0
lyria-3-clip-preview||131072|8192|chat|nnn?|i0 o0 m40000000000
lyria-3-pro-preview||131072|8192|chat|nnn?|i0 o0
medlm-large||8192|1024|chat|????|c5000000
medlm-medium||32768|8192|chat|????|c500000
meta/llama-3.1-405b-instruct-maas||128000|2048|chat|?y??|i5000000 o16000000
meta/llama-3.1-70b-instruct-maas||128000|2048|chat|?y??|i0 o0
meta/llama-3.1-8b-instruct-maas||128000|2048|chat|?y??|i0 o0
meta/llama-3.2-90b-vision-instruct-maas||128000|2048|chat|?y??|i0 o0
meta/llama-4-maverick-17b-128e-instruct-maas||1000000|1000000|chat|y???|i350000 o1150000
meta/llama-4-maverick-17b-16e-instruct-maas||1000000|1000000|chat|y???|i350000 o1150000
meta/llama-4-scout-17b-128e-instruct-maas||10000000|10000000|chat|y???|i250000 o700000
meta/llama-4-scout-17b-16e-instruct-maas||10000000|10000000|chat|y???|i250000 o700000
meta/llama3-405b-instruct-maas||32000|32000|chat|????|i0 o0
meta/llama3-70b-instruct-maas||32000|32000|chat|????|i0 o0
meta/llama3-8b-instruct-maas||32000|32000|chat|????|i0 o0
minimaxai/minimax-m2-maas||196608|196608|chat|y???|i300000 o1200000
mistral-large-2411||128000|8191|chat|y???|i2000000 o6000000
mistral-large@2407||128000|8191|chat|y???|i2000000 o6000000
mistral-large@2411-001||128000|8191|chat|y???|i2000000 o6000000
mistral-large@latest||128000|8191|chat|y???|i2000000 o6000000
mistral-medium-3@001||128000|8191|chat|y???|i400000 o2000000
mistral-medium-3||128000|8191|chat|y???|i400000 o2000000
mistral-nemo@2407||128000|128000|chat|y???|i3000000 o3000000
mistral-nemo@latest||128000|128000|chat|y???|i150000 o150000
mistral-small-2503@001||32000|8191|chat|y???|i1000000 o3000000
mistral-small-2503||128000|128000|chat|yy??|i1000000 o3000000
mistralai/codestral-2@001||128000|128000|chat|y???|i300000 o900000
mistralai/codestral-2||128000|128000|chat|y???|i300000 o900000
mistralai/mistral-medium-3@001||128000|8191|chat|y???|i400000 o2000000
mistralai/mistral-medium-3||128000|8191|chat|y???|i400000 o2000000
moonshotai/kimi-k2-thinking-maas||256000|256000|chat|y???|i600000 o2500000
multimodalembedding@001||2048||embedding|n???|i800000 o0 c200000
multimodalembedding||2048||embedding|n???|i800000 o0 c200000
openai/gpt-oss-120b-maas||131072|32768|chat|???y|i150000 o600000
openai/gpt-oss-20b-maas||131072|32768|chat|???y|i75000 o300000
qwen/qwen3-235b-a22b-instruct-2507-maas||262144|16384|chat|y???|i250000 o1000000
qwen/qwen3-coder-480b-a35b-instruct-maas||262144|32768|chat|y???|i1000000 o4000000
qwen/qwen3-next-80b-a3b-instruct-maas||262144|262144|chat|y???|i150000 o1200000
qwen/qwen3-next-80b-a3b-thinking-maas||262144|262144|chat|y???|i150000 o1200000
search_api||||vector_store|n???|f1500000000
text-embedding-large-exp-03-07||8192||embedding|n???|i100000 o0 c25000
text-embedding-preview-0409||3072||embedding|n???|i6250 o0
text-multilingual-embedding-002||2048||embedding|n???|i100000 o0 c25000
text-unicorn@001||8192|1024|completion|n???|i10000000 o28000000
text-unicorn||8192|1024|completion|n???|i10000000 o28000000
veo-2.0-generate-001||1024||video_generation|n???|s350000000000
veo-3.0-fast-generate-001||1024||video_generation|n???|s150000000000
veo-3.0-generate-001||1024||video_generation|n???|s400000000000
veo-3.1-fast-generate-001||1024||video_generation|n???|s150000000000
veo-3.1-fast-generate-preview||1024||video_generation|n???|s150000000000
veo-3.1-generate-001||1024||video_generation|n???|s400000000000
veo-3.1-generate-preview||1024||video_generation|n???|s400000000000
veo-3.1-lite-generate-preview||1024||video_generation|n???|s50000000000
xai/grok-4.1-fast-non-reasoning||2000000|2000000|chat|yyy?|i200000 o500000 r50000
xai/grok-4.1-fast-reasoning||2000000|2000000|chat|yyyy|i200000 o500000 r50000
xai/grok-4.20-non-reasoning||2000000|2000000|chat|yyy?|i2000000 o6000000 r200000
xai/grok-4.20-reasoning||2000000|2000000|chat|yyyy|i2000000 o6000000 r200000
zai-org/glm-4.7-maas||200000|128000|chat|y??y|i600000 o2200000
zai-org/glm-5-maas||200000|128000|chat|y??y|i1000000 o3200000 r100000
`,
  gradient_ai: `
anthropic-claude-3-opus||200000|1024|chat|????|i15000000 o75000000
anthropic-claude-3.5-haiku||200000|1024|chat|????|i800000 o4000000
anthropic-claude-3.5-sonnet||200000|1024|chat|????|i3000000 o15000000
anthropic-claude-3.7-sonnet||200000|1024|chat|????|i3000000 o15000000
deepseek-r1-distill-llama-70b||32768|8000|chat|????|i990000 o990000
llama3-8b-instruct||8192|512|chat|????|i200000 o200000
llama3.3-70b-instruct||128000|2048|chat|????|i650000 o650000
mistral-nemo-instruct-2407||128000|512|chat|????|i300000 o300000
openai-o3-mini||200000|100000|chat|????|i1100000 o4400000
openai-o3||200000|100000|chat|????|i2000000 o8000000
`,
  groq: `
playai-tts||10000|10000|audio_speech|n???|c50000000
`,
  hyperbolic: `
NousResearch/Hermes-3-Llama-3.1-70B||32768|32768|chat|y???|i120000 o300000
Qwen/QwQ-32B||131072|131072|chat|y???|i200000 o200000
Qwen/Qwen2.5-72B-Instruct||131072|131072|chat|y???|i120000 o300000
Qwen/Qwen2.5-Coder-32B-Instruct||32768|32768|chat|y???|i120000 o300000
Qwen/Qwen3-235B-A22B||131072|131072|chat|y???|i2000000 o2000000
deepseek-ai/DeepSeek-R1-0528||131072|131072|chat|y???|i250000 o250000
deepseek-ai/DeepSeek-R1||32768|32768|chat|y???|i400000 o400000
deepseek-ai/DeepSeek-V3-0324||32768|32768|chat|y???|i400000 o400000
deepseek-ai/DeepSeek-V3||32768|32768|chat|y???|i200000 o200000
meta-llama/Llama-3.2-3B-Instruct||32768|32768|chat|y???|i120000 o300000
meta-llama/Llama-3.3-70B-Instruct||131072|131072|chat|y???|i120000 o300000
meta-llama/Meta-Llama-3-70B-Instruct||131072|131072|chat|y???|i120000 o300000
meta-llama/Meta-Llama-3.1-405B-Instruct||32768|32768|chat|y???|i120000 o300000
meta-llama/Meta-Llama-3.1-70B-Instruct||32768|32768|chat|y???|i120000 o300000
meta-llama/Meta-Llama-3.1-8B-Instruct||32768|32768|chat|y???|i120000 o300000
moonshotai/Kimi-K2-Instruct||131072|131072|chat|y???|i2000000 o2000000
`,
  inception: `
mercury-2||128000|50000|chat|y?y?|i250000 o750000 r25000
`,
  jina_ai: `
jina-reranker-v2-base-multilingual||1024|1024|rerank|n???|i18000 o18000
`,
  lambda_ai: `
deepseek-llama3.3-70b||131072|131072|chat|y??y|i200000 o600000
deepseek-r1-0528||131072|131072|chat|y??y|i200000 o600000
deepseek-r1-671b||131072|131072|chat|y??y|i800000 o800000
deepseek-v3-0324||131072|131072|chat|y???|i200000 o600000
hermes3-405b||131072|131072|chat|y???|i800000 o800000
hermes3-70b||131072|131072|chat|y???|i120000 o300000
hermes3-8b||131072|131072|chat|y???|i25000 o40000
lfm-40b||131072|131072|chat|y???|i100000 o200000
lfm-7b||131072|131072|chat|y???|i25000 o40000
llama-4-maverick-17b-128e-instruct-fp8||131072|8192|chat|y???|i50000 o100000
llama-4-scout-17b-16e-instruct||16384|8192|chat|y???|i50000 o100000
llama3.1-405b-instruct-fp8||131072|131072|chat|y???|i800000 o800000
llama3.1-70b-instruct-fp8||131072|131072|chat|y???|i120000 o300000
llama3.1-8b-instruct||131072|131072|chat|y???|i25000 o40000
llama3.1-nemotron-70b-instruct-fp8||131072|131072|chat|y???|i120000 o300000
llama3.2-11b-vision-instruct||131072|131072|chat|yy??|i15000 o25000
llama3.2-3b-instruct||131072|131072|chat|y???|i15000 o25000
llama3.3-70b-instruct-fp8||131072|131072|chat|y???|i120000 o300000
qwen25-coder-32b-instruct||131072|131072|chat|y???|i50000 o100000
qwen3-32b-fp8||131072|131072|chat|y??y|i50000 o100000
`,
  lemonade: `
Gemma-3-4b-it-GGUF||128000|8192|chat|y?y?|i0 o0
Qwen3-4B-Instruct-2507-GGUF||262144|32768|chat|y?y?|i0 o0
Qwen3-Coder-30B-A3B-Instruct-GGUF||262144|32768|chat|y?y?|i0 o0
gpt-oss-120b-mxfp-GGUF||131072|32768|chat|y?y?|i0 o0
gpt-oss-20b-mxfp4-GGUF||131072|32768|chat|y?y?|i0 o0
`,
  libertai: `
bge-m3||8192||embedding|n???|i10000 o0
deepseek-v4-flash-thinking||200000|200000|chat|yn?y|i250000 o1750000
deepseek-v4-flash||200000|200000|chat|yn??|i250000 o1750000
gemma-4-31b-it-thinking||262144|262144|chat|yy?y|i150000 o400000
gemma-4-31b-it||262144|262144|chat|yy??|i150000 o400000
hermes-3-8b-tee||16000|16000|chat|yn??|i150000 o600000
qwen3.5-122b-a10b-thinking||262144|262144|chat|yy?y|i250000 o1750000
qwen3.5-122b-a10b||262144|262144|chat|yy??|i250000 o1750000
qwen3.6-27b-thinking||262144|262144|chat|yy?y|i150000 o500000
qwen3.6-27b||262144|262144|chat|yy??|i150000 o500000
qwen3.6-35b-a3b-thinking||262144|262144|chat|yy?y|i150000 o500000
qwen3.6-35b-a3b||262144|262144|chat|yy??|i150000 o500000
`,
  llamagate: `
codellama-7b||16384|4096|chat|y?y?|i60000 o120000
deepseek-coder-6.7b||16384|4096|chat|y?y?|i60000 o120000
deepseek-r1-7b-qwen||131072|16384|chat|y?yy|i80000 o150000
deepseek-r1-8b||65536|16384|chat|y?yy|i100000 o200000
dolphin3-8b||128000|8192|chat|y?y?|i80000 o150000
gemma3-4b||128000|8192|chat|yyy?|i30000 o80000
llama-3.1-8b||131072|8192|chat|y?y?|i30000 o50000
llama-3.2-3b||131072|8192|chat|y?y?|i40000 o80000
llava-7b||4096|2048|chat|?yy?|i100000 o200000
mistral-7b-v0.3||32768|8192|chat|y?y?|i100000 o150000
nomic-embed-text||8192||embedding|n???|i20000 o0
openthinker-7b||32768|8192|chat|y?yy|i80000 o150000
qwen2.5-coder-7b||32768|8192|chat|y?y?|i60000 o120000
qwen3-8b||32768|8192|chat|y?y?|i40000 o140000
qwen3-embedding-8b||40960||embedding|n???|i20000 o0
qwen3-vl-8b||32768|8192|chat|yyy?|i150000 o550000
`,
  meta: `
muse-spark-1.1||1048576|131072|chat|yyyy|i1250000 o4250000 r150000
`,
  minimax: `
MiniMax-M2.1-lightning||1000000|8192|chat|y??y|i300000 o2400000 r30000 w375000
MiniMax-M2.5-lightning||1000000|8192|chat|y??y|i300000 o2400000 r30000 w375000
speech-02-hd||||audio_speech|n???|c100000000
speech-02-turbo||||audio_speech|n???|c60000000
speech-2.6-hd||||audio_speech|n???|c100000000
speech-2.6-turbo||||audio_speech|n???|c60000000
`,
  mistral: `
codestral-2405||32000|8191|chat|????|i0 o0
codestral-mamba-latest||256000|256000|chat|????|i250000 o250000
devstral-latest||256000|256000|chat|y?y?|i400000 o2000000
devstral-medium-2507||128000|128000|chat|y?y?|i400000 o2000000
devstral-medium-latest||256000|256000|chat|y?y?|i400000 o2000000
magistral-medium-1-2-2509||40000|40000|chat|y?yy|i2000000 o5000000
magistral-small-1-2-2509||40000|40000|chat|y?yy|i500000 o1500000
ministral-3-14b-2512||262144|262144|chat|yyy?|i200000 o200000
ministral-3-3b-2512||131072|131072|chat|yyy?|i100000 o100000
ministral-3-8b-2512||262144|262144|chat|yyy?|i150000 o150000
mistral-large-2402||32000|8191|chat|y?y?|i4000000 o12000000
mistral-large-3||262144|262144|chat|yyy?|i500000 o1500000
mistral-medium-2604||262144|262144|chat|yyyy|i1500000 o7500000
mistral-medium-3-1-2508||131072|131072|chat|yyy?|i400000 o2000000
mistral-small-3-2-2506||131072|131072|chat|yyy?|i60000 o180000
mistral-small||32000|8191|chat|y?y?|i100000 o300000
open-codestral-mamba||256000|256000|chat|????|i250000 o250000
open-mistral-nemo-2407||128000|128000|chat|??y?|i300000 o300000
open-mixtral-8x22b||65336|8191|chat|y?y?|i2000000 o6000000
`,
  moonshot: `
kimi-latest-128k||131072|131072|chat|yy??|i2000000 o5000000 r150000||2026-01-28
kimi-latest-32k||32768|32768|chat|yy??|i1000000 o3000000 r150000||2026-01-28
kimi-latest-8k||8192|8192|chat|yy??|i200000 o2000000 r150000||2026-01-28
kimi-latest||131072|131072|chat|yy??|i2000000 o5000000 r150000||2026-01-28
kimi-thinking-preview||131072|131072|chat|?y??|i600000 o2500000 r150000||2025-11-11
moonshot-v1-128k-0430||131072|131072|chat|y???|i2000000 o5000000||2024-04-30
moonshot-v1-32k-0430||32768|32768|chat|y???|i1000000 o3000000||2024-04-30
moonshot-v1-8k-0430||8192|8192|chat|y???|i200000 o2000000||2024-04-30
moonshot-v1-auto||131072|131072|chat|y?y?|i2000000 o5000000
`,
  morph: `
morph-v3-fast||16000|16000|chat|nn??|i800000 o1200000
morph-v3-large||16000|16000|chat|nn??|i900000 o1900000
`,
  nebius: `
BAAI/bge-en-icl||32768||embedding|n???|i10000 o0
BAAI/bge-multilingual-gemma2||8192||embedding|n???|i10000 o0
NousResearch/Hermes-3-Llama-3.1-405B||128000|128000|chat|y???|i1000000 o3000000
Qwen/QwQ-32B||32768|32768|chat|y??y|i150000 o450000
Qwen/Qwen2-VL-72B-Instruct||131072|131072|chat|yy??|i130000 o400000
Qwen/Qwen2-VL-7B-Instruct||131072|131072|chat|?y??|i20000 o60000
Qwen/Qwen2.5-32B-Instruct||128000|128000|chat|y???|i60000 o200000
Qwen/Qwen2.5-72B-Instruct||128000|128000|chat|y???|i130000 o400000
Qwen/Qwen2.5-Coder-7B||32768|32768|chat|y???|i10000 o30000
Qwen/Qwen2.5-VL-72B-Instruct||131072|131072|chat|yy??|i130000 o400000
Qwen/Qwen3-14B||32768|32768|chat|y???|i80000 o240000
Qwen/Qwen3-235B-A22B||262144|262144|chat|y???|i200000 o600000
Qwen/Qwen3-30B-A3B||32768|32768|chat|y???|i100000 o300000
Qwen/Qwen3-32B||32768|32768|chat|y???|i100000 o300000
Qwen/Qwen3-4B||32768|32768|chat|y???|i80000 o240000
deepseek-ai/DeepSeek-R1-0528||164000|164000|chat|y??y|i800000 o2400000
deepseek-ai/DeepSeek-R1-Distill-Llama-70B||128000|128000|chat|y???|i250000 o750000
deepseek-ai/DeepSeek-R1||128000|128000|chat|y??y|i800000 o2400000
deepseek-ai/DeepSeek-V3-0324||128000|128000|chat|y???|i500000 o1500000
deepseek-ai/DeepSeek-V3||128000|128000|chat|y???|i500000 o1500000
google/gemma-3-27b-it||128000|128000|chat|yy??|i60000 o200000
intfloat/e5-mistral-7b-instruct||32768||embedding|n???|i10000 o0
meta-llama/Llama-3.3-70B-Instruct||128000|128000|chat|y???|i130000 o400000
meta-llama/Llama-Guard-3-8B||128000|128000|chat|????|i20000 o60000
meta-llama/Meta-Llama-3.1-405B-Instruct||128000|128000|chat|y???|i1000000 o3000000
meta-llama/Meta-Llama-3.1-70B-Instruct||128000|128000|chat|y???|i130000 o400000
meta-llama/Meta-Llama-3.1-8B-Instruct||128000|128000|chat|y???|i20000 o60000
mistralai/Mistral-Nemo-Instruct-2407||128000|128000|chat|y???|i40000 o120000
nvidia/Llama-3.1-Nemotron-Ultra-253B-v1||128000|128000|chat|y???|i600000 o1800000
nvidia/Llama-3.3-Nemotron-Super-49B-v1||131072|131072|chat|y???|i100000 o400000
`,
  nlp_cloud: `
chatdolphin||16384|16384|chat|????|i500000 o500000
dolphin||16384|16384|completion|n???|i500000 o500000
`,
  novita: `
baai/bge-m3||8192|96000|embedding|n???|i10000 o10000
baai/bge-reranker-v2-m3||8000|8000|rerank|n???|i10000 o10000
baichuan/baichuan-m2-32b||131072|131072|chat|????|i70000 o70000
baidu/ernie-4.5-21B-a3b-thinking||131072|65536|chat|???y|i70000 o280000
baidu/ernie-4.5-21B-a3b||120000|8000|chat|y???|i70000 o280000
baidu/ernie-4.5-300b-a47b-paddle||123000|12000|chat|??y?|i280000 o1100000
baidu/ernie-4.5-vl-28b-a3b-thinking||131072|65536|chat|yyyy|i390000 o390000
baidu/ernie-4.5-vl-28b-a3b||30000|8000|chat|yy?y|i140000 o560000
baidu/ernie-4.5-vl-424b-a47b||123000|16000|chat|?y?y|i420000 o1250000
deepseek/deepseek-ocr||8192|8192|chat|?yy?|i30000 o30000
deepseek/deepseek-prover-v2-671b||160000|160000|chat|????|i700000 o2500000
deepseek/deepseek-r1-0528-qwen3-8b||128000|32000|chat|???y|i60000 o90000
deepseek/deepseek-r1-0528||163840|32768|chat|y?yy|i700000 o2500000 r350000
deepseek/deepseek-r1-turbo||64000|16000|chat|y??y|i700000 o2500000
deepseek/deepseek-v3-0324||163840|163840|chat|y?y?|i270000 o1120000 r135000
deepseek/deepseek-v3-turbo||64000|16000|chat|y???|i400000 o1300000
deepseek/deepseek-v3.1-terminus||131072|32768|chat|y?yy|i270000 o1000000 r135000
deepseek/deepseek-v3.1||131072|32768|chat|y?yy|i270000 o1000000 r135000
deepseek/deepseek-v3.2-exp||163840|65536|chat|y?yy|i270000 o410000
deepseek/deepseek-v3.2||163840|65536|chat|y?yy|i269000 o400000 r134500
google/gemma-3-12b-it||131072|8192|chat|?yy?|i50000 o100000
google/gemma-3-27b-it||98304|16384|chat|?y??|i119000 o200000
kwaipilot/kat-coder-pro||256000|128000|chat|y?y?|i300000 o1200000 r60000
meta-llama/llama-4-maverick-17b-128e-instruct-fp8||1048576|8192|chat|?y??|i270000 o850000
meta-llama/llama-4-scout-17b-16e-instruct||131072|131072|chat|?y??|i180000 o590000
minimax/minimax-m2.1||204800|131072|chat|y?y?|i300000 o1200000 r30000
minimax/minimax-m2||204800|131072|chat|y??y|i300000 o1200000 r30000
minimaxai/minimax-m1-80k||1000000|40000|chat|y??y|i550000 o2200000
moonshotai/kimi-k2-0905||262144|262144|chat|y?y?|i600000 o2500000
moonshotai/kimi-k2-instruct||131072|131072|chat|y?y?|i570000 o2300000
moonshotai/kimi-k2-thinking||262144|262144|chat|y?yy|i600000 o2500000
openai/gpt-oss-120b||131072|32768|chat|yyyy|i50000 o250000
openai/gpt-oss-20b||131072|32768|chat|?yyy|i40000 o150000
paddlepaddle/paddleocr-vl||16384|16384|chat|?y??|i20000 o20000
qwen/qwen-mt-plus||16384|8192|chat|????|i250000 o750000
qwen/qwen2.5-7b-instruct||32000|32000|chat|y?y?|i70000 o70000
qwen/qwen2.5-vl-72b-instruct||32768|32768|chat|?y??|i800000 o800000
qwen/qwen3-235b-a22b-fp8||40960|20000|chat|???y|i200000 o800000
qwen/qwen3-235b-a22b-instruct-2507||131072|16384|chat|y?y?|i90000 o580000
qwen/qwen3-235b-a22b-thinking-2507||131072|32768|chat|y??y|i300000 o3000000
qwen/qwen3-30b-a3b-fp8||40960|20000|chat|???y|i90000 o450000
qwen/qwen3-32b-fp8||40960|20000|chat|???y|i100000 o450000
qwen/qwen3-4b-fp8||128000|20000|chat|???y|i30000 o30000
qwen/qwen3-8b-fp8||128000|20000|chat|???y|i35000 o138000
qwen/qwen3-coder-30b-a3b-instruct||160000|32768|chat|y?y?|i70000 o270000
qwen/qwen3-coder-480b-a35b-instruct||262144|65536|chat|y?y?|i300000 o1300000
qwen/qwen3-embedding-0.6b||32768|32768|embedding|n???|i70000 o0
qwen/qwen3-embedding-8b||32768|4096|embedding|n???|i70000 o0
qwen/qwen3-max||262144|65536|chat|y?y?|i2110000 o8450000
qwen/qwen3-next-80b-a3b-instruct||131072|32768|chat|y?y?|i150000 o1500000
qwen/qwen3-next-80b-a3b-thinking||131072|32768|chat|y?yy|i150000 o1500000
qwen/qwen3-omni-30b-a3b-instruct||65536|16384|chat|yyy?|i250000 o970000
qwen/qwen3-omni-30b-a3b-thinking||65536|16384|chat|yyyy|i250000 o970000
qwen/qwen3-reranker-8b||32768|4096|rerank|n???|i50000 o50000
qwen/qwen3-vl-235b-a22b-instruct||131072|32768|chat|yyy?|i300000 o1500000
qwen/qwen3-vl-235b-a22b-thinking||131072|32768|chat|?y?y|i980000 o3950000
qwen/qwen3-vl-30b-a3b-instruct||131072|32768|chat|yyy?|i200000 o700000
qwen/qwen3-vl-30b-a3b-thinking||131072|32768|chat|yyy?|i200000 o1000000
qwen/qwen3-vl-8b-instruct||131072|32768|chat|yyy?|i80000 o500000
skywork/r1v4-lite||262144|65536|chat|?yy?|i200000 o600000
xiaomimimo/mimo-v2-flash||262144|32000|chat|y?yy|i100000 o300000 r20000
zai-org/autoglm-phone-9b-multilingual||65536|65536|chat|?y??|i35000 o138000
zai-org/glm-4.5-air||131072|98304|chat|y??y|i130000 o850000
zai-org/glm-4.5v||65536|16384|chat|yyyy|i600000 o1800000 r110000
zai-org/glm-4.5||131072|98304|chat|y??y|i600000 o2200000 r110000
zai-org/glm-4.6v||131072|32768|chat|yyyy|i300000 o900000 r55000
zai-org/glm-4.6||204800|131072|chat|y?yy|i550000 o2200000 r110000
zai-org/glm-4.7||204800|131072|chat|y?yy|i600000 o2200000 r110000
`,
  nscale: `
Qwen/QwQ-32B||||chat|????|i180000 o200000
Qwen/Qwen2.5-Coder-32B-Instruct||||chat|????|i60000 o200000
Qwen/Qwen2.5-Coder-3B-Instruct||||chat|????|i10000 o30000
Qwen/Qwen2.5-Coder-7B-Instruct||||chat|????|i10000 o30000
deepseek-ai/DeepSeek-R1-Distill-Llama-70B||||chat|????|i375000 o375000
deepseek-ai/DeepSeek-R1-Distill-Llama-8B||||chat|????|i25000 o25000
deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B||||chat|????|i90000 o90000
deepseek-ai/DeepSeek-R1-Distill-Qwen-14B||||chat|????|i70000 o70000
deepseek-ai/DeepSeek-R1-Distill-Qwen-32B||||chat|????|i150000 o150000
deepseek-ai/DeepSeek-R1-Distill-Qwen-7B||||chat|????|i200000 o200000
meta-llama/Llama-3.1-8B-Instruct||||chat|????|i30000 o30000
meta-llama/Llama-3.3-70B-Instruct||||chat|????|i200000 o200000
meta-llama/Llama-4-Scout-17B-16E-Instruct||||chat|????|i90000 o290000
mistralai/mixtral-8x22b-instruct-v0.1||||chat|????|i600000 o600000
`,
  nvidia_nim: `
nvidia/llama-3_2-nv-rerankqa-1b-v2||||rerank|n???|i0 o0 f0
nvidia/nv-rerankqa-mistral-4b-v3||||rerank|n???|i0 o0 f0
ranking/nvidia/llama-3.2-nv-rerankqa-1b-v2||||rerank|n???|i0 o0 f0
`,
  oci: `
cohere.command-a-03-2025||256000|4000|chat|y?n?|i1560000 o1560000
cohere.command-a-reasoning-08-2025||256000|4000|chat|y?n?|i1560000 o1560000
cohere.command-a-reasoning||256000|8192|chat|n?n?|i1560000 o1560000
cohere.command-a-translate-08-2025||256000|4000|chat|n?n?|i90000 o90000
cohere.command-a-vision-07-2025||128000|4000|chat|yyn?|i1560000 o1560000
cohere.command-a-vision||256000|8192|chat|yyn?|i1560000 o1560000
cohere.command-latest||128000|4000|chat|y?n?|i1560000 o1560000
cohere.command-plus-latest||128000|4000|chat|y?n?|i1560000 o1560000
cohere.command-r-08-2024||128000|4000|chat|y?n?|i150000 o150000
cohere.command-r-plus-08-2024||128000|4000|chat|y?n?|i1560000 o1560000
cohere.embed-english-image-v3.0||512||embedding|n???|i100000 o0
cohere.embed-english-light-image-v3.0||512||embedding|n???|i100000 o0
cohere.embed-english-light-v3.0||512||embedding|n???|i100000 o0
cohere.embed-english-v3.0||512||embedding|n???|i100000 o0
cohere.embed-multilingual-image-v3.0||512||embedding|ny??|i100000
cohere.embed-multilingual-light-image-v3.0||512||embedding|n???|i100000 o0
cohere.embed-multilingual-light-v3.0||512||embedding|n???|i100000 o0
cohere.embed-multilingual-v3.0||512||embedding|n???|i100000 o0
cohere.embed-v4.0||128000||embedding|n???|i120000 o0
google.gemini-2.5-flash-lite||1048576|65536|chat|yyy?|i75000 o300000
google.gemini-2.5-flash||1048576|65536|chat|yyy?|i150000 o600000
google.gemini-2.5-pro||1048576|65536|chat|yyy?|i1250000 o10000000
meta.llama-3.1-405b-instruct||128000|4000|chat|y?n?|i10680000 o10680000
meta.llama-3.1-70b-instruct||128000|4000|chat|y?n?|i720000 o720000
meta.llama-3.1-8b-instruct||128000|4000|chat|y?n?|i720000 o720000
meta.llama-3.2-11b-vision-instruct||128000|4000|chat|yyn?|i2000000 o2000000
meta.llama-3.2-90b-vision-instruct||128000|4000|chat|yyn?|i2000000 o2000000
meta.llama-3.3-70b-instruct-fp8-dynamic||128000|4000|chat|y?n?|i720000 o720000
meta.llama-3.3-70b-instruct||128000|4000|chat|y?n?|i720000 o720000
meta.llama-4-maverick-17b-128e-instruct-fp8||1048576|8192|chat|yyn?|i720000 o720000
meta.llama-4-scout-17b-16e-instruct||10485760|8192|chat|y?n?|i720000 o720000
openai.gpt-5-mini||272000|128000|chat|yyyy|i250000 o2000000
openai.gpt-5-nano||272000|128000|chat|yyyy|i50000 o400000
openai.gpt-5||272000|128000|chat|yyyy|i1250000 o10000000
xai.grok-3-fast||131072|131072|chat|y?n?|i5000000 o25000000
xai.grok-3-mini-fast||131072|131072|chat|y?n?|i600000 o4000000
xai.grok-3-mini||131072|131072|chat|y?n?|i300000 o500000
xai.grok-3||131072|131072|chat|y?n?|i3000000 o15000000
xai.grok-4-fast||131072|131072|chat|y?n?|i5000000 o25000000
xai.grok-4.1-fast||131072|131072|chat|y?n?|i5000000 o25000000
xai.grok-4.20-multi-agent||131072|131072|chat|y?n?|i3000000 o15000000
xai.grok-4.20||131072|131072|chat|y?n?|i3000000 o15000000
xai.grok-4||128000|128000|chat|y?n?|i3000000 o15000000
xai.grok-code-fast-1||131072|131072|chat|y?n?|i5000000 o25000000
`,
  ollama: `
codegeex4||32768|8192|chat|n???|i0 o0
codegemma||8192|8192|completion|n???|i0 o0
codellama||4096|4096|completion|n???|i0 o0
deepseek-coder-v2-base||8192|8192|completion|n???|i0 o0
deepseek-coder-v2-instruct||32768|8192|chat|y???|i0 o0
deepseek-coder-v2-lite-base||8192|8192|completion|n???|i0 o0
deepseek-coder-v2-lite-instruct||32768|8192|chat|y???|i0 o0
deepseek-v3.1:671b-cloud||163840|163840|chat|y???|i0 o0
gpt-oss:120b-cloud||131072|131072|chat|y???|i0 o0
gpt-oss:20b-cloud||131072|131072|chat|y???|i0 o0
internlm2_5-20b-chat||32768|8192|chat|y???|i0 o0
llama2-uncensored||4096|4096|completion|n???|i0 o0
llama2:13b||4096|4096|chat|????|i0 o0
llama2:70b||4096|4096|chat|????|i0 o0
llama2:7b||4096|4096|chat|????|i0 o0
llama2||4096|4096|chat|????|i0 o0
llama3.1||8192|8192|chat|y???|i0 o0
llama3:70b||8192|8192|chat|????|i0 o0
llama3:8b||8192|8192|chat|????|i0 o0
llama3||8192|8192|chat|????|i0 o0
mistral-7B-Instruct-v0.1||8192|8192|chat|y???|i0 o0
mistral-7B-Instruct-v0.2||32768|32768|chat|y???|i0 o0
mistral-large-instruct-2407||65536|8192|chat|y???|i0 o0
mistral||8192|8192|completion|n???|i0 o0
mixtral-8x22B-Instruct-v0.1||65536|65536|chat|y???|i0 o0
mixtral-8x7B-Instruct-v0.1||32768|32768|chat|y???|i0 o0
orca-mini||4096|4096|completion|n???|i0 o0
qwen3-coder:480b-cloud||262144|262144|chat|y???|i0 o0
vicuna||2048|2048|completion|n???|i0 o0
`,
  openai: `
1024-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m9000000000
1024-x-1024/gpt-image-1.5||||image_generation|ny??|m9000000000
1024-x-1536/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
1024-x-1536/gpt-image-1.5||||image_generation|ny??|m13000000000
1536-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
1536-x-1024/gpt-image-1.5||||image_generation|ny??|m13000000000
azure/gpt-3.5-turbo-instruct-0914||4097||completion|n???|i1500000 o2000000
azure/gpt-35-turbo-instruct-0914||4097||completion|n???|i1500000 o2000000
azure/gpt-35-turbo-instruct||4097||completion|n???|i1500000 o2000000
chatgpt-image-latest||||image_generation|n???|i5000000 r1250000 ii10000000 oi40000000
command-r-plus||128000|4096|chat|y???|i3000000 o15000000
computer-use-preview||8192|1024|chat|yyyy|i3000000 o12000000
eu/gpt-4o-2024-08-06||128000|16384|chat|yyy?|i2750000 o11000000 r1375000||2026-02-27
eu/gpt-4o-2024-11-20||128000|16384|chat|yyy?|i2750000 o11000000 w1380000||2026-03-01
eu/gpt-4o-mini-2024-07-18||128000|16384|chat|yyy?|i165000 o660000 r83000
eu/gpt-4o-mini-realtime-preview-2024-12-17||128000|4096|realtime|n???|i660000 o2640000 r330000 ia11000000 oa22000000
eu/gpt-4o-realtime-preview-2024-10-01||128000|4096|realtime|n???|i5500000 o22000000 r2750000 ia110000000 oa220000000
eu/gpt-4o-realtime-preview-2024-12-17||128000|4096|realtime|n???|i5500000 o22000000 r2750000 ia44000000 oa80000000
eu/gpt-5-2025-08-07||272000|128000|chat|yyyy|i1375000 o11000000 r137500
eu/gpt-5-mini-2025-08-07||272000|128000|chat|yyyy|i275000 o2200000 r27500
eu/gpt-5-nano-2025-08-07||272000|128000|chat|yyyy|i55000 o440000 r5500
eu/gpt-5.1-chat||128000|128000|chat|yyyy|i1380000 o11000000 r140000
eu/gpt-5.1-codex-mini||272000|128000|responses|yyyy|i275000 o2200000 r28000
eu/gpt-5.1-codex||272000|128000|responses|yyyy|i1380000 o11000000 r140000
eu/gpt-5.1||272000|128000|chat|yyyy|i1380000 o11000000 r140000
eu/gpt-5.4-2026-03-05||1050000|128000|chat|yyyy|i2750000 o16500000 r280000|||priority:i5500000 o33000000 r550000
eu/gpt-5.4||1050000|128000|chat|yyyy|i2750000 o16500000 r280000|||priority:i5500000 o33000000 r550000
eu/gpt-5.5-2026-04-23||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1380000
eu/gpt-5.5||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1380000
eu/gpt-5.6-luna||1050000|128000|chat|yyyy|i1100000 o6600000 r110000|272000:i2200000 o9900000 r220000||priority:i2750000 o16500000 r275000
eu/gpt-5.6-sol||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1375000
eu/gpt-5.6-terra||1050000|128000|chat|yyyy|i2750000 o16500000 r275000|272000:i5500000 o24750000 r550000||priority:i6875000 o41250000 r687500
eu/gpt-5.6||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1375000
eu/o1-2024-12-17||200000|100000|chat|yy??|i16500000 o66000000 r8250000
eu/o1-mini-2024-09-12||128000|65536|chat|yn??|i1210000 o4840000 r605000|||batch:i605000 o2420000
eu/o1-preview-2024-09-12||128000|32768|chat|yn??|i16500000 o66000000 r8250000
eu/o3-mini-2025-01-31||200000|100000|chat|?n?y|i1210000 o4840000 r605000|||batch:i605000 o2420000
ft:babbage-002||16384|4096|completion|n???|i1600000 o1600000|||batch:i200000 o200000
ft:davinci-002||16384|4096|completion|n???|i12000000 o12000000|||batch:i1000000 o1000000
ft:gpt-3.5-turbo-0125||16385|4096|chat|????|i3000000 o6000000
ft:gpt-3.5-turbo-0613||4096|4096|chat|????|i3000000 o6000000
ft:gpt-3.5-turbo-1106||16385|4096|chat|????|i3000000 o6000000
ft:gpt-3.5-turbo||16385|4096|chat|????|i3000000 o6000000|||batch:i1500000 o3000000
ft:gpt-4-0613||8192|4096|chat|y???|i30000000 o60000000
ft:gpt-4.1-2025-04-14||1047576|32768|chat|y?y?|i3000000 o12000000 r750000|||batch:i1500000 o6000000
ft:gpt-4.1-mini-2025-04-14||1047576|32768|chat|y?y?|i800000 o3200000 r200000|||batch:i400000 o1600000
ft:gpt-4.1-nano-2025-04-14||1047576|32768|chat|y?y?|i200000 o800000 r50000|||batch:i100000 o400000
ft:gpt-4o-2024-08-06||128000|16384|chat|yyy?|i3750000 o15000000 r1875000|||batch:i1875000 o7500000
ft:gpt-4o-2024-11-20||128000|16384|chat|y?y?|i3750000 o15000000 w1875000
ft:gpt-4o-mini-2024-07-18||128000|16384|chat|y?y?|i300000 o1200000 r150000|||batch:i150000 o600000
ft:o4-mini-2025-04-16||200000|100000|chat|y?yy|i4000000 o16000000 r1000000|||batch:i2000000 o8000000
gpt-4-turbo-vision-preview||128000|4096|chat|?y??|i10000000 o30000000
gpt-5-search-api-2025-10-14||272000|128000|chat|yyy?|i1250000 o10000000 r125000
gpt-5-search-api||272000|128000|chat|yyy?|i1250000 o10000000 r125000
gpt-realtime-whisper||||audio_transcription|n???|s283333333
hd/1024-x-1024/dall-e-3||||image_generation|n???|o0
hd/1024-x-1792/dall-e-3||||image_generation|n???|o0
hd/1792-x-1024/dall-e-3||||image_generation|n???|o0
high/1024-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m133000000000
high/1024-x-1024/gpt-image-1.5||||image_generation|ny??|m133000000000
high/1024-x-1024/gpt-image-1||||image_generation|n???|m167000000000
high/1024-x-1536/gpt-image-1.5-2025-12-16||||image_generation|ny??|m200000000000
high/1024-x-1536/gpt-image-1.5||||image_generation|ny??|m200000000000
high/1024-x-1536/gpt-image-1||||image_generation|n???|m250000000000
high/1536-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m200000000000
high/1536-x-1024/gpt-image-1.5||||image_generation|ny??|m200000000000
high/1536-x-1024/gpt-image-1||||image_generation|n???|m250000000000
low/1024-x-1024/gpt-image-1-mini||||image_generation|n???|m5000000000
low/1024-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m9000000000
low/1024-x-1024/gpt-image-1.5||||image_generation|ny??|m9000000000
low/1024-x-1024/gpt-image-1||||image_generation|n???|m11000000000
low/1024-x-1536/gpt-image-1-mini||||image_generation|n???|m6000000000
low/1024-x-1536/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
low/1024-x-1536/gpt-image-1.5||||image_generation|ny??|m13000000000
low/1024-x-1536/gpt-image-1||||image_generation|n???|m16000000000
low/1536-x-1024/gpt-image-1-mini||||image_generation|n???|m6000000000
low/1536-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
low/1536-x-1024/gpt-image-1.5||||image_generation|ny??|m13000000000
low/1536-x-1024/gpt-image-1||||image_generation|n???|m16000000000
medium/1024-x-1024/gpt-image-1-mini||||image_generation|n???|m11000000000
medium/1024-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m34000000000
medium/1024-x-1024/gpt-image-1.5||||image_generation|ny??|m34000000000
medium/1024-x-1024/gpt-image-1||||image_generation|n???|m42000000000
medium/1024-x-1536/gpt-image-1-mini||||image_generation|n???|m15000000000
medium/1024-x-1536/gpt-image-1.5-2025-12-16||||image_generation|ny??|m50000000000
medium/1024-x-1536/gpt-image-1.5||||image_generation|ny??|m50000000000
medium/1024-x-1536/gpt-image-1||||image_generation|n???|m63000000000
medium/1536-x-1024/gpt-image-1-mini||||image_generation|n???|m15000000000
medium/1536-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m50000000000
medium/1536-x-1024/gpt-image-1.5||||image_generation|ny??|m50000000000
medium/1536-x-1024/gpt-image-1||||image_generation|n???|m63000000000
mistral-large-2402||32000||chat|y???|i8000000 o24000000
mistral-large-latest||32000||chat|y???|i8000000 o24000000
speech/azure-stt||||audio_transcription|n???|s277777800
speech/azure-tts-hd||||audio_speech|n???|c30000000
speech/azure-tts||||audio_speech|n???|c15000000
standard/1024-x-1024/dall-e-2||||image_generation|n???|o0
standard/1024-x-1024/dall-e-3||||image_generation|n???|o0
standard/1024-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m9000000000
standard/1024-x-1024/gpt-image-1.5||||image_generation|ny??|m9000000000
standard/1024-x-1536/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
standard/1024-x-1536/gpt-image-1.5||||image_generation|ny??|m13000000000
standard/1024-x-1792/dall-e-3||||image_generation|n???|o0
standard/1536-x-1024/gpt-image-1.5-2025-12-16||||image_generation|ny??|m13000000000
standard/1536-x-1024/gpt-image-1.5||||image_generation|ny??|m13000000000
standard/1792-x-1024/dall-e-3||||image_generation|n???|o0
text-moderation-007||32768||moderation|n???|i0 o0
us/gpt-4.1-2025-04-14||1047576|32768|chat|yyy?|i2200000 o8800000 r550000||2026-11-04|batch:i1100000 o4400000
us/gpt-4.1-mini-2025-04-14||1047576|32768|chat|yyy?|i440000 o1760000 r110000||2026-11-04|batch:i220000 o880000
us/gpt-4.1-nano-2025-04-14||1047576|32768|chat|yyy?|i110000 o440000 r25000||2026-11-04|batch:i60000 o220000
us/gpt-4o-2024-08-06||128000|16384|chat|yyy?|i2750000 o11000000 r1375000||2026-02-27
us/gpt-4o-2024-11-20||128000|16384|chat|yyy?|i2750000 o11000000 w1380000||2026-03-01
us/gpt-4o-mini-2024-07-18||128000|16384|chat|yyy?|i165000 o660000 r83000
us/gpt-4o-mini-realtime-preview-2024-12-17||128000|4096|realtime|n???|i660000 o2640000 r330000 ia11000000 oa22000000
us/gpt-4o-realtime-preview-2024-10-01||128000|4096|realtime|n???|i5500000 o22000000 r2750000 ia110000000 oa220000000
us/gpt-4o-realtime-preview-2024-12-17||128000|4096|realtime|n???|i5500000 o22000000 r2750000 ia44000000 oa80000000
us/gpt-5-2025-08-07||272000|128000|chat|yyyy|i1375000 o11000000 r137500
us/gpt-5-mini-2025-08-07||272000|128000|chat|yyyy|i275000 o2200000 r27500
us/gpt-5-nano-2025-08-07||272000|128000|chat|yyyy|i55000 o440000 r5500
us/gpt-5.1-chat||128000|128000|chat|yyyy|i1380000 o11000000 r140000
us/gpt-5.1-codex-mini||272000|128000|responses|yyyy|i275000 o2200000 r28000
us/gpt-5.1-codex||272000|128000|responses|yyyy|i1380000 o11000000 r140000
us/gpt-5.1||272000|128000|chat|yyyy|i1380000 o11000000 r140000
us/gpt-5.4-2026-03-05||1050000|128000|chat|yyyy|i2750000 o16500000 r280000|||priority:i5500000 o33000000 r550000
us/gpt-5.4||1050000|128000|chat|yyyy|i2750000 o16500000 r280000|||priority:i5500000 o33000000 r550000
us/gpt-5.5-2026-04-23||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1380000
us/gpt-5.5||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1380000
us/gpt-5.6-luna||1050000|128000|chat|yyyy|i1100000 o6600000 r110000|272000:i2200000 o9900000 r220000||priority:i2750000 o16500000 r275000
us/gpt-5.6-sol||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1375000
us/gpt-5.6-terra||1050000|128000|chat|yyyy|i2750000 o16500000 r275000|272000:i5500000 o24750000 r550000||priority:i6875000 o41250000 r687500
us/gpt-5.6||1050000|128000|chat|yyyy|i5500000 o33000000 r550000|272000:i11000000 o49500000 r1100000||priority:i13750000 o82500000 r1375000
us/o1-2024-12-17||200000|100000|chat|yy??|i16500000 o66000000 r8250000
us/o1-mini-2024-09-12||128000|65536|chat|yn??|i1210000 o4840000 r605000|||batch:i605000 o2420000
us/o1-preview-2024-09-12||128000|32768|chat|yn??|i16500000 o66000000 r8250000
us/o3-2025-04-16||200000|100000|chat|yyyy|i2200000 o8800000 r550000||2026-04-16
us/o3-mini-2025-01-31||200000|100000|chat|?n?y|i1210000 o4840000 r605000|||batch:i605000 o2420000
us/o4-mini-2025-04-16||200000|100000|chat|yyyy|i1210000 o4840000 r310000
`,
  openrouter: `
google/gemini-3-pro-preview||1048576|65535|chat|yyyy|i2000000 o12000000 r200000|200000:i4000000 o18000000 r400000 w250000||batch:i1000000 o6000000
openrouter/auto||2000000||chat|yyyy|i0 o0
openrouter/bodybuilder||128000||chat|????|i0 o0
openrouter/free||200000||chat|yyyy|i0 o0
x-ai/grok-4||256000|256000|chat|y??y|i3000000 o15000000
`,
  ovhcloud: `
Meta-Llama-3_1-70B-Instruct||131000|131000|chat|n?n?|i670000 o670000
Qwen2.5-Coder-32B-Instruct||32000|32000|chat|n?y?|i870000 o870000
llava-v1.6-mistral-7b-hf||32000|32000|chat|nyy?|i290000 o290000
mamba-codestral-7B-v0.1||256000|256000|chat|n?y?|i190000 o190000
`,
  perplexity: `
codellama-34b-instruct||16384|16384|chat|????|i350000 o1400000
codellama-70b-instruct||16384|16384|chat|????|i700000 o2800000
llama-2-70b-chat||4096|4096|chat|????|i700000 o2800000
llama-3.1-70b-instruct||131072|131072|chat|????|i1000000 o1000000
llama-3.1-8b-instruct||131072|131072|chat|????|i200000 o200000
mistral-7b-instruct||4096|4096|chat|????|i70000 o280000
mixtral-8x7b-instruct||4096|4096|chat|????|i70000 o280000
pplx-70b-chat||4096|4096|chat|????|i700000 o2800000
pplx-70b-online||4096|4096|chat|????|i0 o2800000 q5000000000
pplx-7b-chat||8192|8192|chat|????|i70000 o280000
pplx-7b-online||4096|4096|chat|????|i0 o280000 q5000000000
pplx-embed-v1-0.6b||32768||embedding|n???|i4000 o0
pplx-embed-v1-4b||32768||embedding|n???|i30000 o0
search||||search|n???|f5000000000
sonar-medium-chat||16384|16384|chat|????|i600000 o1800000
sonar-medium-online||12000|12000|chat|????|i0 o1800000 q5000000000
sonar-small-chat||16384|16384|chat|????|i70000 o280000
sonar-small-online||12000|12000|chat|????|i0 o280000 q5000000000
`,
  pinstripes: `
ps/deepseek-v4-flash||163840|163840|chat|y??y|i100000 o200000
ps/glm-4.5-air||128000|128000|chat|y??y|i125000 o450000
ps/minimax-m2.7||1000192|1000192|chat|y??n|i255000 o550000
ps/qwen3-30b-a3b||131072|131072|chat|y??y|i90000 o200000
ps/qwen3-coder-30b-a3b||131072|131072|chat|y??n|i300000 o600000
ps/qwen3.6-35b-a3b||131072|131072|chat|y??y|i140000 o450000
`,
  publicai: `
BSC-LT/ALIA-40b-instruct_Q8_0||8192|4096|chat|y???|i0 o0
BSC-LT/salamandra-7b-instruct-tools-16k||16384|4096|chat|y???|i0 o0
aisingapore/Gemma-SEA-LION-v4-27B-IT||8192|4096|chat|y???|i0 o0
aisingapore/Qwen-SEA-LION-v4-32B-IT||32768|4096|chat|y???|i0 o0
allenai/Olmo-3-32B-Think||32768|4096|chat|y??y|i0 o0
allenai/Olmo-3-7B-Instruct||32768|4096|chat|y???|i0 o0
allenai/Olmo-3-7B-Think||32768|4096|chat|y??y|i0 o0
swiss-ai/apertus-70b-instruct||8192|4096|chat|n???|i0 o0
swiss-ai/apertus-8b-instruct||8192|4096|chat|n???|i0 o0
`,
  recraft: `
recraftv2||||image_generation|n???|m22000000000
recraftv3||||image_generation|n???|m40000000000
`,
  replicate: `
anthropic/claude-3.5-haiku||||chat|yyy?|i1000000 o5000000
anthropic/claude-3.5-sonnet||||chat|yyy?|i3750000 o18750000
anthropic/claude-3.7-sonnet||||chat|yyy?|i3000000 o15000000
anthropic/claude-4-sonnet||||chat|yyy?|i3000000 o15000000
anthropic/claude-4.5-haiku||||chat|yyy?|i1000000 o5000000
anthropic/claude-4.5-sonnet||||chat|yyy?|i3000000 o15000000
deepseek-ai/deepseek-r1||65536|8192|chat|???y|i3750000 o10000000 t10000000
deepseek-ai/deepseek-v3.1||163840|163840|chat|y??y|i672000 o2016000
deepseek-ai/deepseek-v3||65536|8192|chat|y???|i1450000 o1450000
google/gemini-2.5-flash||||chat|yyy?|i2500000 o2500000
google/gemini-3-pro||||chat|yyy?|i2000000 o12000000
ibm-granite/granite-3.3-8b-instruct||||chat|y???|i30000 o250000
meta/llama-2-13b-chat||4096|4096|chat|????|i100000 o500000
meta/llama-2-13b||4096|4096|chat|????|i100000 o500000
meta/llama-2-70b-chat||4096|4096|chat|????|i650000 o2750000
meta/llama-2-70b||4096|4096|chat|????|i650000 o2750000
meta/llama-2-7b-chat||4096|4096|chat|????|i50000 o250000
meta/llama-2-7b||4096|4096|chat|????|i50000 o250000
meta/llama-3-70b-instruct||8192|8192|chat|????|i650000 o2750000
meta/llama-3-70b||8192|8192|chat|????|i650000 o2750000
meta/llama-3-8b-instruct||8086|8086|chat|????|i50000 o250000
meta/llama-3-8b||8086|8086|chat|????|i50000 o250000
mistralai/mistral-7b-instruct-v0.2||4096|4096|chat|????|i50000 o250000
mistralai/mistral-7b-v0.1||4096|4096|chat|????|i50000 o250000
mistralai/mixtral-8x7b-instruct-v0.1||4096|4096|chat|????|i300000 o1000000
openai/gpt-4.1-mini||||chat|yyy?|i400000 o1600000
openai/gpt-4.1-nano||||chat|y???|i100000 o400000
openai/gpt-4.1||||chat|yyy?|i2000000 o8000000
openai/gpt-4o-mini||||chat|yyy?|i150000 o600000
openai/gpt-4o||||chat|yyy?|i2500000 o10000000
openai/gpt-5-mini||||chat|yyy?|i250000 o2000000
openai/gpt-5-nano||||chat|y???|i50000 o400000
openai/gpt-5||||chat|yyy?|i1250000 o10000000
openai/gpt-oss-120b||||chat|y???|i180000 o720000
openai/o1-mini||||chat|???y|i1100000 o4400000 t4400000
openai/o1||||chat|???y|i15000000 o60000000 t60000000
openai/o4-mini||||chat|???y|i1000000 o4000000 t4000000
qwen/qwen3-235b-a22b-instruct-2507||||chat|y???|i264000 o1060000
replicateopenai/gpt-oss-20b||||chat|y???|i90000 o360000
xai/grok-4||||chat|y???|i7200000 o36000000
`,
  runwayml: `
eleven_multilingual_v2||||audio_speech|n???|c300000
gen4_image_turbo||||image_generation|n???|m20000000000
gen4_image||||image_generation|n???|m50000000000
`,
  sagemaker: `
meta-textgeneration-llama-2-13b-f||4096|4096|chat|????|i0 o0
meta-textgeneration-llama-2-13b||4096|4096|completion|n???|i0 o0
meta-textgeneration-llama-2-70b-b-f||4096|4096|chat|????|i0 o0
meta-textgeneration-llama-2-70b||4096|4096|completion|n???|i0 o0
meta-textgeneration-llama-2-7b-f||4096|4096|chat|????|i0 o0
meta-textgeneration-llama-2-7b||4096|4096|completion|n???|i0 o0
`,
  sambanova: `
DeepSeek-R1-Distill-Llama-70B||131072|131072|chat|????|i700000 o1400000||2026-03-20
DeepSeek-R1||32768|32768|chat|????|i5000000 o7000000
DeepSeek-V3-0324||32768|32768|chat|y??y|i3000000 o4500000||2026-04-14
DeepSeek-V3.1||131072|131072|chat|y??y|i3000000 o4500000
DeepSeek-V3.2||32768|32768|chat|y???|i3000000 o4500000
Llama-4-Maverick-17B-128E-Instruct||131072|131072|chat|yyy?|i630000 o1800000
Llama-4-Scout-17B-16E-Instruct||8192|8192|chat|y?y?|i400000 o700000||2025-06-19
Meta-Llama-3.1-405B-Instruct||16384|16384|chat|y?y?|i5000000 o10000000||2025-06-25
Meta-Llama-3.1-8B-Instruct||16384|16384|chat|y?y?|i100000 o200000||2026-04-14
Meta-Llama-3.2-1B-Instruct||16384|16384|chat|????|i40000 o80000||2025-06-25
Meta-Llama-3.2-3B-Instruct||4096|4096|chat|????|i80000 o160000||2025-06-25
Meta-Llama-3.3-70B-Instruct||131072|131072|chat|y?y?|i600000 o1200000
Meta-Llama-Guard-3-8B||16384|16384|chat|????|i300000 o300000||2025-06-25
MiniMax-M2.7||196608|131072|chat|y??y|i600000 o2400000
QwQ-32B||16384|16384|chat|????|i500000 o1000000||2025-06-25
Qwen2-Audio-7B-Instruct||4096|4096|chat|????|i500000 o100000000||2025-06-19
Qwen3-32B||8192|8192|chat|y??y|i400000 o800000||2026-04-06
gemma-4-31B-it||131072|131072|chat|?y??|i380000 o1150000
gpt-oss-120b||131072|131072|chat|y??y|i220000 o590000
`,
  sarvam: `
sarvam-m||8192|32000|chat|???y|i0 o0 r0 w0 h0
`,
  scaleway: `
BAAI/bge-multilingual-gemma2||||embedding|n???|i100000 o0
google/gemma-3-27b-it||40000|8192|chat|yy??|i250000 o500000
google/gemma-4-26b-a4b-it||256000|32768|chat|yy?y|i250000 o500000
hcompany/holo2-30b-a3b||22000|16384|chat|?y?y|i300000 o700000
meta/llama-3.3-70b-instruct||128000|16384|chat|y???|i900000 o900000
mistralai/devstral-2-123b-instruct-2512||200000|16384|chat|y???|i400000 o2000000
mistralai/mistral-medium-3.5-128b||256000|16384|chat|yy?y|i1500000 o7500000
mistralai/mistral-small-3.2-24b-instruct-2506||128000|32768|chat|yy??|i150000 o350000
mistralai/pixtral-12b-2409||128000|4096|chat|yy??|i200000 o200000
mistralai/voxtral-small-24b-2507||32000|16384|chat|????|i150000 o350000 ia150000
openai/gpt-oss-120b||128000|32768|chat|y???|i150000 o600000
openai/whisper-large-v3||||audio_transcription|n???|o0 ia0
qwen/qwen3-235b-a22b-instruct-2507||256000|16384|chat|y???|i750000 o2250000
qwen/qwen3-coder-30b-a3b-instruct||128000|32768|chat|y???|i200000 o800000
qwen/qwen3-embedding-8b||||embedding|n???|i100000 o0
qwen/qwen3.5-397b-a17b||256000|16384|chat|yy?y|i600000 o3600000
qwen/qwen3.6-35b-a3b||256000|16384|chat|yy?y|i250000 o1500000
`,
  snowflake: `
claude-3-5-sonnet||200000|16384|chat|yyy?|i3000000 o15000000 r300000
claude-3-7-sonnet||200000|16384|chat|yyyy|i3000000 o15000000 r300000
claude-4-opus||200000|16384|chat|yyyy|i5000000 o25000000 r500000
claude-4-sonnet||200000|16384|chat|yyy?|i3000000 o15000000 r300000
claude-haiku-4-5||200000|16384|chat|yyy?|i1000000 o5000000 r100000
claude-sonnet-4-5||200000|16384|chat|yyy?|i3000000 o15000000 r300000
claude-sonnet-4-6||200000|16384|chat|yyy?|i3000000 o15000000 r300000
deepseek-r1||128000|16384|chat|???y|i1350000 o5400000
llama3.1-405b||128000|16384|chat|y???|i1200000 o1200000
llama3.1-70b||128000|16384|chat|y???|i720000 o720000
llama3.1-8b||128000|16384|chat|????|i240000 o240000
llama3.3-70b||128000|16384|chat|y???|i720000 o720000
llama4-maverick||128000|16384|chat|y???|i240000 o970000
mistral-large2||128000|16384|chat|y?y?|i2000000 o6000000
openai-gpt-4.1||300000|16384|chat|yyy?|i2000000 o8000000 r500000
openai-gpt-5-mini||1000000|16384|chat|y?y?|i300000 o1200000
openai-gpt-5-nano||5000000|16384|chat|y?y?|i150000 o600000
openai-gpt-5||300000|16384|chat|yyyy|i1250000 o10000000 r125000
snowflake-arctic-embed-l-v2.0||8192||embedding|n???|i70000 o0
snowflake-arctic-embed-m-v2.0||8192||embedding|n???|i70000 o0
snowflake-llama-3.3-70b||128000|16384|chat|y???|i720000 o720000
`,
  soniox: `
stt-async-v4||8000|8000|audio_transcription|n???|s0
stt-async-v5||8000|8000|audio_transcription|n???|s0
`,
  stability: `
conservative||||image_edit|n???|m40000000000
creative||||image_edit|n???|m60000000000
erase||||image_edit|n???|m5000000000
fast||||image_edit|n???|m2000000000
inpaint||||image_edit|n???|m5000000000
outpaint||||image_edit|n???|m4000000000
remove-background||||image_edit|n???|m5000000000
replace-background-and-relight||||image_edit|n???|m8000000000
sd3-large-turbo||||image_generation|n???|m40000000000
sd3-large||||image_generation|n???|m65000000000
sd3-medium||||image_generation|n???|m35000000000
sd3.5-large-turbo||||image_generation|n???|m40000000000
sd3.5-large||||image_generation|n???|m65000000000
sd3.5-medium||||image_generation|n???|m35000000000
sd3||||image_generation|n???|m65000000000
search-and-recolor||||image_edit|n???|m5000000000
search-and-replace||||image_edit|n???|m5000000000
sketch||||image_edit|n???|m5000000000
stable-image-core||||image_generation|n???|m30000000000
stable-image-ultra||||image_generation|n???|m80000000000
structure||||image_edit|n???|m5000000000
style-transfer||||image_edit|n???|m8000000000
style||||image_edit|n???|m5000000000
`,
  tencent: `
deepseek-v4-flash||1000000|384000|chat|ynyy|i140000 o280000 r2800 w0
deepseek-v4-pro||1000000|384000|chat|ynyy|i435000 o870000 r3625 w0
`,
  tensormesh: `
MiniMaxAI/MiniMax-M2.5||196608|196608|chat|y?yy|i300000 o1200000 r0
Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8||262144|262144|chat|y?y?|i450000 o1800000 r0
Qwen/Qwen3.5-397B-A17B-FP8||262144|262144|chat|y?yy|i600000 o3600000 r0
Qwen/Qwen3.6-27B-FP8||262144|262144|chat|y?yy|i320000 o3200000 r0
deepseek-ai/DeepSeek-V4-Flash||32768|32768|chat|y?yy|i140000 o280000 r0
google/gemma-4-31B-it||32768|32768|chat|y?yy|i140000 o560000 r0
lukealonso/GLM-5.1-NVFP4-MTP||202752|202752|chat|y?yy|i1400000 o4400000 r0
moonshotai/Kimi-K2.6||32768|32768|chat|y?yy|i960000 o4000000 r0
openai/gpt-oss-120b||131072|131072|chat|y?yy|i150000 o600000 r0
openai/gpt-oss-20b||131072|131072|chat|y?yy|i70000 o280000 r0
`,
  'text-completion-inception': `
mercury-edit-2||32000|8192|completion|n???|i250000 o750000 r25000
`,
  together_ai: `
Qwen/Qwen3-235B-A22B-Instruct-2507-tput||262000||chat|y?y?|i200000 o6000000
Qwen/Qwen3-235B-A22B-Thinking-2507||256000||chat|y?y?|i650000 o3000000
Qwen/Qwen3-235B-A22B-fp8-tput||40000||chat|n???|i200000 o600000
Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8||256000||chat|y?y?|i2000000 o2000000
Qwen/Qwen3-Next-80B-A3B-Instruct||262144||chat|y?y?|i150000 o1500000
Qwen/Qwen3-Next-80B-A3B-Thinking||262144||chat|y?y?|i150000 o1500000
Qwen/Qwen3.5-397B-A17B||262144||chat|y?y?|i600000 o3600000
baai/bge-base-en-v1.5||512||embedding|n???|i8000 o0
deepseek-ai/DeepSeek-R1-0528-tput||128000||chat|y?y?|i550000 o2190000
deepseek-ai/DeepSeek-R1||128000|20480|chat|y?y?|i3000000 o7000000
deepseek-ai/DeepSeek-V3.1||128000|16384|chat|y??y|i600000 o1700000
deepseek-ai/DeepSeek-V3||65536|8192|chat|y?y?|i1250000 o1250000
meta-llama/Llama-3.3-70B-Instruct-Turbo-Free||||chat|y?y?|i0 o0
moonshotai/Kimi-K2-Instruct-0905||262144||chat|y???|i1000000 o3000000
moonshotai/Kimi-K2-Instruct||||chat|y?y?|i1000000 o3000000
moonshotai/Kimi-K2.5||256000|256000|chat|yy?y|i500000 o2800000
together-ai-21.1b-41b||||chat|????|i800000 o800000
together-ai-4.1b-8b||||chat|????|i200000 o200000
together-ai-41.1b-80b||||chat|????|i900000 o900000
together-ai-8.1b-21b||||chat|????|i300000 o300000
together-ai-81.1b-110b||||chat|????|i1800000 o1800000
together-ai-embedding-151m-to-350m||||embedding|n???|i16000 o0
together-ai-embedding-up-to-150m||||embedding|n???|i8000 o0
together-ai-up-to-4b||||chat|????|i100000 o100000
zai-org/GLM-4.5-Air-FP8||128000||chat|y?y?|i200000 o1100000
zai-org/GLM-4.6||200000|200000|chat|y??y|i600000 o2200000
zai-org/GLM-4.7||200000|200000|chat|y??y|i450000 o2000000
`,
  v0: `
v0-1.0-md||128000|128000|chat|yy??|i3000000 o15000000
v0-1.5-lg||512000|512000|chat|yy??|i15000000 o75000000
v0-1.5-md||128000|128000|chat|yy??|i3000000 o15000000
`,
  vercel_ai_gateway: `
alibaba/qwen-3-14b||40960|16384|chat|????|i80000 o240000
alibaba/qwen-3-235b||40960|16384|chat|????|i200000 o600000
alibaba/qwen-3-30b||40960|16384|chat|????|i100000 o300000
alibaba/qwen-3-32b||40960|16384|chat|y???|i100000 o300000
alibaba/qwen3-coder||262144|66536|chat|y???|i400000 o1600000
amazon/nova-lite||300000|8192|chat|yyy?|i60000 o240000
amazon/nova-micro||128000|8192|chat|y?y?|i35000 o140000
amazon/nova-pro||300000|8192|chat|yyy?|i800000 o3200000
amazon/titan-embed-text-v2||||chat|????|i20000 o0
anthropic/claude-3-5-sonnet-20241022||200000|8192|chat|yyy?|i3000000 o15000000 r300000 w3750000
anthropic/claude-3-5-sonnet||200000|8192|chat|yyy?|i3000000 o15000000 r300000 w3750000
anthropic/claude-3-7-sonnet||200000|64000|chat|yyyy|i3000000 o15000000 r300000 w3750000
anthropic/claude-3-haiku||200000|4096|chat|yyy?|i250000 o1250000 r30000 w300000
anthropic/claude-3-opus||200000|4096|chat|yyy?|i15000000 o75000000 r1500000 w18750000
anthropic/claude-3.5-haiku||200000|8192|chat|yyy?|i800000 o4000000 r80000 w1000000
anthropic/claude-3.5-sonnet||200000|8192|chat|yyy?|i3000000 o15000000 r300000 w3750000
anthropic/claude-3.7-sonnet||200000|64000|chat|yyy?|i3000000 o15000000 r300000 w3750000
anthropic/claude-4-opus||200000|32000|chat|yyy?|i15000000 o75000000 r1500000 w18750000
anthropic/claude-4-sonnet||200000|64000|chat|y???|i3000000 o15000000 r300000 w3750000
anthropic/claude-haiku-4.5||200000|64000|chat|yyyy|i1000000 o5000000 r100000 w1250000
anthropic/claude-opus-4.1||200000|32000|chat|yyyy|i15000000 o75000000 r1500000 w18750000
anthropic/claude-opus-4.5||200000|64000|chat|yyyy|i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4.6||200000|64000|chat|yyyy|i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4||200000|32000|chat|yyyy|i15000000 o75000000 r1500000 w18750000
anthropic/claude-sonnet-4.5||1000000|64000|chat|yy?y|i3000000 o15000000 r300000 w3750000
anthropic/claude-sonnet-4||200000|64000|chat|yyyy|i3000000 o15000000 r300000 w3750000
cohere/command-a||256000|8000|chat|y?y?|i2500000 o10000000
cohere/command-r-plus||128000|4096|chat|y???|i2500000 o10000000
cohere/command-r||128000|4096|chat|y???|i150000 o600000
cohere/embed-v4.0||||chat|????|i120000 o0
deepseek/deepseek-r1-distill-llama-70b||131072|131072|chat|y?y?|i750000 o990000
deepseek/deepseek-r1||128000|8192|chat|????|i550000 o2190000
deepseek/deepseek-v3||128000|8192|chat|????|i900000 o900000
google/gemini-2.0-flash-lite||1048576|8192|chat|yyy?|i75000 o300000||2026-06-01
google/gemini-2.0-flash||1048576|8192|chat|yyy?|i150000 o600000||2026-06-01
google/gemini-2.5-flash||1000000|65536|chat|yyy?|i300000 o2500000
google/gemini-2.5-pro||1048576|65536|chat|yyy?|i2500000 o10000000
google/gemini-embedding-001||||embedding|n???|i150000 o0
google/gemma-2-9b||8192|8192|chat|yy??|i200000 o200000
google/text-embedding-005||||embedding|n???|i25000 o0
google/text-multilingual-embedding-002||||embedding|n???|i25000 o0
inception/mercury-coder-small||32000|16384|chat|????|i250000 o1000000
meta/llama-3-70b||8192|8192|chat|????|i590000 o790000
meta/llama-3-8b||8192|8192|chat|????|i50000 o80000
meta/llama-3.1-70b||128000|8192|chat|????|i720000 o720000
meta/llama-3.1-8b||131000|131072|chat|y?y?|i50000 o80000
meta/llama-3.2-11b||128000|8192|chat|yy??|i160000 o160000
meta/llama-3.2-1b||128000|8192|chat|????|i100000 o100000
meta/llama-3.2-3b||128000|8192|chat|y?y?|i150000 o150000
meta/llama-3.2-90b||128000|8192|chat|yy??|i720000 o720000
meta/llama-3.3-70b||128000|8192|chat|y???|i720000 o720000
meta/llama-4-maverick||131072|8192|chat|????|i200000 o600000
meta/llama-4-scout||131072|8192|chat|yy??|i100000 o300000
mistral/codestral-embed||||chat|????|i150000 o0
mistral/codestral||256000|4000|chat|y???|i300000 o900000
mistral/devstral-small||128000|128000|chat|y?y?|i70000 o280000
mistral/magistral-medium||128000|64000|chat|y?y?|i2000000 o5000000
mistral/magistral-small||128000|64000|chat|y???|i500000 o1500000
mistral/ministral-3b||128000|4000|chat|y???|i40000 o40000
mistral/ministral-8b||128000|4000|chat|yy??|i100000 o100000
mistral/mistral-embed||||chat|????|i100000 o0
mistral/mistral-large||32000|4000|chat|y???|i2000000 o6000000
mistral/mistral-saba-24b||32768|32768|chat|????|i790000 o790000
mistral/mistral-small||32000|4000|chat|y?y?|i100000 o300000
mistral/mixtral-8x22b-instruct||65536|2048|chat|y???|i1200000 o1200000
mistral/pixtral-12b||128000|4000|chat|yyy?|i150000 o150000
mistral/pixtral-large||128000|4000|chat|yyy?|i2000000 o6000000
moonshotai/kimi-k2||131072|16384|chat|y???|i550000 o2200000
morph/morph-v3-fast||32768|16384|chat|????|i800000 o1200000
morph/morph-v3-large||32768|16384|chat|????|i900000 o1900000
openai/gpt-3.5-turbo-instruct||8192|4096|chat|????|i1500000 o2000000
openai/gpt-3.5-turbo||16385|4096|chat|y???|i500000 o1500000
openai/gpt-4-turbo||128000|4096|chat|yy??|i10000000 o30000000
openai/gpt-4.1-mini||1047576|32768|chat|yyy?|i400000 o1600000 r100000 w0
openai/gpt-4.1-nano||1047576|32768|chat|yyy?|i100000 o400000 r25000 w0
openai/gpt-4.1||1047576|32768|chat|yyy?|i2000000 o8000000 r500000 w0
openai/gpt-4o-mini||128000|16384|chat|yyy?|i150000 o600000 r75000 w0
openai/gpt-4o||128000|16384|chat|yyy?|i2500000 o10000000 r1250000 w0
openai/o1||200000|100000|chat|yyy?|i15000000 o60000000 r7500000 w0
openai/o3-mini||200000|100000|chat|y?y?|i1100000 o4400000 r550000 w0
openai/o3||200000|100000|chat|yyy?|i2000000 o8000000 r500000 w0
openai/o4-mini||200000|100000|chat|yyy?|i1100000 o4400000 r275000 w0
openai/text-embedding-3-large||||embedding|n???|i130000 o0
openai/text-embedding-3-small||||embedding|n???|i20000 o0
openai/text-embedding-ada-002||||embedding|n???|i100000 o0
perplexity/sonar-pro||200000|8000|chat|????|i3000000 o15000000
perplexity/sonar-reasoning-pro||127000|8000|chat|????|i2000000 o8000000
perplexity/sonar-reasoning||127000|8000|chat|????|i1000000 o5000000
perplexity/sonar||127000|8000|chat|????|i1000000 o1000000
vercel/v0-1.0-md||128000|32000|chat|yy??|i3000000 o15000000
vercel/v0-1.5-md||128000|32768|chat|yy??|i3000000 o15000000
xai/grok-2-vision||32768|32768|chat|yy??|i2000000 o10000000
xai/grok-2||131072|4000|chat|y???|i2000000 o10000000
xai/grok-3-fast||131072|131072|chat|y???|i5000000 o25000000
xai/grok-3-mini-fast||131072|131072|chat|y???|i600000 o4000000
xai/grok-3-mini||131072|131072|chat|y???|i300000 o500000
xai/grok-3||131072|131072|chat|y???|i3000000 o15000000
xai/grok-4||256000|256000|chat|y???|i3000000 o15000000
zai/glm-4.5-air||128000|96000|chat|y???|i200000 o1100000
zai/glm-4.5||131072|131072|chat|y???|i600000 o2200000
zai/glm-4.6||200000|200000|chat|y???|i450000 o1800000 r110000
`,
  volcengine: `
deepseek-v3-2-251201||98304|32768|chat|y??y|i0 o0
doubao-embedding-large-text-240915||4096||embedding|n???|i0 o0
doubao-embedding-large-text-250515||4096||embedding|n???|i0 o0
doubao-embedding-large||4096||embedding|n???|i0 o0
doubao-embedding-text-240715||4096||embedding|n???|i0 o0
doubao-embedding||4096||embedding|n???|i0 o0
glm-4-7-251222||204800|131072|chat|y??y|i0 o0
kimi-k2-thinking-251104||229376|32768|chat|y??y|i0 o0
`,
  voyage: `
rerank-2-lite||8000|8000|rerank|n???|i20000 o0
rerank-2.5-lite||32000|32000|rerank|n???|i20000 o0
rerank-2.5||32000|32000|rerank|n???|i50000 o0
rerank-2||16000|16000|rerank|n???|i50000 o0
voyage-multimodal-3||32000||embedding|n???|i120000 o0
`,
  wandb: `
MiniMaxAI/MiniMax-M2.5||197000|197000|chat|y?yy|i300000 o1200000
Qwen/Qwen3-235B-A22B-Instruct-2507||262144|262144|chat|????|i10000000000 o10000000000
Qwen/Qwen3-235B-A22B-Thinking-2507||262144|262144|chat|????|i10000000000 o10000000000
Qwen/Qwen3-Coder-480B-A35B-Instruct||262144|262144|chat|????|i100000000000 o150000000000
deepseek-ai/DeepSeek-R1-0528||161000|161000|chat|????|i135000000000 o540000000000
deepseek-ai/DeepSeek-V3-0324||161000|161000|chat|????|i114000000000 o275000000000
deepseek-ai/DeepSeek-V3.1||128000|128000|chat|????|i55000000000 o165000000000
meta-llama/Llama-3.1-8B-Instruct||128000|128000|chat|????|i22000000000 o22000000000
meta-llama/Llama-3.3-70B-Instruct||128000|128000|chat|????|i71000000000 o71000000000
meta-llama/Llama-4-Scout-17B-16E-Instruct||64000|64000|chat|????|i17000000000 o66000000000
microsoft/Phi-4-mini-instruct||128000|128000|chat|????|i8000000000 o35000000000
moonshotai/Kimi-K2-Instruct||128000|128000|chat|????|i600000 o2500000
moonshotai/Kimi-K2.5||262144|262144|chat|yyyy|i600000 o3000000 r100000
openai/gpt-oss-120b||131072|131072|chat|????|i15000000000 o60000000000
openai/gpt-oss-20b||131072|131072|chat|????|i5000000000 o20000000000
zai-org/GLM-4.5||131072|131072|chat|????|i55000000000 o200000000000
`,
  watsonx: `
bigscience/mt0-xxl-13b||8192|8192|chat|nn??|i500000000 o2000000000
core42/jais-13b-chat||8192|8192|chat|nn??|i500000000 o2000000000
google/flan-t5-xl-3b||8192|8192|chat|nn??|i600000 o600000
ibm/granite-13b-chat-v2||8192|8192|chat|nn??|i600000 o600000
ibm/granite-13b-instruct-v2||8192|8192|chat|nn??|i600000 o600000
ibm/granite-3-3-8b-instruct||8192|8192|chat|yn??|i200000 o200000
ibm/granite-3-8b-instruct||8192|1024|chat|yny?|i200000 o200000
ibm/granite-4-h-small||20480|20480|chat|yn??|i60000 o250000
ibm/granite-guardian-3-2-2b||8192|8192|chat|nn??|i100000 o100000
ibm/granite-guardian-3-3-8b||8192|8192|chat|nn??|i200000 o200000
ibm/granite-ttm-1024-96-r2||512|512|chat|nn??|i380000 o380000
ibm/granite-ttm-1536-96-r2||512|512|chat|nn??|i380000 o380000
ibm/granite-ttm-512-96-r2||512|512|chat|nn??|i380000 o380000
ibm/granite-vision-3-2-2b||8192|8192|chat|ny??|i100000 o100000
meta-llama/llama-3-2-11b-vision-instruct||128000|128000|chat|yy??|i350000 o350000
meta-llama/llama-3-2-1b-instruct||128000|128000|chat|yn??|i100000 o100000
meta-llama/llama-3-2-3b-instruct||128000|128000|chat|yn??|i150000 o150000
meta-llama/llama-3-2-90b-vision-instruct||128000|128000|chat|yy??|i2000000 o2000000
meta-llama/llama-3-3-70b-instruct||128000|128000|chat|yn??|i710000 o710000
meta-llama/llama-4-maverick-17b||128000|128000|chat|yn??|i350000 o1400000
meta-llama/llama-guard-3-11b-vision||128000|128000|chat|ny??|i350000 o350000
mistralai/mistral-large||131072|16384|chat|yny?|i3000000 o10000000
mistralai/mistral-medium-2505||128000|128000|chat|yn??|i3000000 o10000000
mistralai/mistral-small-2503||32000|32000|chat|yn??|i100000 o300000
mistralai/mistral-small-3-1-24b-instruct-2503||32000|32000|chat|yn??|i100000 o300000
mistralai/pixtral-12b-2409||128000|128000|chat|ny??|i350000 o350000
openai/gpt-oss-120b||8192|8192|chat|nn??|i150000 o600000
sdaia/allam-1-13b-instruct||8192|8192|chat|nn??|i1800000 o1800000
whisper-large-v3-turbo||||audio_transcription|n???|s100000000
`,
  xai: `
grok-4.20-beta-0309-non-reasoning||2000000|2000000|chat|yy??|i2000000 o6000000 r200000
grok-4.20-beta-0309-reasoning||2000000|2000000|chat|yy?y|i2000000 o6000000 r200000
grok-4.20-multi-agent-beta-0309||2000000|2000000|chat|yy?y|i2000000 o6000000 r200000
grok-beta||131072|131072|chat|yy??|i5000000 o15000000
grok-vision-beta||8192|8192|chat|yy??|i5000000 o15000000
`,
  zai: `
glm-4-32b-0414-128k||128000|32000|chat|y???|i100000 o100000
glm-4.5-airx||128000|32000|chat|y???|i1100000 o4500000
glm-4.5-flash||128000|32000|chat|y???|i0 o0
glm-4.5-x||128000|32000|chat|y???|i2200000 o8900000
glm-4.5v||128000|32000|chat|yy??|i600000 o1800000
glm-4.7-flash||200000|128000|chat|y??y|i0 o0 r0 w0
glm-5-code||200000|128000|chat|y??y|i1200000 o5000000 r300000 w0
glm-5.1||200000|128000|chat|y??y|i1400000 o4400000 r260000 w0
glm-5||200000|128000|chat|y??y|i1000000 o3200000 r200000 w0
`,
}

/** Rates of service tiers by model, for models of `tables.ts`. */
export const serviceTables: { readonly [family: string]: string } = {
  azure: `
gpt-5.4-mini|priority:i1500000 o9000000 r150000
gpt-5.4-nano|priority:i400000 o2500000 r40000
gpt-5.4-pro|priority:i60000000 o360000000 r6000000
gpt-5.4|priority:i5000000 o30000000 r500000
gpt-5.5|priority:i10000000 o60000000 r1000000
`,
  google: `
claude-sonnet-4-5|batch:i1500000 o7500000
gemini-2.5-pro|priority:i1250000 o10000000
gemini-3-flash-preview|priority:i900000 o5400000 r90000 ia1800000
gemini-3-pro-image-preview|batch:i1000000 o6000000
gemini-3-pro-preview|batch:i1000000 o6000000;priority:i3600000 o21600000 r360000
gemini-3.1-flash-image-preview|batch:i125000 o750000
gemini-3.1-flash-lite|flex:i125000 o750000 r12500;priority:i450000 o2700000 r45000;batch:i125000 o750000
gemini-3.1-pro-preview|batch:i1000000 o6000000;priority:i3600000 o21600000 r360000
gemini-3.5-flash-lite|flex:i150000 o1250000 r20000;priority:i540000 o4500000 r50000;batch:i150000 o1250000
gemini-3.5-flash|priority:i2700000 o16200000 r270000 ia1800000
gemini-3.6-flash|flex:i750000 o3750000 r75000;batch:i750000 o3750000;priority:i2700000 o13500000 r270000
`,
  openai: `
gpt-4.1-mini|batch:i200000 o800000
gpt-4.1-nano|batch:i50000 o200000
gpt-4.1|batch:i1000000 o4000000
gpt-4.5-preview|batch:i37500000 o75000000
gpt-4o-2024-05-13|batch:i2500000 o7500000;priority:i8750000 o26250000
gpt-4o-mini|batch:i75000 o300000
gpt-4o-search-preview|batch:i1250000 o5000000
gpt-4o|batch:i1250000 o5000000
gpt-5-mini|flex:i125000 o1000000 r12500;priority:i450000 o3600000 r45000
gpt-5-nano|flex:i25000 o200000 r2500
gpt-5-pro|batch:i7500000 o60000000
gpt-5.1-chat-latest|priority:i2500000 o20000000 r250000
gpt-5.1-codex-mini|priority:i450000 o3600000 r45000
gpt-5.1|priority:i2500000 o20000000 r250000
gpt-5.2-chat-latest|priority:i3500000 o28000000 r350000
gpt-5.2|priority:i3500000 o28000000 r350000
gpt-5.3-codex|priority:i3500000 o28000000 r350000
gpt-5.4-mini|flex:i375000 o2250000 r37500;priority:i1500000 o9000000 r150000;batch:i375000 o2250000
gpt-5.4-nano|flex:i100000 o625000 r10000;batch:i100000 o625000
gpt-5.4-pro|flex:i15000000 o90000000;batch:i15000000 o90000000
gpt-5.4|flex:i1250000 o7500000 r130000;priority:i5000000 o30000000 r500000;batch:i1250000 o7500000
gpt-5.5-pro|flex:i15000000 o90000000;batch:i15000000 o90000000
gpt-5.5|flex:i2500000 o15000000 r250000;priority:i10000000 o60000000 r1000000;batch:i2500000 o15000000
gpt-5.6-luna|flex:i100000 o600000 r10000 w125000;priority:i400000 o2400000 r40000 w500000;batch:i100000 o600000
gpt-5.6-sol|flex:i2500000 o15000000 r250000 w3125000;priority:i10000000 o60000000 r1000000 w12500000;batch:i2500000 o15000000
gpt-5.6-terra|flex:i1000000 o6000000 r100000 w1250000;priority:i4000000 o24000000 r400000 w5000000;batch:i1000000 o6000000
gpt-5|flex:i625000 o5000000 r62500;priority:i2500000 o20000000 r250000
o1-pro|batch:i75000000 o300000000
o3-deep-research|batch:i5000000 o20000000
o3-pro|batch:i10000000 o40000000
o3|flex:i1000000 o4000000 r250000;priority:i3500000 o14000000 r875000
o4-mini-deep-research|batch:i1000000 o4000000
o4-mini|flex:i550000 o2200000 r137500;priority:i2000000 o8000000 r500000
text-embedding-3-large|batch:i65000 o0
text-embedding-3-small|batch:i10000 o0
`,
}
