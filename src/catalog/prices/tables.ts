/**
 * Models and prices by family, a line a model: written by `npm run prices`, not edited by hand. The figures come from
 * @pydantic/genai-prices (MIT License, copyright Pydantic Services Inc.) and from our own overlay.
 * One file, because every further module costs half a millisecond to load; texts, because a table nobody asks for costs nothing.
 *
 * model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated|services
 */

/** Day (YYYY-MM-DD) whose prices these are. */
export const pricesAsOf = '2026-11-23'

/** Table of each family; `parseFacts` reads a line. */
export const priceTables: { readonly [family: string]: string } = {
  anthropic: `
claude-2|claude-2.0,claude-2.1,claude-v2|200000||||i8000000 o24000000||2025-07-21
claude-3-5-haiku-latest|claude-3-5-haiku,claude-3.5-haiku|200000||||i800000 o4000000 r80000 w1000000 h1600000 f10000000000
claude-3-5-sonnet|claude-3.5-sonnet|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000||2025-10-28
claude-3-7-sonnet-latest|claude-3-7-sonnet,claude-3.7-sonnet,claude-sonnet-3-7,claude-sonnet-3.7|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-3-haiku||200000||||i250000 o1250000 r30000 w300000 h500000||2026-04-20
claude-3-opus-latest|claude-3-opus|200000||||i15000000 o75000000 r1500000 w18750000 h30000000||2026-01-05
claude-3-sonnet||200000||||i3000000 o15000000 r300000 w3750000 h6000000||2025-07-21
claude-fable-5-1||1000000||||i10000000 o50000000 r250000 w12500000 h20000000 f10000000000
claude-fable-5||1000000||||i10000000 o50000000 r1000000 w12500000 h20000000 f10000000000
claude-haiku-4-5|claude-4-5-haiku,claude-4.5-haiku,claude-haiku-4.5|200000||||i1000000 o5000000 r100000 w1250000 h2000000 f10000000000
claude-opus-4-0|claude-4-opus,claude-opus-4|200000||||i15000000 o75000000 r1500000 w18750000 h30000000 f10000000000
claude-opus-4-1|claude-opus-4.1|200000||||i15000000 o75000000 r1500000 w18750000 h30000000 f10000000000
claude-opus-4-5|claude-4-5-opus,claude-4.5-opus,claude-opus-4.5|200000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-6|claude-4-6-opus,claude-4.6-opus,claude-opus-4.6|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-7|claude-4-7-opus,claude-4.7-opus,claude-opus-4.7|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-8|claude-4-8-opus,claude-4.8-opus,claude-opus-4.8|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-5-5|claude-5-5-opus,claude-5.5-opus,claude-opus-5.5|1000000||||i4000000 o20000000 r200000 w5000000 h8000000 f10000000000
claude-opus-5|claude-5-opus,claude-5.0-opus,claude-opus-5.0|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-sonnet-4-0|claude-4-sonnet,claude-sonnet-4|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-sonnet-4-5|claude-sonnet-4.5|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000|200000:i6000000 o22500000 r600000 w7500000 h12000000 f10000000000
claude-sonnet-4-6|claude-sonnet-4.6|1000000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-sonnet-5|claude-5-sonnet,claude-5.0-sonnet,claude-sonnet-5.0|1000000||||i2000000 o10000000 r200000 w2500000 h4000000 f10000000000
claude-v1||||||i8000000 o24000000
`,
  avian: `
Meta-Llama-3.1-405B-Instruct||||||i1500000 o1500000||retired
Meta-Llama-3.1-70B-Instruct||||||i450000 o450000||retired
Meta-Llama-3.1-8B-Instruct||||||i100000 o100000||retired
Meta-Llama-3.3-70B-Instruct||||||i450000 o450000||retired
deepseek/deepseek-v3.2||163000||||i230000 o330000 r12000
deepseek/deepseek-v4-flash||1000000||||i80500 o161000 r16500
deepseek/deepseek-v4-pro-0813||1000000||||i594000 o1782000 r19800
deepseek/deepseek-v4-pro||1000000||||i1305000 o2610000 r108750
minimax/minimax-m2.5||196000||||i270000 o1080000 r150000
moonshotai/kimi-k2.5||262000||||i450000 o2200000 r225000
moonshotai/kimi-k2.6||262000||||i950000 o4000000 r160000
xiaomi/mimo-v2.5-pro||1000000||||i435000 o870000 r3600
xiaomi/mimo-v2.5||1000000||||i200000 o400000 r50000
z-ai/glm-4.7||202000||||i388000 o1806000 r97000
z-ai/glm-5.1||202000||||i743000 o2971000 r186000
z-ai/glm-5.2||1000000||||i495000 o1733000 r124000
z-ai/glm-5||205000||||i516000 o2322000 r129000
`,
  azure: `
ada|text-embedding-ada,text-embedding-ada-002,text-embedding-ada-002-v2|||completion||i100000
babbage|babbage-002|||completion||i400000
curie|text-curie,text-curie-001|||completion||i2000000
davinci|davinci-002,text-davinci,text-davinci-002|||completion||i2000000
mai-ds-r1:free||163840||||i0 o0
o1-mini||128000||||i1100000 o4400000 r550000
o1-preview||128000||||i15000000 o60000000 r7500000
o1||200000||||i15000000 o60000000 r7500000
o3-2025-04-16|o3|200000||||i2000000 o8000000 r500000
o3-mini||200000||||i1100000 o4400000 r550000
o4-mini||200000||||i1100000 o4400000 r280000
phi-3-medium-128k-instruct||131072||||i1000000 o1000000
phi-3-mini-128k-instruct||131072||||i100000 o100000
phi-3.5-mini-128k-instruct||131072||||i100000 o100000
phi-4-mini-instruct||131072||||i80000 o350000
phi-4-multimodal-instruct||131072||||i50000 o100000
phi-4-reasoning-plus:free||32768||||i0 o0
phi-4-reasoning-plus||32768||||i70000 o350000
phi-4-reasoning:free||32768||||i0 o0
phi-4||16384||||i70000 o140000
text-embedding-3-large||8192||embedding||i130000
text-embedding-3-small||8192||embedding||i20000
wizardlm-2-8x22b||||||i480000 o480000
`,
  baseten: `
deepseek-ai/DeepSeek-V4-Flash-0731||1048000||||i130000 o260000 r28000
deepseek-ai/DeepSeek-V4-Pro-0813||1048000||||i1320000 o3960000 r132000
deepseek-ai/DeepSeek-V4-Pro||1048000||||i1740000 o3480000 r145000
moonshotai/Kimi-K2.6||262000||||i950000 o4000000 r160000
moonshotai/Kimi-K2.7-Code||262000||||i950000 o4000000 r160000
moonshotai/Kimi-K3||1048000||||i3000000 o15000000 r300000
nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B||202000||||i600000 o2400000 r120000
openai/gpt-oss-120b||128000||||i100000 o500000
thinkingmachines/inkling-small||1048000||||i500000 o1200000 r100000
thinkingmachines/inkling||1048000||||i1000000 o4050000 r170000
zai-org/GLM-4.7||200000||||i600000 o2200000 r120000
zai-org/GLM-5.2-Fast||1048000||||i2100000 o6600000 r210000
zai-org/GLM-5.2||1048000||||i1400000 o4400000 r140000
zai-org/GLM-5.3-Flash||1048000||||i150000 o500000 r30000
zai-org/GLM-5.3||1048000||||i1400000 o4400000 r140000
`,
  bedrock: `
amazon.nova-2-lite||1000000||||i330000 o2750000 r82500
amazon.nova-2-sonic||1000000||realtime||i330000 o2750000 ia3000000 oa12000000
amazon.nova-lite||300000||||i60000 o240000 r15000
amazon.nova-micro||128000||||i35000 o140000 r8750
amazon.nova-premier||1000000||||i2500000 o12500000 r625000
amazon.nova-pro||300000||||i800000 o3200000 r200000
amazon.nova-sonic||||realtime||i60000 o240000 ia3400000 oa13600000
amazon.rerank||||rerank||f1000000000
amazon.titan-embed-text-v1||8192||embedding||i100000
amazon.titan-embed-text-v2||8192||embedding||i20000
amazon.titan-text-express||||||i200000 o600000
amazon.titan-text-lite||||||i150000 o200000
anthropic.claude-3-5-haiku-20241022||200000||||i800000 o4000000 r80000 w1000000
anthropic.claude-3-5-sonnet-20240620||200000||||i3000000 o15000000 r300000 w3750000
anthropic.claude-3-5-sonnet-20241022||200000||||i3000000 o15000000 r300000 w3750000
anthropic.claude-3-7-sonnet-20250219||200000||||i3000000 o15000000 r300000 w3750000
anthropic.claude-3-haiku-20240307||200000||||i250000 o1250000
anthropic.claude-3-opus-20240229||200000||||i15000000 o75000000
anthropic.claude-3-sonnet-20240229||200000||||i3000000 o15000000 r300000 w3750000
anthropic.claude-fable-5-1||1000000||||i11000000 o55000000 r275000 w13750000
anthropic.claude-fable-5||1000000||||i11000000 o55000000 r1100000 w13750000
anthropic.claude-haiku-4-5-20251001||200000||||i1100000 o5500000 r110000 w1375000
anthropic.claude-opus-4-1-20250805||200000||||i15000000 o75000000 r1500000 w18750000
anthropic.claude-opus-4-20250514||200000||||i15000000 o75000000 r1500000 w18750000
anthropic.claude-opus-4-5||200000||||i5500000 o27500000 r550000 w6875000
anthropic.claude-opus-4-6||1000000||||i5500000 o27500000 r550000 w6875000
anthropic.claude-opus-4-7||1000000||||i5500000 o27500000 r550000 w6875000
anthropic.claude-opus-4-8||1000000||||i5500000 o27500000 r550000 w6875000
anthropic.claude-opus-5-5||1000000||||i4400000 o22000000 r220000 w5500000 h8800000
anthropic.claude-opus-5||1000000||||i5500000 o27500000 r550000 w6875000
anthropic.claude-sonnet-4-20250514||200000||||i3000000 o15000000 r300000 w3750000
anthropic.claude-sonnet-4-5-20250929||200000||||i3300000 o16500000 r330000 w4125000
anthropic.claude-sonnet-4-6||1000000||||i3300000 o16500000 r330000 w4125000
anthropic.claude-sonnet-5||1000000||||i2200000 o11000000 r220000 w2750000
cohere.embed-english||512||embedding||i100000
cohere.embed-multilingual||512||embedding||i100000
cohere.embed||128000||embedding||i120000
cohere.rerank||||rerank||f2000000000
deepseek.r1||128000||||i1350000 o5400000
global.amazon.nova-2-lite||1000000||||i300000 o2500000 r75000
global.anthropic.claude-fable-5-1||1000000||||i10000000 o50000000 r250000 w12500000
global.anthropic.claude-fable-5||1000000||||i10000000 o50000000 r1000000 w12500000
global.anthropic.claude-haiku-4-5-20251001||200000||||i1000000 o5000000 r100000 w1250000
global.anthropic.claude-opus-4-5||200000||||i5000000 o25000000 r500000 w6250000
global.anthropic.claude-opus-4-6||1000000||||i5000000 o25000000 r500000 w6250000
global.anthropic.claude-opus-4-7||1000000||||i5000000 o25000000 r500000 w6250000
global.anthropic.claude-opus-4-8||1000000||||i5000000 o25000000 r500000 w6250000
global.anthropic.claude-opus-5-5||1000000||||i4000000 o20000000 r200000 w5000000 h8000000
global.anthropic.claude-opus-5||1000000||||i5000000 o25000000 r500000 w6250000
global.anthropic.claude-sonnet-4-20250514||200000||||i3000000 o15000000 r300000 w3750000
global.anthropic.claude-sonnet-4-5-20250929||200000||||i3000000 o15000000 r300000 w3750000
global.anthropic.claude-sonnet-4-6||1000000||||i3000000 o15000000 r300000 w3750000
global.anthropic.claude-sonnet-5||1000000||||i2000000 o10000000 r200000 w2500000
global.openai.gpt-5.6-luna||1000000||||i200000 o1200000 r20000 w250000|271999:i400000 o1800000 r40000 w500000
global.openai.gpt-5.6-sol||1000000||||i4000000 o20000000 r400000 w5000000|271999:i8000000 o30000000 r800000 w10000000
global.openai.gpt-5.6-terra||1000000||||i2000000 o12000000 r200000 w2500000|271999:i4000000 o18000000 r400000 w5000000
google.gemma-3-12b-it||128000||||i90000 o290000
google.gemma-3-27b-it||128000||||i230000 o380000
google.gemma-3-4b-it||128000||||i40000 o80000
meta.llama3-1-70b-instruct||128000||||i720000 o720000
meta.llama3-1-8b-instruct||128000||||i220000 o220000
meta.llama3-2-11b-instruct||128000||||i160000 o160000
meta.llama3-2-1b-instruct||128000||||i100000 o100000
meta.llama3-2-3b-instruct||128000||||i150000 o150000
meta.llama3-2-90b-instruct||128000||||i720000 o720000
meta.llama3-3-70b-instruct||128000||||i720000 o720000
meta.llama3-70b-instruct||8192||||i2650000 o3500000
meta.llama3-8b-instruct||8192||||i300000 o600000
meta.llama4-maverick-17b-instruct||1000000||||i240000 o970000
meta.llama4-scout-17b-instruct||10000000||||i170000 o660000
mistral.devstral-2-123b||256000||||i400000 o2000000
mistral.magistral-small-2509||128000||||i500000 o1500000
mistral.ministral-3-14b-instruct||128000||||i200000 o200000
mistral.ministral-3-3b-instruct||128000||||i100000 o100000
mistral.ministral-3-8b-instruct||128000||||i150000 o150000
mistral.mistral-7b-instruct||32000||||i150000 o200000
mistral.mistral-large-2402||32000||||i4000000 o12000000
mistral.mistral-large-3-675b-instruct||256000||||i500000 o1500000
mistral.mistral-small-2402||32000||||i1000000 o3000000
mistral.mixtral-8x7b-instruct||32000||||i450000 o700000
mistral.pixtral-large-2502||128000||||i2000000 o6000000
mistral.voxtral-mini-3b-2507||32000||audio_transcription||i40000 o40000
mistral.voxtral-small-24b-2507||32000||||i100000 o300000
nvidia.nemotron-nano-3-30b||256000||||i60000 o240000
nvidia.nemotron-nano-9b||128000||||i60000 o230000
nvidia.nemotron-super-3-120b||256000||||i150000 o650000
openai.gpt-5.4||||||i2750000 o16500000 r275000
openai.gpt-5.5||||||i5500000 o33000000 r550000
openai.gpt-5.6-luna||1000000||||i220000 o1320000 r22000 w275000|271999:i440000 o1980000 r44000 w550000
openai.gpt-5.6-sol||1000000||||i4400000 o22000000 r440000 w5500000|271999:i8800000 o33000000 r880000 w11000000
openai.gpt-5.6-terra||1000000||||i2200000 o13200000 r220000 w2750000|271999:i4400000 o19800000 r440000 w5500000
openai.gpt-oss-120b-1|openai.gpt-oss-120b|128000||||i150000 o600000
openai.gpt-oss-20b-1|openai.gpt-oss-20b|128000||||i70000 o300000
qwen.qwen3-32b||32000||||i150000 o600000
qwen.qwen3-coder-30b-a3b||256000||||i150000 o600000
qwen.qwen3-coder-480b-a35b||128000||||i450000 o1800000
qwen.qwen3-vl-235b-a22b||256000||||i530000 o2660000
writer.palmyra-x4||128000||||i2500000 o10000000
writer.palmyra-x5||128000||||i600000 o6000000
`,
  cerebras: `
gemma-4-31b||131072||||i990000 o1490000
gpt-oss-120b||131072||||i350000 o750000
llama-3.3-70b||128000||||i850000 o1200000||retired
llama3.1-8b||32768||||i100000 o100000||retired
qwen-3-32b||131072||||i400000 o800000||retired
qwen-3-coder-480b
zai-glm-4.7||131072||||i2250000 o2750000||retired
`,
  cloudflare: `
@cf/ai4bharat/indictrans2-en-indic-1B||||||i342000 o342000
@cf/aisingapore/gemma-sea-lion-v4-27b-it||||||i351000 o555000
@cf/baai/bge-base-en-v1.5||||embedding||i67000
@cf/baai/bge-large-en-v1.5||||embedding||i204000
@cf/baai/bge-m3||||embedding||i12000
@cf/baai/bge-reranker-base||||rerank||i3000
@cf/baai/bge-small-en-v1.5||||embedding||i20000
@cf/deepseek-ai/deepseek-r1-distill-qwen-32b||||||i497000 o4881000
@cf/deepseek-ai/deepseek-v4-flash-0731||||||i440000 o1320000 r14000
@cf/deepseek-ai/deepseek-v4-pro-0813||||||i1320000 o3960000 r44000
@cf/google/gemma-3-12b-it||||||i345000 o556000||retired
@cf/google/gemma-4-26b-a4b-it||256000||||i100000 o300000
@cf/huggingface/distilbert-sst-2-int8||||||i26000
@cf/ibm-granite/granite-4.0-h-micro||||||i17000 o112000
@cf/meta/llama-2-7b-chat-fp16||||||i556000 o6667000||retired
@cf/meta/llama-3-8b-instruct-awq||||||i123000 o266000||retired
@cf/meta/llama-3-8b-instruct||||||i282000 o827000||retired
@cf/meta/llama-3.1-70b-instruct-fp8-fast||||||i293000 o2253000
@cf/meta/llama-3.1-8b-instruct-awq||||||i123000 o266000||retired
@cf/meta/llama-3.1-8b-instruct-fp8-fast|@cf/meta/llama-3.1-8b-instruct-fast|||||i45000 o384000
@cf/meta/llama-3.1-8b-instruct-fp8||||||i152000 o287000
@cf/meta/llama-3.1-8b-instruct||||||i282000 o827000||retired
@cf/meta/llama-3.2-11b-vision-instruct||||||i49000 o676000
@cf/meta/llama-3.2-1b-instruct||||||i27000 o201000
@cf/meta/llama-3.2-3b-instruct||||||i51000 o335000
@cf/meta/llama-3.3-70b-instruct-fp8-fast||24000||||i293000 o2253000
@cf/meta/llama-4-scout-17b-16e-instruct||||||i270000 o850000
@cf/meta/llama-guard-3-8b||||||i484000 o30000
@cf/meta/m2m100-1.2b||||||i342000 o342000
@cf/mistral/mistral-7b-instruct-v0.1||||||i110000 o190000||retired
@cf/mistralai/mistral-small-3.1-24b-instruct||||||i351000 o555000
@cf/moondream/moondream3.1-9B-A2B||||||i300000 o1000000
@cf/moonshotai/kimi-k2.5||||||i600000 o3000000 r100000||retired
@cf/moonshotai/kimi-k2.6||||||i950000 o4000000 r160000
@cf/moonshotai/kimi-k2.7-code||||||i950000 o4000000 r190000
@cf/nvidia/nemotron-3-120b-a12b||||||i500000 o1500000
@cf/openai/gpt-oss-120b||128000||||i350000 o750000
@cf/openai/gpt-oss-20b||128000||||i200000 o300000
@cf/pfnet/plamo-embedding-1b||||embedding||i19000
@cf/qwen/qwen2.5-coder-32b-instruct||||||i660000 o1000000
@cf/qwen/qwen3-30b-a3b-fp8||||||i51000 o335000
@cf/qwen/qwen3-embedding-0.6b||||embedding||i12000
@cf/qwen/qwen3.8-27b||262144||||i450000 o3200000
@cf/qwen/qwq-32b||||||i660000 o1000000
@cf/zai-org/glm-4.7-flash||131072||||i60000 o400000
@cf/zai-org/glm-5.2||||||i1400000 o4400000 r260000
@cf/zai-org/glm-5.3-flash||||||i150000 o500000 r30000
`,
  cohere: `
c4ai-aya-expanse-32b|aya-expanse-32b|128000||||i500000 o1500000
c4ai-aya-expanse-8b|aya-expanse-8b|8192||||i500000 o1500000||retired
command-a-reasoning-08-2025||256000|32000||y??y|i2500000 o10000000
command-a-vision-07-2025||128000|8000||ny??|i2500000 o10000000
command-a|command-a-03-2025|256000|8000|||i2500000 o10000000
command-light||4096||||i300000 o600000||retired
command-r-plus|command-r-plus-08-2024|128000|4096|||i2500000 o10000000
command-r7b|command-r7b-12-2024|128000|4096|||i37500 o150000
command-r|command-r-08-2024|128000|4096|||i150000 o600000
command||||||i1000000 o2000000
embed-english-light-v3.0||512||embedding||i100000
embed-english-v3.0||512||embedding||i100000
embed-multilingual-light-v3.0||512||embedding||i100000
embed-multilingual-v3.0||512||embedding||i100000
embed-v4.0||128000||embedding||i120000
rerank-english-v3.0||4096||rerank||f2000000000
rerank-multilingual-v3.0||4096||rerank||f2000000000
rerank-v3.5||4096||rerank||f2000000000
`,
  deepseek: `
deepseek-chat|deepseek-chat-v3-0324,deepseek-coder|1000000||||i220000 o660000 r7000||2026-07-24
deepseek-reasoner|deepseek-r1,deepseek-r1-0528|1000000||||i220000 o660000 r7000||2026-07-24
deepseek-v3.1-terminus||128000||||i270000 o950000 r130000
deepseek-v3.2-exp||128000||||i270000 o410000
deepseek-v3.2||128000||||i228800 o343200
deepseek-v4-flash||1000000||||i220000 o660000 r7000
deepseek-v4-pro||1000000||||i660000 o1980000 r22000
`,
  doubleword: `
Qwen/Qwen3-14B-FP8||||||i50000 o600000
Qwen/Qwen3-Embedding-8B||||embedding||i40000
Qwen/Qwen3-VL-235B-A22B-Instruct-FP8||||||i600000 o1200000
Qwen/Qwen3-VL-30B-A3B-Instruct-FP8||||||i160000 o800000
Qwen/Qwen3.5-35B-A3B-FP8||||||i250000 o2000000
Qwen/Qwen3.5-397B-A17B||||||i600000 o3600000
Qwen/Qwen3.5-9B||||||i80000 o700000
Qwen/Qwen3.6-35B-A3B-FP8||||||i250000 o2000000
Qwen/Qwen3.8-27B-FP8||262144||||i450000 o3000000 r40000
deepseek-ai/DeepSeek-V4-Flash-0731||||||i90000 o180000 r20000
deepseek-ai/DeepSeek-V4-Flash||||||i140000 o280000
deepseek-ai/DeepSeek-V4-Pro||||||i1740000 o3480000
deepseek-ai/DeepSeek-V4.1-Flash||||||i150000 o600000 r10000
google/gemma-4-31B-it||||||i140000 o400000
mistralai/Devstral-2-123B-Instruct-2512||||||i400000 o2000000
moonshotai/Kimi-K2.6||||||i950000 o4000000
moonshotai/kimi-k3||1048576||||i3000000 o15000000 r300000
nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-NVFP4||||||i300000 o750000
openai/gpt-oss-20b||||||i40000 o300000
zai-org/GLM-5.1-FP8||||||i1400000 o4400000
zai-org/GLM-5.2-FP8||1048576||||i930000 o3000000 r190000
`,
  fireworks_ai: `
accounts/fireworks/models/deepseek-r1-0528||160000||||i3000000 o8000000
accounts/fireworks/models/deepseek-v3-0324||160000||||i900000 o900000
accounts/fireworks/models/deepseek-v3p2||163840||||i560000 o1680000 r280000
accounts/fireworks/models/deepseek-v4-flash|accounts/fireworks/models/deepseek-v4-flash-0731|1040000||||i140000 o280000 r28000
accounts/fireworks/models/deepseek-v4-pro||1048576||||i1740000 o3480000 r145000
accounts/fireworks/models/gemma-3-27b-it||131000||||i100000 o100000
accounts/fireworks/models/glm-4p7||202752||||i600000 o2200000
accounts/fireworks/models/glm-5p1||||||i1400000 o4400000 r260000
accounts/fireworks/models/glm-5p2||1040000||||i1400000 o4400000 r140000
accounts/fireworks/models/gpt-oss-120b||131072||||i150000 o600000 r14000
accounts/fireworks/models/gpt-oss-20b||131072||||i70000 o300000 r35000
accounts/fireworks/models/inkling||1040000||||i1000000 o4050000 r170000
accounts/fireworks/models/kimi-k2p5||262144||||i600000 o3000000 r100000
accounts/fireworks/models/kimi-k2p6||||||i950000 o4000000 r160000
accounts/fireworks/models/kimi-k2p7-code||262144||||i950000 o4000000 r190000
accounts/fireworks/models/kimi-k3||1040000||||i3000000 o15000000 r300000
accounts/fireworks/models/llama-v3p1-8b-instruct||131000||||i200000 o200000
accounts/fireworks/models/llama4-maverick-instruct-basic||1000000||||i220000 o880000
accounts/fireworks/models/minimax-m2p1||204800||||i300000 o1200000
accounts/fireworks/models/minimax-m2p7||||||i300000 o1200000 r60000
accounts/fireworks/models/minimax-m3||524288||||i300000 o1200000 r60000
accounts/fireworks/models/nemotron-3-ultra-nvfp4||262000||||i600000 o2400000 r120000
accounts/fireworks/models/qwen2p5-vl-72b-instruct||128000||||i900000 o900000
accounts/fireworks/models/qwen3-235b-a22b||128000||||i220000 o880000
accounts/fireworks/models/qwen3p6-plus||||||i500000 o3000000 r100000
accounts/fireworks/models/qwen3p7-plus||262144||||i400000 o1600000 r80000
accounts/fireworks/routers/glm-5p1-fast||||||i2800000 o8800000 r520000
accounts/fireworks/routers/glm-5p2-fast|accounts/fireworks/routers/glm-5p2-fast-us|1040000||||i2100000 o6600000 r210000
accounts/fireworks/routers/kimi-k2p6-fast||262144||||i2000000 o8000000 r300000
accounts/fireworks/routers/kimi-k2p7-code-fast||262144||||i1900000 o8000000 r380000
accounts/fireworks/routers/kimi-k3-fast||1040000||||i4500000 o22500000 r450000
accounts/fireworks/routers/kimi-k3-us||1040000||||i3300000 o16500000 r330000
`,
  github_copilot: `
claude-fable-5.1||264000||||i10000000 o50000000 r1000000 w12500000
claude-fable-5||264000||||i10000000 o50000000 r1000000 w12500000
claude-haiku-4.5||144000||||i1000000 o5000000 r100000 w1250000
claude-opus-4.7||264000||||i5000000 o25000000 r500000 w6250000
claude-opus-4.8-fast||264000||||i10000000 o50000000 r1000000 w12500000
claude-opus-4.8||264000||||i5000000 o25000000 r500000 w6250000
claude-opus-5||264000||||i5000000 o25000000 r500000 w6250000
claude-sonnet-5||264000||||i2000000 o10000000 r200000 w2500000
gemini-3.5-flash||264000||||i1500000 o9000000 r150000
gemini-3.6-flash||264000||||i750000 o3750000 r75000
gemini-3.7-flash||264000||||i750000 o3750000 r75000
gemini-3.8-flash||265536||||i750000 o3750000 r75000
gpt-3.5-turbo|gpt-3.5-turbo-0613|16384
gpt-4.1||128000
gpt-4o-mini||128000
gpt-4o|gpt-4-o-preview|128000
gpt-5-mini||264000||||i250000 o2000000 r25000
gpt-5.3-codex||400000||responses||i1750000 o14000000 r175000
gpt-5.4-mini||400000||||i750000 o4500000 r75000
gpt-5.4||400000||||i2500000 o15000000 r250000|272000:i5000000 o22500000 r500000
gpt-5.5||400000||||i5000000 o30000000 r500000|272000:i10000000 o45000000 r1000000
gpt-5.6-luna||328000||||i200000 o1200000 r20000 w250000|200000:i400000 o1800000 r40000 w500000
gpt-5.6-sol||400000||||i4000000 o20000000 r400000 w5000000|272000:i8000000 o30000000 r800000 w10000000
gpt-5.6-terra||400000||||i2000000 o12000000 r200000 w2500000|272000:i4000000 o18000000 r400000 w5000000
grok-4.5||328000||||i2000000 o6000000 r500000|200000:i4000000 o12000000 r1000000
grok-4.6||328000||||i2000000 o6000000 r500000|200000:i4000000 o12000000 r1000000
kimi-k2.7-code||256000||||i950000 o4000000 r190000
kimi-k3||1048576||||i3000000 o15000000 r300000
mai-code-1-flash-picker||256000||||i750000 o4500000 r75000
mai-code-1.1-flash||256000||||i200000 o1200000 r20000
`,
  google: `
claude-3-5-haiku||200000||||i800000 o4000000 r80000 w1000000
claude-3-5-sonnet||200000||||i3000000 o15000000 r300000 w3750000
claude-3-7-sonnet||200000||||i3000000 o15000000 r300000 w3750000
claude-3-haiku||200000||||i250000 o1250000 r30000 w300000
claude-3-opus||200000||||i15000000 o75000000 r1500000 w18750000
claude-4-opus|claude-opus-4,claude-opus-4-1|200000||||i15000000 o75000000 r1500000 w18750000
claude-4-sonnet|claude-sonnet-4|200000||||i3000000 o15000000 r300000 w3750000
claude-fable-5-1||1000000||||i10000000 o50000000 r250000 w12500000
claude-fable-5||1000000||||i10000000 o50000000 r1000000 w12500000
claude-opus-4-6|claude-4-6-opus,claude-4.6-opus,claude-opus-4.6|1000000||||i5000000 o25000000 r500000 w6250000|200000:i10000000 o37500000 r1000000 w12500000
claude-opus-4-7|claude-4-7-opus,claude-4.7-opus,claude-opus-4.7|1000000||||i5000000 o25000000 r500000 w6250000
claude-opus-4-8|claude-4-8-opus,claude-4.8-opus,claude-opus-4.8|1000000||||i5000000 o25000000 r500000 w6250000
claude-opus-5-5|claude-5-5-opus,claude-5.5-opus,claude-opus-5.5|1000000||||i4000000 o20000000 r200000 w5000000
claude-opus-5|claude-5-opus,claude-5.0-opus,claude-opus-5.0|1000000||||i5000000 o25000000 r500000 w6250000
claude-sonnet-4-5|claude-sonnet-4.5|200000||||i3000000 o15000000 r300000 w3750000|200000:i6000000 o22500000 r600000 w7500000
claude-sonnet-4-6|claude-sonnet-4.6|1000000||||i3000000 o15000000 r300000 w3750000
gemini-1.0-pro-vision-001||32768||||i125000 o375000
gemini-1.5-flash||1000000||||i75000 o300000 r18750|128000:i150000 o600000 r37500
gemini-1.5-pro||1000000||||i1250000 o5000000|128000:i2500000 o10000000
gemini-2.0-flash-lite||1000000||||i75000 o300000
gemini-2.0-flash|gemini-2.0-flash-exp,gemini-2.0-flash-latest,gemini-2.0-flash-thinking|1000000||||i100000 o400000 r25000 ia700000
gemini-2.5-flash-image|gemini-2.5-flash-image-preview|1000000||image_generation||i300000 o2500000 oi30000000
gemini-2.5-flash-lite-preview-tts||8192||audio_speech||i500000 o10000000
gemini-2.5-flash-lite|gemini-2.5-flash-lite-preview|1000000||||i100000 o400000 r10000 ia300000
gemini-2.5-flash-preview|gemini-2.5-flash-preview-04-17,gemini-2.5-flash-preview-05-20,gemini-2.5-flash-preview-05-20:thinking,gemini-2.5-flash-preview:thinking|||||i150000 o600000||retired
gemini-2.5-flash-tts|gemini-2.5-flash-preview-tts|8192||audio_speech||i500000 o10000000
gemini-2.5-flash|gemini-2.5-flash-latest,gemini-2.5-flash-preview-09-2025|1048576||||i300000 o2500000 r30000 ia1000000
gemini-2.5-pro-tts|gemini-2.5-pro-preview-tts|8192||audio_speech||i1000000 o20000000
gemini-2.5-pro||1048576||||i1250000 o10000000 r125000|200000:i2500000 o15000000 r250000
gemini-3-flash-preview||1000000||||i500000 o3000000 r50000 ia1000000
gemini-3-pro-image-preview|gemini-3-pro-image|1000000||image_generation||i2000000 o12000000 oi120000000
gemini-3-pro-preview|gemini-3-pro-text-preview|1048576||||i2000000 o12000000 r200000|200000:i4000000 o18000000 r400000
gemini-3.1-flash-image-preview|gemini-3.1-flash-image|1000000||image_generation||i500000 o3000000 oi60000000
gemini-3.1-flash-lite-image||||image_generation||i250000 o1500000 oi30000000
gemini-3.1-flash-lite|gemini-3.1-flash-lite-preview|1000000||||i250000 o1500000 r25000 ia500000
gemini-3.1-flash-live-preview||||realtime||i750000 o4500000 ia3000000 oa12000000 ii1000000
gemini-3.1-pro-preview||1048576||||i2000000 o12000000 r200000|200000:i4000000 o18000000 r400000
gemini-3.5-flash-lite||1000000||||i300000 o2500000 r30000
gemini-3.5-flash|gemini-3.5-flash-preview|1000000||||i1500000 o9000000 r150000
gemini-3.6-flash||1000000||||i750000 o3750000 r75000
gemini-3.7-flash||1000000||||i750000 o3750000 r75000
gemini-3.8-flash||1000000||||i750000 o3750000 r75000
gemini-embedding-001||2048||embedding||i150000
gemini-embedding-2|gemini-embedding-2-preview|8192||embedding||i200000 ia6500000 ii450000
gemini-flash-1.5-8b||1000000||||i37500 o150000 r10000|128000:i75000 o300000 r20000
gemini-flash-1.5||||||i75000 o300000 r18750|128000:i150000 o600000 r37500
gemini-live-2.5-flash|gemini-2.5-flash-native-audio-latest,gemini-2.5-flash-native-audio-preview|||realtime||i500000 o2000000 ia3000000 oa12000000
gemini-omni-flash-preview||||||i1500000 o9000000
gemini-pro-1.5||2000000||||i1250000 o5000000 r312500|128000:i2500000 o10000000 r625000
gemini-pro|gemini-1.0-pro|32768||||i125000 o375000
gemma-2-27b-it||||||i650000 o650000
gemma-3
gemma-3n
gemma-4-26b-a4b-it-maas||262144||||i150000 o600000 r15000
gemma-4-26b-a4b-it||262144
gemma-4-31b-it||262144
imagen-3.0-generate-001||||image_generation||m40000000000
imagen-3.0-generate-002||||image_generation||m40000000000
imagen-4.0-fast-generate-001||||image_generation||m20000000000
imagen-4.0-generate-001||||image_generation||m40000000000
imagen-4.0-ultra-generate-001||||image_generation||m60000000000
text-embedding-004||2048||embedding||||2026-01-14
text-embedding-005||2048||embedding
`,
  groq: `
deepseek-r1-distill-llama-70b||131072||||i750000 o990000
gemma-7b-it||||||i70000 o70000
gemma2-9b-it|gemma2-9b|8192||||i200000 o200000
llama-3.1-405b-reasoning||||||i590000 o790000
llama-3.1-70b-versatile||131072||||i590000 o790000||2025-01-24
llama-3.1-8b-instant||131072|131072|||i50000 o80000
llama-3.2-11b-text-preview||||||i180000 o180000
llama-3.2-11b-vision-preview||||||i180000 o180000
llama-3.2-1b-preview||||||i40000 o40000
llama-3.2-3b-preview||||||i60000 o60000
llama-3.2-90b-text-preview||||||i900000 o900000
llama-3.2-90b-vision-preview||||||i900000 o900000
llama-3.3-70b-specdec||||||i590000 o990000
llama-3.3-70b-versatile||131072|32768|||i590000 o790000
llama-guard-3-8b||||||i200000 o200000
llama2-70b-4096||||||i700000 o800000
llama3-70b-8192||||||i590000 o790000
llama3-8b-8192||||||i50000 o80000
llama3-groq-70b-8192-tool-use-preview||||||i890000 o890000
llama3-groq-8b-8192-tool-use-preview||||||i190000 o190000
meta-llama/llama-4-maverick-17b-128e-instruct||131072|8192|||i200000 o600000
meta-llama/llama-4-scout-17b-16e-instruct||131072|8192|||i110000 o340000
meta-llama/llama-guard-4-12b||131072||||i200000 o200000
mistral-saba-24b||||||i790000 o790000
mixtral-8x7b-32768||32768||||i240000 o240000||2025-03-20
moonshotai/kimi-k2-instruct|moonshotai/kimi-k2-instruct-0905|131072||||i1000000 o3000000 r500000
openai/gpt-oss-120b|openai/gpt-oss-safeguard-20b|131072|65536|||i150000 o600000 r75000
openai/gpt-oss-20b||131072|65536|||i75000 o300000 r37500
qwen/qwen3-32b||131072|40960|||i290000 o590000
whisper-large-v3-turbo||||audio_transcription||s11111111
whisper-large-v3||||audio_transcription||s30833333
`,
  minimax: `
M2-her||64000||||i300000 o1200000
MiniMax-M2.1-highspeed|M2.1-highspeed|204800||||i600000 o2400000 r30000 w375000
MiniMax-M2.5-highspeed|M2.5-highspeed|204800||||i600000 o2400000 r30000 w375000
MiniMax-M2.7-highspeed|M2.7-highspeed|204800||||i600000 o2400000 r60000 w375000
MiniMax-M2.7||204800||||i300000 o1200000 r60000 w375000
MiniMax-M2|MiniMax-M2.1,MiniMax-M2.5|204800||||i300000 o1200000 r30000 w375000
minimax-01||1000192||||i200000 o1100000
minimax-m1||||||i400000 o2200000
minimax-m3||1000000||||i300000 o1200000 r60000|512000:i600000 o2400000 r120000
`,
  mistral: `
codestral-2508||256000||||i300000 o900000 r30000
codestral-embed|codestral-embed-2505|8192||embedding||i150000
codestral|codestral-2501,codestral-latest
devstral-2512||262144||||i400000 o2000000 r40000
devstral-small:free||||||i0 o0
devstral-small|devstral-small-2505,devstral-small-2507,devstral-small-latest,labs-devstral-small-2512|||||i100000 o300000||retired
magistral-medium|magistral-medium-2506,magistral-medium-2507,magistral-medium-2509,magistral-medium-latest|40960||||i2000000 o5000000
magistral-small|magistral-small-2506,magistral-small-2507,magistral-small-2509,magistral-small-latest|40960||||i500000 o1500000
ministral-14b-2512||262144||||i200000 o200000 r20000
ministral-3b-2512||131072||||i100000 o100000 r10000
ministral-3b||||||i40000 o40000
ministral-8b-2512||262144||||i150000 o150000 r15000
ministral-8b-latest||262144||||i150000 o150000 r15000
ministral-8b|ministral-8b-2410|||||i100000 o100000
mistral-7b|open-mistral-7b|||||i250000 o250000
mistral-embed||8192||embedding||i100000 o100000
mistral-large-2512|mistral-large-latest|262144||||i500000 o1500000 r50000
mistral-large|mistral-large-2407,mistral-large-2411|131072||||i2000000 o6000000
mistral-medium-2312||||||i2700000 o8100000
mistral-medium-3-1||131072
mistral-medium-3-5|mistral-medium-3,mistral-medium-3.5|262144||||i1500000 o7500000 r150000
mistral-medium-latest||262144||||i1500000 o7500000 r150000
mistral-medium|mistral-medium-2505,mistral-medium-2508|||||i400000 o2000000 r40000
mistral-moderation-latest|mistral-moderation-2411|||moderation
mistral-nemo:free||||||i0 o0
mistral-nemo|open-mistral-nemo|131072||||i150000 o150000
mistral-ocr-2503|mistral-ocr-2503-completion|||ocr||||retired
mistral-ocr-2505|mistral-ocr-2505-completion|||ocr||||retired
mistral-ocr-2512|mistral-ocr-2512-completion|16384||ocr
mistral-ocr-4-0|mistral-ocr-4-0-completion|16384||ocr
mistral-ocr-4-1|mistral-ocr-4,mistral-ocr-4-1-completion,mistral-ocr-4-completion|16384||ocr
mistral-ocr-latest|mistral-ocr-latest-completion|||ocr
mistral-saba|mistral-saba-latest|32768||||i200000 o600000
mistral-small-24b-instruct-2501:free||||||i0 o0
mistral-small-24b-instruct-2501||||||i50000 o80000
mistral-small-2603|mistral-small-latest|262144|||y??y|i150000 o600000 r15000
mistral-small-3.1-24b-instruct||||||i351000 o555000
mistral-small-3.2-24b-instruct||||||i75000 o200000
mistral-tiny||||||i250000 o250000||retired
mixtral-8x22b-instruct||||||i900000 o900000
mixtral-8x7b|open-mixtral-8x7b|||||i700000 o700000
pixtral-12b|pixtral-12b-2409,pixtral-12b-latest|131072||||i150000 o150000
pixtral-large-latest|pixtral-large-2411|||||i2000000 o6000000
pixtral-large||131072
voxtral-mini-2602|voxtral-mini-latest|16384||audio_transcription||s50000000
voxtral-small-24b-2507|voxtral-small-2507,voxtral-small-latest|32768||||i100000 o400000 r10000
`,
  moonshot: `
kimi-k2-0711-preview||131072||||i600000 o2500000 r150000||retired
kimi-k2-0905-preview||262144||||i600000 o2500000 r150000||retired
kimi-k2-thinking-turbo||262144||||i1150000 o8000000 r150000||retired
kimi-k2-thinking||262144||||i600000 o2500000 r150000||retired
kimi-k2-turbo-preview|kimi-k2-turbo|262144||||i1150000 o8000000 r150000||retired
kimi-k2.5||262144||||i600000 o3000000 r100000
kimi-k2.6||262144||||i950000 o4000000 r160000
kimi-k2.7-code-highspeed||262144||||i1900000 o8000000 r380000
kimi-k2.7-code||262144||||i950000 o4000000 r190000
kimi-k2||||||i570000 o2300000||retired
kimi-k3||1048576||||i3000000 o15000000 r300000
moonshot-v1-128k|moonshot-v1-128k-vision-preview|131072||||i2000000 o5000000
moonshot-v1-32k|moonshot-v1-32k-vision-preview|32768||||i1000000 o3000000
moonshot-v1-8k|moonshot-v1-8k-vision-preview|8192||||i200000 o2000000
`,
  novita: `
Sao10K/L3-8B-Stheno-v3.2||8192||||i50000 o50000
cognitivecomputations/dolphin-mixtral-8x22b||||||i900000 o900000
deepseek/deepseek-r1-distill-llama-70b||8192||||i800000 o800000
deepseek/deepseek-r1-distill-llama-8b||||||i40000 o40000
deepseek/deepseek-r1-distill-qwen-14b||32768||||i150000 o150000
deepseek/deepseek-r1-distill-qwen-32b||64000||||i300000 o300000
deepseek/deepseek-r1||64000||||i4000000 o4000000
deepseek/deepseek_v3||64000||||i890000 o890000
google/gemma-2-9b-it||||||i80000 o80000
gryphe/mythomax-l2-13b||4096||||i90000 o90000
jondurbin/airoboros-l2-70b||||||i500000 o500000
meta-llama/llama-3-70b-instruct||8192||||i510000 o740000
meta-llama/llama-3-8b-instruct||8192||||i40000 o40000
meta-llama/llama-3.1-70b-instruct||||||i340000 o390000
meta-llama/llama-3.1-8b-instruct-bf16||||||i60000 o60000
meta-llama/llama-3.1-8b-instruct|meta-llama/llama-3.1-8b-instruct-max|16384||||i50000 o50000
meta-llama/llama-3.2-11b-vision-instruct||||||i60000 o60000
meta-llama/llama-3.2-1b-instruct||131000||||i20000 o20000
meta-llama/llama-3.2-3b-instruct||32768||||i30000 o50000
meta-llama/llama-3.3-70b-instruct||12288||||i390000 o390000
microsoft/wizardlm-2-8x22b||65535||||i620000 o620000
mistralai/mistral-7b-instruct||||||i59000 o59000
mistralai/mistral-nemo||60288||||i170000 o170000
nousresearch/hermes-2-pro-llama-3-8b||8192||||i140000 o140000
nousresearch/nous-hermes-llama2-13b||4096||||i170000 o170000
openchat/openchat-7b||4096||||i60000 o60000
qwen/qwen-2-7b-instruct||32768||||i54000 o54000
qwen/qwen-2-vl-72b-instruct||32768||||i450000 o450000
qwen/qwen-2.5-72b-instruct||32000||||i380000 o400000
sao10k/l3-70b-euryale-v2.1||8192||||i1480000 o1480000
sao10k/l3-8b-lunaris||8192||||i50000 o50000
sao10k/l31-70b-euryale-v2.2||8192||||i1480000 o1480000
sophosympatheia/midnight-rose-70b||||||i800000 o800000
teknium/openhermes-2.5-mistral-7b||4096||||i170000 o170000
`,
  openai: `
ada|text-ada-001|||completion||i400000 o400000
babbage-002||16384||completion||i400000 o400000
babbage||||completion||i500000 o500000
chatgpt-4o-latest||128000|16384|||i5000000 o15000000
codex-mini|codex-mini-latest|200000||responses||i1500000 o6000000 r375000
computer-use||8192||responses||i3000000 o12000000
curie|text-curie-001|||completion||i2000000 o2000000
dall-e-2||||image_generation||m20000000000
dall-e-3||||image_generation||m40000000000
davinci-002||16384||completion||i2000000 o2000000
davinci|text-davinci-001|||completion||i20000000 o20000000
gpt-3.5-0301|gpt-3.5-turbo-0301|||||i1500000 o2000000
gpt-3.5-turbo-0613||16385||||i1500000 o2000000
gpt-3.5-turbo-1106||16385||||i1000000 o2000000
gpt-3.5-turbo-16k|gpt-3.5-turbo-16k-0613,gpt-35-turbo-16k,gpt-35-turbo-16k-0613|16385||||i3000000 o4000000
gpt-3.5-turbo-instruct|gpt-3.5-turbo-instruct-0914,gpt-3.5-turbo-instruct:20230824-v2|16385||completion||i1500000 o2000000
gpt-3.5-turbo|gpt-3.5-turbo-0125,gpt-35-turbo|16385||||i500000 o1500000
gpt-4-32k|gpt-4-32k-0314,gpt-4-32k-0613|32000||||i60000000 o120000000
gpt-4-turbo|gpt-4-0125-preview,gpt-4-1106-preview,gpt-4-turbo-0125-preview,gpt-4-turbo-preview|128000||||i10000000 o30000000
gpt-4-vision-preview|gpt-4-1106-vision-preview|128000||||i10000000 o30000000
gpt-4.1-mini||1047576||||i400000 o1600000 r100000 f10000000000
gpt-4.1-nano||1047576||||i100000 o400000 r25000
gpt-4.1||1047576||||i2000000 o8000000 r500000 f10000000000
gpt-4.5-preview||||||i75000000 o150000000 r37500000
gpt-4o-2024-05-13||128000||||i5000000 o15000000 f10000000000
gpt-4o-audio-preview||128000||||i2500000 o10000000
gpt-4o-mini-audio-preview|gpt-4o-mini-audio|128000||||i150000 o600000
gpt-4o-mini-realtime-preview|gpt-4o-mini-realtime|16000||realtime||i600000 o2400000 r300000 ia10000000 oa20000000
gpt-4o-mini-transcribe||16000||audio_transcription||i1250000 o5000000 ia3000000
gpt-4o-mini-tts||2000||audio_speech||i600000 o12000000
gpt-4o-mini|gpt-4o-mini-search-preview|128000||||i150000 o600000 r75000 f10000000000
gpt-4o-realtime-preview|gpt-4o-realtime|32000||realtime||i5000000 o20000000 r2500000 ia40000000 oa80000000
gpt-4o-search-preview||128000||||i2500000 o10000000
gpt-4o-transcribe|gpt-4o-transcribe-diarize|16000||audio_transcription||i2500000 o10000000 ia6000000
gpt-4o:extended||||||i6000000 o18000000
gpt-4o||128000||||i2500000 o10000000 r1250000 f10000000000
gpt-4|gpt-4-0314,gpt-4-0613|8192||||i30000000 o60000000
gpt-5-chat-latest|gpt-5-chat|128000|16384|||i1250000 o10000000 r125000
gpt-5-codex||400000||responses||i1250000 o10000000 r125000
gpt-5-image-mini||||||i2500000 o2000000 r250000
gpt-5-image||||||i10000000 o10000000 r1250000
gpt-5-mini||400000||||i250000 o2000000 r25000 f10000000000
gpt-5-nano||400000||||i50000 o400000 r5000 f10000000000
gpt-5-pro||400000||responses||i15000000 o120000000 f10000000000
gpt-5.1-chat-latest|gpt-5.1-chat|128000|16384|||i1250000 o10000000 r125000
gpt-5.1-codex-mini|gpt-5.1-mini|400000||responses||i250000 o2000000 r25000
gpt-5.1|gpt-5.1-codex,gpt-5.1-codex-max|400000||||i1250000 o10000000 r125000 f10000000000
gpt-5.2-chat-latest|gpt-5.2-chat|128000|16384|||i1750000 o14000000 r175000
gpt-5.2-pro||400000||responses||i21000000 o168000000 f10000000000
gpt-5.2|gpt-5.2-codex|400000||||i1750000 o14000000 r175000 f10000000000
gpt-5.3-codex||400000||responses||i1750000 o14000000 r175000
gpt-5.3|gpt-5.3-chat,gpt-5.3-chat-latest|128000||||i1750000 o14000000 r175000
gpt-5.4-image-2||||||i8000000 o15000000 r2000000
gpt-5.4-mini||400000||||i750000 o4500000 r75000 f10000000000
gpt-5.4-nano||400000||||i200000 o1250000 r20000 f10000000000
gpt-5.4-pro||1050000||responses||i30000000 o180000000 f10000000000|271999:i60000000 o270000000 f10000000000
gpt-5.4||1050000||||i2500000 o15000000 r250000 f10000000000|271999:i5000000 o22500000 r500000 f10000000000
gpt-5.5-pro||1000000||responses||i30000000 o180000000 f10000000000|271999:i60000000 o270000000 f10000000000
gpt-5.5|gpt-5.5-chat,gpt-5.5-chat-latest,gpt-5.5-codex|1000000||||i5000000 o30000000 r500000 f10000000000|271999:i10000000 o45000000 r1000000 f10000000000
gpt-5.6-luna||1050000||||i200000 o1200000 r20000 w250000 f10000000000|271999:i400000 o1800000 r40000 w500000 f10000000000
gpt-5.6-sol|gpt-5.6|1050000||||i4000000 o20000000 r400000 w5000000 f10000000000|271999:i8000000 o30000000 r800000 w10000000 f10000000000
gpt-5.6-terra||1050000||||i2000000 o12000000 r200000 w2500000 f10000000000|271999:i4000000 o18000000 r400000 w5000000 f10000000000
gpt-5||400000||||i1250000 o10000000 r125000 f10000000000
gpt-6-astra||1050000||||i10000000 o50000000 r1000000 w12500000 f10000000000|271999:i20000000 o75000000 r2000000 w25000000 f10000000000
gpt-6-luna||1050000||||i100000 o500000 r10000 w125000 f10000000000|272000:i200000 o750000 r20000 w250000 f10000000000
gpt-6-sol||1050000||||i2000000 o10000000 r200000 w2500000 f10000000000|272000:i4000000 o15000000 r400000 w5000000 f10000000000
gpt-audio-mini||128000||||i600000 o2400000 ia10000000 oa20000000
gpt-audio|gpt-audio-1.5|128000||||i2500000 o10000000 ia32000000 oa64000000
gpt-chat-latest||||||i5000000 o30000000 r500000
gpt-image-1-mini||||image_generation||i2000000 o8000000 r200000 ii2500000
gpt-image-1.5||||image_generation||i5000000 o10000000 r1250000 ii8000000 oi32000000
gpt-image-1||||image_generation||i5000000 o40000000 r1250000 ii10000000
gpt-image-2||||image_generation||i5000000 o30000000 r1250000 ii8000000
gpt-realtime-2|gpt-realtime-2.1|128000||realtime||i4000000 o24000000 r400000 ia32000000 oa64000000 ii5000000
gpt-realtime-mini|gpt-realtime-2.1-mini|||realtime||i600000 o2400000 r60000 ia10000000 oa20000000 ii800000
gpt-realtime|gpt-realtime-1.5|32000||realtime||i4000000 o16000000 r400000 ia32000000 oa64000000 ii5000000
gpt-transcribe||||audio_transcription||s75000000
o1-mini||128000||||i1100000 o4400000 r550000
o1-preview||128000||||i15000000 o60000000 r7500000
o1-pro||200000||responses||i150000000 o600000000
o1||200000||||i15000000 o60000000 r7500000
o3-deep-research||200000||responses||i10000000 o40000000 r2500000
o3-mini|o3-mini-high|200000||||i1100000 o4400000 r550000
o3-pro||200000||responses||i20000000 o80000000
o3||200000||||i2000000 o8000000 r500000 f10000000000
o4-mini-deep-research||200000||responses||i2000000 o8000000 r500000
o4-mini|o4-mini-high|200000||||i1100000 o4400000 r275000 f10000000000
omni-moderation-latest|omni-moderation-2024-09-26|||moderation||i0 o0
text-davinci-002||||completion||i20000000 o20000000
text-davinci-003||||completion||i20000000 o20000000
text-embedding-3-large||8192||embedding||i130000
text-embedding-3-small||8192||embedding||i20000
text-embedding-ada-002|text-embedding-ada,text-embedding-ada-002-v2|8192||embedding||i100000
text-moderation-latest|text-moderation-stable|||moderation||i0 o0
tts-1-hd|tts-1-hd-1106|||audio_speech||c30000000
tts-1|tts-1-1106|||audio_speech||c15000000
whisper-1||||audio_transcription||s100000000
`,
  openrouter: `
01-ai/yi-large||||||i3000000 o3000000
aetherwiing/mn-starcannon-12b||||||i800000 o1200000
agentica-org/deepcoder-14b-preview:free||||||i0 o0
ai21/jamba-1-5-large||||||i2000000 o8000000
ai21/jamba-1-5-mini||||||i200000 o400000
ai21/jamba-1.6-large||||||i2000000 o8000000
ai21/jamba-1.6-mini||||||i200000 o400000
ai21/jamba-instruct||||||i500000 o700000
ai21/jamba-large-1.7||||||i2000000 o8000000
aion-labs/aion-1.0-mini||||||i700000 o1400000
aion-labs/aion-1.0||||||i4000000 o8000000
aion-labs/aion-2.0||131072||||i800000 o1600000 r200000
aion-labs/aion-rp-llama-3.1-8b||32768||||i200000 o200000
alfredpros/codellama-7b-instruct-solidity||||||i800000 o1200000
all-hands/openhands-lm-32b-v0.1||||||i2600000 o3400000
allenai/molmo-7b-d:free||||||i0 o0
allenai/olmo-3-32b-think||65536||||i150000 o500000
alpindale/goliath-120b||||||i6562500 o9375000
alpindale/magnum-72b||||||i1500000 o2250000
amazon/nova-2-lite-v1||1000000||||i300000 o2500000
amazon/nova-lite-v1||300000||||i60000 o240000
amazon/nova-micro-v1||128000||||i35000 o140000
amazon/nova-premier-v1||1000000||||i2500000 o12500000 r625000
amazon/nova-pro-v1||300000||||i800000 o3200000
anthracite-org/magnum-v2-72b||||||i3000000 o3000000
anthracite-org/magnum-v4-72b||32768||||i1500000 o2250000
anthropic/claude-2|anthropic/claude-2.0,anthropic/claude-2.0:beta,anthropic/claude-2.1,anthropic/claude-2.1:beta,anthropic/claude-2:beta|||||i8000000 o24000000
anthropic/claude-3-haiku|anthropic/claude-3-haiku:beta|200000||||i250000 o1250000
anthropic/claude-3-opus|anthropic/claude-3-opus:beta|||||i15000000 o75000000
anthropic/claude-3-sonnet|anthropic/claude-3-sonnet:beta|||||i3000000 o15000000
anthropic/claude-3.5-haiku|anthropic/claude-3.5-haiku-20241022:beta,anthropic/claude-3.5-haiku:beta|||||i800000 o4000000
anthropic/claude-3.5-sonnet|anthropic/claude-3.5-sonnet-20240620:beta,anthropic/claude-3.5-sonnet:beta|||||i3000000 o15000000
anthropic/claude-3.7-sonnet|anthropic/claude-3.7-sonnet:beta,anthropic/claude-3.7-sonnet:thinking|||||i3000000 o15000000
anthropic/claude-fable-5.1|anthropic/claude-5.1-fable,anthropic/claude-fable-5.1:beta|1000000||||i10000000 o50000000 r250000 w12500000
anthropic/claude-fable-5|anthropic/claude-5-fable,anthropic/claude-fable-5:beta|1000000||||i10000000 o50000000 r1000000 w12500000
anthropic/claude-haiku-4.5|anthropic/claude-4.5-haiku,anthropic/claude-4.5-haiku-20251001:beta,anthropic/claude-haiku-4.5-20251001:beta,anthropic/claude-haiku-4.5:beta|200000||||i1000000 o5000000 r100000 w1250000
anthropic/claude-opus-4.5|anthropic/claude-4.5-opus,anthropic/claude-4.5-opus-20251124:beta,anthropic/claude-opus-4.5-20251124:beta,anthropic/claude-opus-4.5:beta|200000||||i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4.6-fast||||||i30000000 o150000000 r3000000 w37500000
anthropic/claude-opus-4.6|anthropic/claude-4.6-opus,anthropic/claude-4.6-opus-20260205:beta,anthropic/claude-opus-4.6-20260205:beta,anthropic/claude-opus-4.6:beta|1000000||||i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4.7-fast||1000000||||i30000000 o150000000 r3000000 w37500000
anthropic/claude-opus-4.7|anthropic/claude-4.7-opus,anthropic/claude-opus-4.7:beta|1000000||||i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4.8-fast||1000000||||i10000000 o50000000 r1000000 w12500000
anthropic/claude-opus-4.8|anthropic/claude-4.8-opus,anthropic/claude-opus-4.8:beta|1000000||||i5000000 o25000000 r500000 w6250000
anthropic/claude-opus-4|anthropic/claude-4-opus,anthropic/claude-4.1-opus,anthropic/claude-opus-4.1|200000||||i15000000 o75000000 r1500000 w18750000
anthropic/claude-opus-5-fast||1000000||||i10000000 o50000000 r1000000 w12500000
anthropic/claude-opus-5.5|anthropic/claude-5.5-opus,anthropic/claude-opus-5.5:beta|1000000||||i4000000 o20000000 r200000 w5000000
anthropic/claude-opus-5|anthropic/claude-5-opus,anthropic/claude-opus-5:beta|1000000||||i5000000 o25000000 r500000 w6250000
anthropic/claude-sonnet-4.5|anthropic/claude-4.5-sonnet,anthropic/claude-4.5-sonnet-20250929:beta,anthropic/claude-sonnet-4.5-20250929:beta,anthropic/claude-sonnet-4.5:beta|1000000||||i3000000 o15000000 r300000 w3750000|200000:i6000000 o22500000 r600000 w7500000
anthropic/claude-sonnet-4.6|anthropic/claude-4.6-sonnet,anthropic/claude-4.6-sonnet-20260217:beta,anthropic/claude-sonnet-4.6-20260217:beta,anthropic/claude-sonnet-4.6:beta|1000000||||i3000000 o15000000 r300000 w3750000
anthropic/claude-sonnet-4|anthropic/claude-4-sonnet|||||i3000000 o15000000 r300000 w3750000
anthropic/claude-sonnet-5|anthropic/claude-5-sonnet,anthropic/claude-sonnet-5:beta|1000000||||i2000000 o10000000 r200000 w2500000
arcee-ai/coder-large||||||i500000 o800000
arcee-ai/trinity-large-thinking||262144||||i220000 o850000 r60000
arcee-ai/trinity-mini||||||i45000 o150000
arcee-ai/virtuoso-large||131072||||i750000 o1200000
arliai/qwq-32b-arliai-rpr-v1:free||||||i0 o0
baidu/ernie-4.5-vl-424b-a47b||123000||||i420000 o1250000
bytedance-research/ui-tars-72b:free||||||i0 o0
bytedance-seed/seed-1.6-flash||262144||||i75000 o300000
bytedance-seed/seed-1.6||262144||||i250000 o2000000
bytedance-seed/seed-2.0-lite||262144||||i250000 o2000000
bytedance-seed/seed-2.0-mini||262144||||i100000 o400000
bytedance/ui-tars-1.5-7b||128000||||i100000 o200000
cognitivecomputations/dolphin-mistral-24b-venice-edition:free||||||i0 o0
cognitivecomputations/dolphin-mixtral-8x22b||||||i900000 o900000
cognitivecomputations/dolphin-mixtral-8x7b||||||i500000 o500000
cognitivecomputations/dolphin3.0-mistral-24b:free||||||i0 o0
cognitivecomputations/dolphin3.0-r1-mistral-24b:free||||||i0 o0
cohere/command-a||256000||||i2500000 o10000000
cohere/command-r-08-2024||128000||||i150000 o600000
cohere/command-r-plus-08-2024||128000||||i2500000 o10000000
cohere/command-r-plus|cohere/command-r-plus-04-2024|||||i3000000 o15000000
cohere/command-r7b-12-2024||128000||||i37500 o150000
cohere/command-r|cohere/command-r-03-2024|||||i500000 o1500000
cohere/command||||||i1000000 o2000000
deepcogito/cogito-v2.1-671b||||||i1250000 o1250000
deepseek/deepseek-chat-v3-0324:free||||||i0 o0
deepseek/deepseek-chat-v3-0324||163840||||i300000 o880000
deepseek/deepseek-chat-v3.1||||||i210000 o790000 r130000
deepseek/deepseek-chat:free||||||i0 o0
deepseek/deepseek-chat||||||i380000 o890000
deepseek/deepseek-r1-0528||||||i500000 o2150000
deepseek/deepseek-r1-distill-llama-70b:free||||||i0 o0
deepseek/deepseek-r1-distill-llama-70b||8192||||i100000 o400000
deepseek/deepseek-r1-distill-llama-8b||||||i40000 o40000
deepseek/deepseek-r1-distill-qwen-1.5b||||||i180000 o180000
deepseek/deepseek-r1-distill-qwen-14b:free||||||i0 o0
deepseek/deepseek-r1-distill-qwen-14b||||||i150000 o150000
deepseek/deepseek-r1-distill-qwen-32b:free||||||i0 o0
deepseek/deepseek-r1-distill-qwen-32b||||||i120000 o180000
deepseek/deepseek-r1-zero:free||||||i0 o0
deepseek/deepseek-r1:free||||||i0 o0
deepseek/deepseek-r1||64000||||i450000 o2150000
deepseek/deepseek-v3-base:free||||||i0 o0
deepseek/deepseek-v3.1-terminus||163840||||i230000 o900000
deepseek/deepseek-v3.2-exp||163840||||i270000 o410000
deepseek/deepseek-v3.2||||||i228800 o343200
deepseek/deepseek-v4-flash||||||i98300 o196600 r19700
deepseek/deepseek-v4-pro||||||i435000 o870000 r3625
eleutherai/llemma_7b||||||i800000 o1200000
essentialai/rnj-1-instruct||||||i150000 o150000
eva-unit-01/eva-llama-3.33-70b||||||i4000000 o6000000
eva-unit-01/eva-qwen-2.5-32b||||||i2600000 o3400000
eva-unit-01/eva-qwen-2.5-72b||||||i900000 o1200000
featherless/qwerky-72b:free||||||i0 o0
google/gemini-2.0-flash-001||||||i100000 o400000
google/gemini-2.0-flash-exp:free||||||i0 o0
google/gemini-2.0-flash-lite-001||||||i75000 o300000
google/gemini-2.0-flash-thinking-exp-1219:free||||||i0 o0
google/gemini-2.0-flash-thinking-exp:free||||||i0 o0
google/gemini-2.5-flash-image||32768||image_generation||i300000 o2500000 r30000 w83333
google/gemini-2.5-flash-lite-preview-09-2025||||||i100000 o400000
google/gemini-2.5-flash-lite||1048576||||i100000 o400000 r10000 w83333
google/gemini-2.5-flash-preview-09-2025||||||i300000 o2500000 r75000 w383000
google/gemini-2.5-flash-preview:thinking||||||i150000 o3500000
google/gemini-2.5-flash-preview||||||i150000 o600000
google/gemini-2.5-flash||1048576||||i300000 o2500000 r75000 w383300
google/gemini-2.5-pro-exp-03-25:free||||||i0 o0
google/gemini-2.5-pro-preview-03-25||||||i1250000 o10000000
google/gemini-2.5-pro|google/gemini-2.5-pro-preview,google/gemini-2.5-pro-preview-05-06|1048576||||i1250000 o10000000 r310000 w1625000
google/gemini-3-flash-preview||1048576||||i500000 o3000000 r50000 w83333
google/gemini-3-pro-image-preview||65536||image_generation||i2000000 o12000000 r200000 w375000
google/gemini-3.1-flash-image-preview||65536||image_generation||i500000 o3000000
google/gemini-3.1-flash-lite|google/gemini-3.1-flash-lite-preview|1048576||||i250000 o1500000 r25000 w83333
google/gemini-3.1-pro-preview|google/gemini-3.1-pro-preview-customtools|1048576||||i2000000 o12000000 r200000 w375000
google/gemini-3.5-flash||1048576||||i1500000 o9000000 r150000 w83333
google/gemini-flash-1.5-8b-exp
google/gemini-flash-1.5-8b||||||i37500 o150000
google/gemini-flash-1.5||||||i75000 o300000
google/gemini-pro-1.5||||||i1250000 o5000000
google/gemini-pro|google/gemini-pro-vision|||||i500000 o1500000
google/gemma-2-27b-it||8192||||i800000 o800000
google/gemma-2-9b-it:free||||||i0 o0
google/gemma-2-9b-it||||||i70000 o70000
google/gemma-3-12b-it:free||||||i0 o0
google/gemma-3-12b-it||131072||||i50000 o100000
google/gemma-3-1b-it:free||||||i0 o0
google/gemma-3-27b-it:free||||||i0 o0
google/gemma-3-27b-it||||||i100000 o200000
google/gemma-3-4b-it:free||||||i0 o0
google/gemma-3-4b-it||131072||||i20000 o40000
google/gemma-3n-e4b-it||||||i60000 o120000
google/gemma-4-26b-a4b-it:free||262144||||i0 o0
google/gemma-4-26b-a4b-it||||||i60000 o330000
google/gemma-4-31b-it:free||262144||||i0 o0
google/gemma-4-31b-it||262144||||i90000 o340000 r50000
google/learnlm-1.5-pro-experimental:free||||||i0 o0
google/lyria-3-clip-preview||1048576
google/lyria-3-pro-preview||1048576
google/palm-2-chat-bison|google/palm-2-chat-bison-32k|||||i1000000 o2000000
google/palm-2-codechat-bison|google/palm-2-codechat-bison-32k|||||i1000000 o2000000
gryphe/mythomax-l2-13b||||||i65000 o65000
huggingfaceh4/zephyr-7b-beta:free||||||i0 o0
ibm-granite/granite-4.0-h-micro||131000||||i17000 o112000
ibm-granite/granite-4.1-8b||131072||||i50000 o100000
inception/mercury-2||128000||||i250000 o750000 r25000
inclusionai/ling-2.6-1t||||||i75000 o625000 r15000
inclusionai/ling-2.6-flash||||||i10000 o30000 r2000
inclusionai/ring-2.6-1t||||||i75000 o625000 r15000
infermatic/mn-inferor-12b||||||i800000 o1200000
inflection/inflection-3-pi||||||i2500000 o10000000
inflection/inflection-3-productivity||||||i2500000 o10000000
jondurbin/airoboros-l2-70b||||||i500000 o500000
kwaipilot/kat-coder-pro-v2||||||i300000 o1200000 r60000
latitudegames/wayfarer-large-70b-llama-3.3||||||i800000 o900000
liquid/lfm-2-24b-a2b||||||i30000 o120000
liquid/lfm-2.5-1.2b-instruct:free||||||i0 o0
liquid/lfm-2.5-1.2b-thinking:free||||||i0 o0
liquid/lfm-3b||||||i20000 o20000
liquid/lfm-40b||||||i150000 o150000
liquid/lfm-7b||||||i10000 o10000
mancer/weaver||8000||||i1125000 o1125000
meta-llama/llama-2-13b-chat||||||i220000 o220000
meta-llama/llama-2-70b-chat||||||i900000 o900000
meta-llama/llama-3-70b-instruct||||||i300000 o400000
meta-llama/llama-3-8b-instruct||||||i30000 o60000
meta-llama/llama-3.1-405b-instruct||||||i800000 o800000
meta-llama/llama-3.1-405b:free||||||i0 o0
meta-llama/llama-3.1-405b||||||i2000000 o2000000
meta-llama/llama-3.1-70b-instruct||131072||||i100000 o280000
meta-llama/llama-3.1-8b-instruct:free||||||i0 o0
meta-llama/llama-3.1-8b-instruct||||||i20000 o30000
meta-llama/llama-3.2-11b-vision-instruct:free||||||i0 o0
meta-llama/llama-3.2-11b-vision-instruct||||||i49000 o49000
meta-llama/llama-3.2-1b-instruct:free||||||i0 o0
meta-llama/llama-3.2-1b-instruct||60000||||i5000 o10000
meta-llama/llama-3.2-3b-instruct:free||||||i0 o0
meta-llama/llama-3.2-3b-instruct||||||i10000 o20000
meta-llama/llama-3.2-90b-vision-instruct||||||i900000 o900000
meta-llama/llama-3.3-70b-instruct:free||||||i0 o0
meta-llama/llama-3.3-70b-instruct||||||i50000 o240000
meta-llama/llama-4-maverick:free||||||i0 o0
meta-llama/llama-4-maverick||||||i150000 o600000
meta-llama/llama-4-scout:free||||||i0 o0
meta-llama/llama-4-scout||||||i80000 o300000
meta-llama/llama-guard-2-8b||||||i200000 o200000
meta-llama/llama-guard-3-8b||||||i20000 o60000
meta-llama/llama-guard-4-12b||163840||||i50000 o50000
microsoft/phi-3-medium-128k-instruct||||||i1000000 o1000000
microsoft/phi-3-mini-128k-instruct||||||i100000 o100000
microsoft/phi-3.5-mini-128k-instruct||||||i100000 o100000
microsoft/phi-4-mini-instruct||||||i80000 o350000
microsoft/phi-4-multimodal-instruct||||||i50000 o100000
microsoft/phi-4||16384||||i70000 o140000
microsoft/wizardlm-2-7b||||||i70000 o70000
microsoft/wizardlm-2-8x22b||65535||||i500000 o500000
minimax/minimax-01||1000192||||i200000 o1100000
minimax/minimax-m1||1000000||||i300000 o1650000
minimax/minimax-m2-her||65536||||i300000 o1200000 r30000
minimax/minimax-m2.1||204800||||i290000 o950000 r30000
minimax/minimax-m2.5||||||i150000 o900000 r50000
minimax/minimax-m2.7||||||i270000 o1080000 r54000
minimax/minimax-m2||||||i255000 o1000000 r30000
minimax/minimax-m3||||||i300000 o1200000 r60000
mistral/ministral-8b||||||i100000 o100000
mistralai/codestral-2501||||||i300000 o900000
mistralai/codestral-2508||256000||||i300000 o900000 r30000
mistralai/codestral-mamba||||||i250000 o250000
mistralai/devstral-2512||262144||||i400000 o2000000 r40000
mistralai/ministral-14b-2512||262144||||i200000 o200000 r20000
mistralai/ministral-3b-2512||131072||||i100000 o100000 r10000
mistralai/ministral-3b||||||i40000 o40000
mistralai/ministral-8b-2512||262144||||i150000 o150000 r15000
mistralai/ministral-8b||||||i100000 o100000
mistralai/mistral-7b-instruct-v0.1||||||i200000 o200000
mistralai/mistral-7b-instruct-v0.2||||||i200000 o200000
mistralai/mistral-7b-instruct:free||||||i0 o0
mistralai/mistral-7b-instruct|mistralai/mistral-7b-instruct-v0.3|||||i29000 o59000
mistralai/mistral-large-2512||262144||||i500000 o1500000 r50000
mistralai/mistral-large|mistral-large-2411,mistralai/mistral-large-2407|128000||||i2000000 o6000000
mistralai/mistral-medium-3-5||262144||||i1500000 o7500000
mistralai/mistral-medium-3.1||131072||||i400000 o2000000 r40000
mistralai/mistral-medium-3||131072||||i400000 o2000000
mistralai/mistral-medium||||||i2750000 o8100000
mistralai/mistral-nemo:free||||||i0 o0
mistralai/mistral-nemo||||||i10000 o19000
mistralai/mistral-saba||32768||||i200000 o600000
mistralai/mistral-small-24b-instruct-2501:free||||||i0 o0
mistralai/mistral-small-24b-instruct-2501||32768||||i50000 o90000
mistralai/mistral-small-2603||||||i150000 o600000 r15000
mistralai/mistral-small-3.1-24b-instruct:free||||||i0 o0
mistralai/mistral-small-3.1-24b-instruct||128000||||i50000 o150000
mistralai/mistral-small-3.2-24b-instruct||||||i75000 o200000
mistralai/mistral-small||||||i200000 o600000
mistralai/mistral-tiny||||||i250000 o250000
mistralai/mixtral-8x22b-instruct||65536||||i900000 o900000
mistralai/mixtral-8x7b-instruct||||||i240000 o240000
mistralai/pixtral-12b||||||i100000 o100000
mistralai/pixtral-large-2411||||||i2000000 o6000000
mistralai/voxtral-small-24b-2507||32000||||i100000 o300000 r10000
moonshotai/kimi-k2-0905||262144||||i600000 o2500000
moonshotai/kimi-k2-thinking||262144||||i600000 o2500000
moonshotai/kimi-k2.5||||||i400000 o1900000 r90000
moonshotai/kimi-k2.6:free||||||i0 o0
moonshotai/kimi-k2.6||||||i680000 o3410000 r340000
moonshotai/kimi-k2.7-code||262144||||i750000 o3500000 r160000
moonshotai/kimi-k2||131072||||i570000 o2300000
moonshotai/kimi-k3||1048576||||i3000000 o15000000 r300000
moonshotai/kimi-vl-a3b-thinking:free||||||i0 o0
moonshotai/moonlight-16b-a3b-instruct:free||||||i0 o0
morph/morph-v3-fast||81920||||i800000 o1200000
morph/morph-v3-large||262144||||i900000 o1900000
neversleep/llama-3-lumimaid-70b||||||i3375000 o4500000
neversleep/llama-3-lumimaid-8b|neversleep/llama-3-lumimaid-8b:extended|||||i93750 o750000
neversleep/llama-3.1-lumimaid-70b||||||i1500000 o2250000
neversleep/llama-3.1-lumimaid-8b||||||i93750 o750000
neversleep/noromaid-20b||||||i750000 o1500000
nex-agi/nex-n2-pro:free||||||i0 o0
nothingiisreal/mn-celeste-12b||||||i800000 o1200000
nousresearch/deephermes-3-llama-3-8b-preview:free||||||i0 o0
nousresearch/hermes-2-pro-llama-3-8b||||||i25000 o40000
nousresearch/hermes-3-llama-3.1-405b:free||||||i0 o0
nousresearch/hermes-3-llama-3.1-405b||131072||||i700000 o800000
nousresearch/hermes-3-llama-3.1-70b||131072||||i120000 o300000
nousresearch/hermes-4-405b||131072||||i1000000 o3000000
nousresearch/hermes-4-70b||131072||||i130000 o400000
nousresearch/nous-hermes-2-mixtral-8x7b-dpo||||||i600000 o600000
nousresearch/nous-hermes-llama2-13b||||||i180000 o180000
nvidia/llama-3.1-nemotron-70b-instruct:free||||||i0 o0
nvidia/llama-3.1-nemotron-70b-instruct||||||i120000 o300000
nvidia/llama-3.1-nemotron-nano-8b-v1:free||||||i0 o0
nvidia/llama-3.1-nemotron-ultra-253b-v1:free||||||i0 o0
nvidia/llama-3.3-nemotron-super-49b-v1.5||||||i400000 o400000
nvidia/llama-3.3-nemotron-super-49b-v1:free||||||i0 o0
nvidia/nemotron-3-nano-30b-a3b:free||||||i0 o0
nvidia/nemotron-3-nano-30b-a3b||262144||||i50000 o200000
nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free||256000||||i0 o0
nvidia/nemotron-3-super-120b-a12b:free||262144||||i0 o0
nvidia/nemotron-3-super-120b-a12b||||||i90000 o450000
nvidia/nemotron-3-ultra-550b-a55b:free||1000000||||i0 o0
nvidia/nemotron-3-ultra-550b-a55b||||||i500000 o2500000 r150000
nvidia/nemotron-3.5-content-safety:free||128000||||i0 o0
nvidia/nemotron-nano-12b-v2-vl:free||||||i0 o0
nvidia/nemotron-nano-9b-v2:free||||||i0 o0
nvidia/nemotron-nano-9b-v2||||||i40000 o160000
open-r1/olympiccoder-32b:free||||||i0 o0
open-r1/olympiccoder-7b:free||||||i0 o0
openai/chatgpt-4o-latest||||||i5000000 o15000000
openai/codex-mini||||responses||i1500000 o6000000 r375000
openai/gpt-3.5-turbo-0613||4095||||i1000000 o2000000
openai/gpt-3.5-turbo-1106||||||i1000000 o2000000
openai/gpt-3.5-turbo-16k||16385||||i3000000 o4000000
openai/gpt-3.5-turbo-instruct||4095||completion||i1500000 o2000000
openai/gpt-3.5-turbo|gpt-3.5-turbo-0125|16385||||i500000 o1500000
openai/gpt-4-1106-preview||||||i10000000 o30000000
openai/gpt-4-32k|openai/gpt-4-32k-0314|||||i60000000 o120000000
openai/gpt-4-turbo|openai/gpt-4-turbo-preview|128000||||i10000000 o30000000
openai/gpt-4.1-mini||1047576||||i400000 o1600000 r100000
openai/gpt-4.1-nano||1047576||||i100000 o400000 r25000
openai/gpt-4.1||1047576||||i2000000 o8000000 r500000
openai/gpt-4.5-preview||||||i75000000 o150000000
openai/gpt-4o-2024-05-13||128000||||i5000000 o15000000
openai/gpt-4o-mini-search-preview||||||i150000 o600000
openai/gpt-4o-mini||128000||||i150000 o600000 r75000
openai/gpt-4o-search-preview||||||i2500000 o10000000
openai/gpt-4o:extended||||||i6000000 o18000000
openai/gpt-4o|openai/gpt-4o-audio-preview|128000||||i2500000 o10000000
openai/gpt-4|gpt-4-0314|8191||||i30000000 o60000000
openai/gpt-5-image-mini||400000||||i2500000 o2000000 r250000
openai/gpt-5-image||400000||||i10000000 o10000000 r1250000
openai/gpt-5-mini||400000||||i250000 o2000000 r25000
openai/gpt-5-nano||400000||||i50000 o400000 r10000
openai/gpt-5-pro||400000||responses||i15000000 o120000000
openai/gpt-5.1-codex-mini||400000||responses||i250000 o2000000 r25000
openai/gpt-5.1|openai/gpt-5.1-chat,openai/gpt-5.1-codex|400000||||i1250000 o10000000 r130000
openai/gpt-5.2-pro||400000||responses||i21000000 o168000000
openai/gpt-5.2|openai/gpt-5.2-chat,openai/gpt-5.2-codex|400000||||i1750000 o14000000 r175000
openai/gpt-5.3-chat||||||i1750000 o14000000 r175000
openai/gpt-5.3-codex||400000||responses||i1750000 o14000000 r175000
openai/gpt-5.4-image-2||272000||||i8000000 o15000000 r2000000
openai/gpt-5.4-mini||400000||||i750000 o4500000 r75000
openai/gpt-5.4-nano||400000||||i200000 o1250000 r20000
openai/gpt-5.4-pro||1050000||responses||i30000000 o180000000|272000:i60000000 o270000000
openai/gpt-5.4||1050000||||i2500000 o15000000 r250000|272000:i5000000 o22500000 r500000
openai/gpt-5.5-pro||1050000||responses||i30000000 o180000000|272000:i60000000 o270000000
openai/gpt-5.5||1050000||||i5000000 o30000000 r500000|272000:i10000000 o45000000 r1000000
openai/gpt-5.6-luna||1050000||||i200000 o1200000 r20000 w250000|272000:i400000 o1800000 r40000 w500000
openai/gpt-5.6-sol||1050000||||i2000000 o10000000 r200000 w2500000|272000:i4000000 o15000000 r400000 w5000000
openai/gpt-5.6-terra||1050000||||i2000000 o12000000 r200000 w2500000|272000:i4000000 o18000000 r400000 w5000000
openai/gpt-5|openai/gpt-5-chat,openai/gpt-5-codex,openai/gpt-5.1-codex-max|400000||||i1250000 o10000000 r125000
openai/gpt-6-luna:batch|openai/gpt-6-luna-pro:batch|1050000||||i50000 o250000 r5000 w62500 f10000000000|272000:i100000 o375000 r10000 w125000 f10000000000
openai/gpt-6-luna|openai/gpt-6-luna-pro|1050000||||i100000 o500000 r10000 w125000 f10000000000|272000:i200000 o750000 r20000 w250000 f10000000000
openai/gpt-6-sol:batch|openai/gpt-6-sol-pro:batch|1050000||||i1000000 o5000000 r100000 w1250000 f10000000000|272000:i2000000 o7500000 r200000 w2500000 f10000000000
openai/gpt-6-sol|openai/gpt-6-sol-pro|1050000||||i2000000 o10000000 r200000 w2500000 f10000000000|272000:i4000000 o15000000 r400000 w5000000 f10000000000
openai/gpt-audio-mini||128000||||i600000 o2400000
openai/gpt-audio||128000||||i2500000 o10000000
openai/gpt-chat-latest||400000||||i5000000 o30000000 r500000
openai/gpt-oss-120b:free||||||i0 o0
openai/gpt-oss-120b||||||i39000 o180000
openai/gpt-oss-20b:free||||||i0 o0
openai/gpt-oss-20b||131072||||i29000 o140000
openai/gpt-oss-safeguard-20b||131072||||i75000 o300000 r37000
openai/o1-mini||||||i1100000 o4400000
openai/o1-pro||200000||responses||i150000000 o600000000
openai/o1|o1-preview|||||i15000000 o60000000 r7500000
openai/o3-deep-research||||responses||i10000000 o40000000 r2500000
openai/o3-mini|openai/o3-mini-high|200000||||i1100000 o4400000 r550000
openai/o3-pro||200000||responses||i20000000 o80000000
openai/o3||200000||||i2000000 o8000000 r500000
openai/o4-mini-deep-research||||responses||i2000000 o8000000 r500000
openai/o4-mini|openai/o4-mini-high|200000||||i1100000 o4400000 r275000
openchat/openchat-7b||||||i70000 o70000
perceptron/perceptron-mk1||32768||||i150000 o1500000
perplexity/llama-3.1-sonar-large-128k-online||||||i1000000 o1000000
perplexity/llama-3.1-sonar-small-128k-online||||||i200000 o200000
perplexity/r1-1776||||||i2000000 o8000000
perplexity/sonar-deep-research||128000||||i2000000 o8000000 t3000000
perplexity/sonar-pro||200000||||i3000000 o15000000
perplexity/sonar-reasoning-pro||128000||||i2000000 o8000000
perplexity/sonar-reasoning||||||i1000000 o5000000
perplexity/sonar||127072||||i1000000 o1000000
poolside/laguna-m.1:free||||||i0 o0
poolside/laguna-xs.2:free||||||i0 o0
prime-intellect/intellect-3||||||i200000 o1100000
pygmalionai/mythalion-13b||||||i562500 o1125000
qwen/qwen-2-72b-instruct||||||i900000 o900000
qwen/qwen-2.5-72b-instruct:free||||||i0 o0
qwen/qwen-2.5-72b-instruct||||||i120000 o390000
qwen/qwen-2.5-7b-instruct:free||||||i0 o0
qwen/qwen-2.5-7b-instruct||32768||||i40000 o100000
qwen/qwen-2.5-coder-32b-instruct:free||||||i0 o0
qwen/qwen-2.5-coder-32b-instruct||32768||||i60000 o150000
qwen/qwen-2.5-vl-72b-instruct||||||i600000 o600000
qwen/qwen-2.5-vl-7b-instruct:free||||||i0 o0
qwen/qwen-2.5-vl-7b-instruct||||||i200000 o200000
qwen/qwen-max||||||i1600000 o6400000
qwen/qwen-plus-2025-07-28:thinking||||||i260000 o780000 w325000
qwen/qwen-plus-2025-07-28||1000000||||i260000 o780000
qwen/qwen-plus||1000000||||i400000 o1200000 r160000
qwen/qwen-turbo||||||i50000 o200000
qwen/qwen-vl-max||||||i800000 o3200000
qwen/qwen-vl-plus||||||i210000 o630000
qwen/qwen2.5-coder-7b-instruct||||||i200000 o200000
qwen/qwen2.5-vl-32b-instruct:free||||||i0 o0
qwen/qwen2.5-vl-32b-instruct||||||i900000 o900000
qwen/qwen2.5-vl-3b-instruct:free||||||i0 o0
qwen/qwen2.5-vl-72b-instruct:free||||||i0 o0
qwen/qwen2.5-vl-72b-instruct||||||i700000 o700000
qwen/qwen3-14b||||||i60000 o240000
qwen/qwen3-235b-a22b-2507||||||i90000 o100000
qwen/qwen3-235b-a22b-thinking-2507||||||i100000 o100000
qwen/qwen3-235b-a22b||131072||||i130000 o600000
qwen/qwen3-30b-a3b-instruct-2507||||||i48150 o193050
qwen/qwen3-30b-a3b-thinking-2507||81920||||i80000 o400000
qwen/qwen3-30b-a3b||||||i80000 o290000
qwen/qwen3-32b||||||i100000 o300000
qwen/qwen3-8b||131072||||i35000 o138000
qwen/qwen3-coder-30b-a3b-instruct||||||i70000 o270000
qwen/qwen3-coder-flash||1000000||||i195000 o975000 r39000 w243750
qwen/qwen3-coder-next||||||i110000 o800000 r70000
qwen/qwen3-coder-plus||1000000||||i650000 o3250000 r130000 w812500
qwen/qwen3-coder:free||||||i0 o0
qwen/qwen3-coder|qwen/qwen3-coder-480b-a35b-07-25|||||i220000 o1800000
qwen/qwen3-max-thinking||262144||||i780000 o3900000
qwen/qwen3-max||262144||||i1200000 o6000000
qwen/qwen3-next-80b-a3b-instruct:free||||||i0 o0
qwen/qwen3-next-80b-a3b-instruct|qwen/qwen3-next-80b-a3b-instruct-2509|||||i90000 o1100000
qwen/qwen3-next-80b-a3b-thinking|qwen/qwen3-next-80b-a3b-thinking-2509|||||i97500 o780000
qwen/qwen3-vl-235b-a22b-instruct||||||i200000 o880000 r110000
qwen/qwen3-vl-235b-a22b-thinking||131072||||i260000 o2600000
qwen/qwen3-vl-30b-a3b-instruct||||||i130000 o520000
qwen/qwen3-vl-30b-a3b-thinking||||||i130000 o1560000
qwen/qwen3-vl-32b-instruct||131072||||i104000 o416000
qwen/qwen3-vl-8b-instruct||||||i80000 o500000
qwen/qwen3-vl-8b-thinking||131072||||i117000 o1365000
qwen/qwen3.5-122b-a10b||262144||||i260000 o2080000
qwen/qwen3.5-27b||262144||||i195000 o1560000
qwen/qwen3.5-35b-a3b||||||i140000 o1000000 r50000
qwen/qwen3.5-397b-a17b||||||i390000 o2340000
qwen/qwen3.5-9b||||||i100000 o150000
qwen/qwen3.5-flash-02-23|qwen/qwen3.5-flash-20260224|1000000||||i65000 o260000
qwen/qwen3.5-plus-02-15|qwen/qwen3.5-plus-20260216|1000000||||i400000 o2400000
qwen/qwen3.5-plus-20260420||1000000||||i300000 o1800000 w375000
qwen/qwen3.6-27b||||||i289000 o2400000
qwen/qwen3.6-35b-a3b||||||i140000 o1000000
qwen/qwen3.6-flash||1000000||||i187500 o1125000 w234375
qwen/qwen3.6-max-preview||262144||||i1040000 o6240000 w1300000
qwen/qwen3.6-plus|qwen/qwen3.6-plus-04-02|1000000||||i325000 o1950000 w406250
qwen/qwen3.7-max||1000000||||i1250000 o3750000 r250000 w1562500
qwen/qwen3.7-plus||1000000||||i400000 o1600000 r80000 w500000
qwen/qwq-32b-preview:free||||||i0 o0
qwen/qwq-32b-preview||||||i200000 o200000
qwen/qwq-32b:free||||||i0 o0
qwen/qwq-32b||||||i150000 o200000
raifle/sorcererlm-8x22b||||||i4500000 o4500000
rekaai/reka-edge||16384||||i100000 o100000
rekaai/reka-flash-3:free||||||i0 o0
rekaai/reka-flash-3||65536||||i100000 o200000
relace/relace-apply-3||256000||||i850000 o1250000
relace/relace-search||256000||||i1000000 o3000000
sao10k/fimbulvetr-11b-v2||||||i800000 o1200000
sao10k/l3-euryale-70b||||||i1480000 o1480000
sao10k/l3-lunaris-8b||8192||||i20000 o50000
sao10k/l3.1-70b-hanami-x1||||||i3000000 o3000000
sao10k/l3.1-euryale-70b||||||i700000 o800000
sao10k/l3.3-euryale-70b||131072||||i700000 o800000
scb10x/llama3.1-typhoon2-70b-instruct||||||i880000 o880000
scb10x/llama3.1-typhoon2-8b-instruct||||||i180000 o180000
shisa-ai/shisa-v2-llama3.3-70b:free||||||i0 o0
sophosympatheia/midnight-rose-70b||||||i800000 o800000
sophosympatheia/rogue-rose-103b-v0.2:free||||||i0 o0
steelskull/l3.3-electra-r1-70b||||||i700000 o950000
stepfun/step-3.5-flash||262144||||i90000 o300000 r20000
stepfun/step-3.7-flash||||||i200000 o1150000 r40000
switchpoint/router||||||i850000 o3400000
tencent/hunyuan-a13b-instruct||131072||||i140000 o570000
tencent/hy3-preview||262144||||i63000 o210000 r21000
thedrummer/anubis-pro-105b-v1||||||i800000 o1000000
thedrummer/cydonia-24b-v4.1||131072||||i300000 o500000 r150000
thedrummer/rocinante-12b||||||i250000 o500000
thedrummer/skyfall-36b-v2||32768||||i500000 o800000
thedrummer/unslopnemo-12b||||||i500000 o500000
thudm/glm-4-32b:free||||||i0 o0
thudm/glm-z1-32b:free||||||i0 o0
undi95/remm-slerp-l2-13b||6144||||i800000 o1200000
undi95/toppy-m-7b||||||i70000 o70000
upstage/solar-pro-3||131072||||i150000 o600000 r15000
writer/palmyra-x5||1040000||||i600000 o6000000
x-ai/grok-2-1212||||||i2000000 o10000000
x-ai/grok-2-vision-1212||||||i2000000 o10000000
x-ai/grok-3-beta||||||i3000000 o15000000
x-ai/grok-3-mini-beta||||||i300000 o500000
x-ai/grok-4-fast||2000000||||i200000 o500000 r50000|128000:i400000 o1000000 r50000
x-ai/grok-4.1-fast:free||2000000||||i0 o0
x-ai/grok-4.20-multi-agent||2000000||||i2000000 o6000000 r200000
x-ai/grok-4.20||2000000||||i1250000 o2500000 r200000
x-ai/grok-4.3||1000000||||i1250000 o2500000 r200000
x-ai/grok-beta||||||i5000000 o15000000
x-ai/grok-build-0.1||256000||||i1000000 o2000000 r200000
x-ai/grok-code-fast-1||256000||||i200000 o1500000 r20000
x-ai/grok-vision-beta||||||i5000000 o15000000
xiaomi/mimo-v2-flash||||||i100000 o300000 r10000
xiaomi/mimo-v2.5-pro||||||i435000 o870000 r3600
xiaomi/mimo-v2.5||||||i140000 o280000 r2800
xwin-lm/xwin-lm-70b||||||i3750000 o3750000
z-ai/glm-4.5-air||131072||||i125000 o850000 r60000
z-ai/glm-4.5v||65536||||i600000 o1800000 r110000
z-ai/glm-4.5||131072||||i600000 o2200000 r110000
z-ai/glm-4.6v||131072||||i300000 o900000 r50000
z-ai/glm-4.6||||||i430000 o1740000 r80000
z-ai/glm-4.7-flash||||||i60000 o400000 r10000
z-ai/glm-4.7||||||i400000 o1750000 r80000
z-ai/glm-5-turbo||202752||||i1200000 o4000000 r240000
z-ai/glm-5.1||||||i980000 o3080000 r182000
z-ai/glm-5.2||1048576||||i1400000 o4400000 r260000
z-ai/glm-5.3-flash||1310720||||i75000 o250000 r15000
z-ai/glm-5.3||1048576||||i1400000 o4400000 r260000
z-ai/glm-5||||||i600000 o1920000 r120000
~anthropic/claude-fable-latest||1000000||||i10000000 o50000000 r1000000 w12500000
~anthropic/claude-haiku-latest||200000||||i1000000 o5000000 r100000 w1250000
~anthropic/claude-opus-latest||1000000||||i4000000 o20000000 r200000 w5000000
~anthropic/claude-sonnet-latest||1000000||||i3000000 o15000000 r300000 w3750000
~google/gemini-flash-latest||1048576||||i1500000 o9000000 r150000 w83333
~google/gemini-pro-latest||1048576||||i2000000 o12000000 r200000 w375000
~moonshotai/kimi-latest||1048576||||i680000 o3410000 r340000
~openai/gpt-latest||1050000||||i5000000 o30000000 r500000
~openai/gpt-mini-latest||400000||||i750000 o4500000 r75000
`,
  ovhcloud: `
DeepSeek-R1-Distill-Llama-70B||131072||||i740000 o740000
Llama-3.1-8B-Instruct||131072||||i110000 o110000
Meta-Llama-3_3-70B-Instruct||131072||||i740000 o740000
Mistral-7B-Instruct-v0.3||65536||||i110000 o110000
Mistral-Nemo-Instruct-2407||65536||||i140000 o140000
Mistral-Small-3.2-24B-Instruct-2506||131072||||i100000 o310000
Mixtral-8x7B-Instruct-v0.1||32768||||i700000 o700000
Qwen2.5-VL-72B-Instruct||32768||||i1010000 o1010000
Qwen3-32B||32768||||i90000 o250000
Qwen3-Coder-30B-A3B-Instruct||262144||||i70000 o260000
bge-base-en-v1.5||512||embedding||i10000
bge-m3||8192||embedding||i10000
bge-multilingual-gemma2||8192||embedding||i10000
gpt-oss-120b||131072||||i90000 o470000
gpt-oss-20b||131072||||i50000 o180000
`,
  perplexity: `
llama-3.1-sonar-large-128k-online||||||i1000000 o1000000
llama-3.1-sonar-small-128k-online||||||i200000 o200000
r1-1776||||||i2000000 o8000000
sonar-deep-research||128000||||i2000000 o8000000 t3000000 f5000000000
sonar-pro-search||||||i3000000 o15000000
sonar-pro||200000||||i3000000 o15000000 q14000000000
sonar-reasoning-pro||128000||||i2000000 o8000000 q14000000000
sonar-reasoning||128000||||i1000000 o5000000 q12000000000
sonar||128000||||i1000000 o1000000 q12000000000
`,
  together_ai: `
Austism/chronos-hermes-13b||||||i300000 o300000
Gryphe/MythoMax-L2-13b||||||i300000 o300000
Nexusflow/NexusRaven-V2-13B||||||i300000 o300000
NousResearch/Nous-Capybara-7B-V1p9||||||i200000 o200000
NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO||||||i900000 o900000
NousResearch/Nous-Hermes-2-Mixtral-8x7B-SFT||||||i900000 o900000
NousResearch/Nous-Hermes-2-Yi-34B||||||i800000 o800000
NousResearch/Nous-Hermes-Llama2-13b||||||i225000 o225000
NousResearch/Nous-Hermes-llama-2-7b||||||i200000 o200000
Open-Orca/Mistral-7B-OpenOrca||||||i200000 o200000
Qwen/Qwen1.5-0.5B|Qwen/Qwen1.5-0.5B-Chat|||||i100000 o100000
Qwen/Qwen1.5-1.8B|Qwen/Qwen1.5-1.8B-Chat|||||i100000 o100000
Qwen/Qwen1.5-14B|Qwen/Qwen1.5-14B-Chat|||||i300000 o300000
Qwen/Qwen1.5-4B|Qwen/Qwen1.5-4B-Chat|||||i100000 o100000
Qwen/Qwen1.5-72B||||||i900000 o900000
Qwen/Qwen1.5-7B|Qwen/Qwen1.5-7B-Chat|||||i200000 o200000
Qwen/Qwen2.5-72B-Instruct-Turbo||32768||||i1200000 o1200000
Undi95/ReMM-SLERP-L2-13B||||||i300000 o300000
Undi95/Toppy-M-7B||||||i200000 o200000
WizardLM/WizardLM-13B-V1.2||||||i300000 o300000
allenai/OLMo-7B|allenai/OLMo-7B-Instruct,allenai/OLMo-7B-Twin-2T|||||i200000 o200000
black-forest-labs/FLUX.1.1-pro||||image_generation||m40000000000
codellama/CodeLlama-13b-Instruct-hf||||||i225000 o225000
codellama/CodeLlama-34b-Instruct-hf||||||i776000 o776000
codellama/CodeLlama-70b-Instruct-hf||||||i900000 o900000
codellama/CodeLlama-7b-Instruct-hf||||||i200000 o200000
deepseek-ai/deepseek-coder-33b-instruct||||||i800000 o800000
garage-bAInd/Platypus2-70B-instruct||||||i900000 o900000
google/gemma-2b|google/gemma-2b-it|||||i100000 o100000
google/gemma-7b|google/gemma-7b-it|||||i200000 o200000
lmsys/vicuna-13b-v1.5||||||i300000 o300000
lmsys/vicuna-7b-v1.5||||||i200000 o200000
meta-llama/Llama-2-13b-chat-hf||||||i225000 o225000
meta-llama/Llama-2-70b-chat-hf||||||i900000 o900000
meta-llama/Llama-2-7b-chat-hf||||||i200000 o200000
meta-llama/Llama-3-70b-chat-hf||||||i900000 o900000
meta-llama/Llama-3-8b-chat-hf||||||i200000 o200000
meta-llama/Llama-3.3-70B-Instruct-Turbo||||||i880000 o880000
meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8||||||i270000 o850000
meta-llama/Llama-4-Scout-17B-16E-Instruct||||||i180000 o590000
meta-llama/Meta-Llama-3-70B-Instruct-Lite||||||i540000 o540000
meta-llama/Meta-Llama-3-70B-Instruct-Turbo||||||i880000 o880000
meta-llama/Meta-Llama-3-8B-Instruct-Lite||||||i100000 o100000
meta-llama/Meta-Llama-3-8B-Instruct-Turbo||||||i180000 o180000
meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo||||||i3500000 o3500000
meta-llama/Meta-Llama-3.1-70B-Instruct-Turbo||||||i880000 o880000
meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo||||||i180000 o180000
meta-llama/Meta-Llama-3.3-70B-Instruct-Turbo||||||i880000 o880000
microsoft/WizardLM-2-8x22B||||||i1200000 o1200000
microsoft/phi-2||||||i100000 o100000
mistralai/Mistral-7B-Instruct-v0.1||||||i200000 o200000
mistralai/Mistral-7B-Instruct-v0.2||||||i200000 o200000
mistralai/Mistral-7B-v0.1||||||i200000 o200000
mistralai/Mixtral-8x22B-Instruct-v0.1||||||i2400000 o2400000
mistralai/Mixtral-8x7B-Instruct-v0.1||||||i900000 o900000
mistralai/Mixtral-8x7B-v0.1||||||i900000 o900000
openai/gpt-oss-120b||131072||||i150000 o600000
openai/gpt-oss-20b||131072||||i50000 o200000
openchat/openchat-3.5-1210||||||i200000 o200000
snorkelai/Snorkel-Mistral-PairRM-DPO||||||i200000 o200000
teknium/OpenHermes-2-Mistral-7B||||||i200000 o200000
teknium/OpenHermes-2p5-Mistral-7B||||||i200000 o200000
togethercomputer/GPT-JT-Moderation-6B||||moderation||i200000 o200000
togethercomputer/Llama-2-7B-32K-Instruct||||||i200000 o200000
togethercomputer/RedPajama-INCITE-7B-Base||||||i200000 o200000
togethercomputer/RedPajama-INCITE-7B-Chat||||||i200000 o200000
togethercomputer/RedPajama-INCITE-7B-Instruct||||||i200000 o200000
togethercomputer/RedPajama-INCITE-Base-3B-v1||||||i100000 o100000
togethercomputer/RedPajama-INCITE-Chat-3B-v1||||||i100000 o100000
togethercomputer/RedPajama-INCITE-Instruct-3B-v1||||||i100000 o100000
togethercomputer/StripedHyena-Hessian-7B||||||i200000 o200000
togethercomputer/StripedHyena-Nous-7B||||||i200000 o200000
togethercomputer/alpaca-7b||||||i200000 o200000
upstage/SOLAR-10.7B-Instruct-v1.0||||||i300000 o300000
zero-one-ai/Yi-34B||||||i800000 o800000
zero-one-ai/Yi-6B||||||i200000 o200000
`,
  voyage: `
voyage-01||||embedding||i100000||retired
voyage-02||||embedding||i100000||retired
voyage-2||||embedding||i100000
voyage-3-large||||embedding||i180000
voyage-3-lite||||embedding||i20000
voyage-3.5-lite||||embedding||i20000
voyage-3.5||||embedding||i60000
voyage-3||||embedding||i60000
voyage-4-large||||embedding||i120000
voyage-4-lite||||embedding||i20000
voyage-4||||embedding||i60000
voyage-code-2||||embedding||i120000
voyage-code-3||||embedding||i180000
voyage-context-3||||embedding||i180000
voyage-finance-2||||embedding||i120000
voyage-large-2-instruct||||embedding||i120000
voyage-large-2||||embedding||i120000
voyage-law-2||||embedding||i120000
voyage-lite-01-instruct||||embedding||i100000||retired
voyage-lite-01||||embedding||i100000||retired
voyage-lite-02-instruct||||embedding||i100000||retired
voyage-multilingual-2||||embedding||i120000
`,
  xai: `
grok-2-1212|grok-2,grok-2-latest|32768||||i2000000 o10000000||retired
grok-2-image-1212|grok-2-image,grok-2-image-latest|||image_generation||m70000000000
grok-2-vision-1212|grok-2-vision,grok-2-vision-latest|32768||||i2000000 o10000000
grok-3-fast|grok-3-fast-beta,grok-3-fast-latest|131072||||i5000000 o25000000 r1250000
grok-3-mini-fast|grok-3-mini-fast-beta,grok-3-mini-fast-latest|131072||||i600000 o4000000 r150000
grok-3-mini|grok-3-mini-beta,grok-3-mini-latest|131072||||i300000 o500000 r75000
grok-3|grok-3-beta,grok-3-latest|131072||||i3000000 o15000000 r750000
grok-4-0709|grok-4,grok-4-latest|256000||||i3000000 o15000000 r750000
grok-4-1-fast-non-reasoning|grok-4-1-fast-non-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-1-fast-reasoning|grok-4-1-fast,grok-4-1-fast-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-fast-non-reasoning|grok-4-fast-non-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-fast-reasoning|grok-4-fast,grok-4-fast-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4.20-multi-agent||1000000||||i2000000 o6000000 r200000
grok-4.20|grok-4.20-0309-non-reasoning,grok-4.20-0309-reasoning,grok-4.20-non-reasoning,grok-4.20-reasoning|1000000||||i1250000 o2500000 r200000|199999:i2500000 o5000000 r400000
grok-4.3|grok-4.3-latest|1000000||||i1250000 o2500000 r200000|199999:i2500000 o5000000 r400000
grok-4.5|grok-4.5-latest,grok-latest|500000||||i2000000 o6000000 r300000|199999:i4000000 o12000000 r600000
grok-4.6|grok-4.6-latest|500000||||i2000000 o6000000 r500000|199999:i4000000 o12000000 r1000000
grok-build-0.1||256000||||i1000000 o2000000 r200000|199999:i2000000 o4000000 r400000
grok-code-fast-1|grok-code-fast,grok-code-fast-1-0825|256000||||i200000 o1500000 r20000
grok-voice-latest||||realtime||s1333333333
grok-voice-think-fast-1.0||||realtime||s833333333||retired
grok-voice-think-fast-2.0||||realtime||s1333333333
`,
  zai: `
GLM-5.2||1000000||||i1400000 o4400000 r260000
GLM-5.3-Flash||1000000||||i75000 o250000 r15000
GLM-5.3||1000000||||i1400000 o4400000 r260000
glm-4.5-air||128000||||i200000 o1100000 r30000
glm-4.5||128000||||i600000 o2200000 r110000
glm-4.6||200000||||i600000 o2200000 r110000
glm-4.7||200000||||i600000 o2200000 r110000
`,
  zhipu: `
GLM-4-AirX||8000||||i1379000 o1379000
GLM-4-Air||128000||||i69000 o69000 r34000
GLM-4-Assistant||128000||||i690000 o690000
GLM-4-FlashX-250414||128000||||i14000 o14000 r7000
GLM-4-Long||1000000||||i138000 o138000 r69000
GLM-4-Plus||128000||||i690000 o690000 r345000
GLM-4.5-Air||128000||||i110000 o276000 r22000
GLM-4.7-FlashX||200000||||i69000 o414000 r14000
GLM-4.7||200000||||i276000 o1103000 r55000
GLM-5-Turbo||200000||||i690000 o3034000 r166000
GLM-5.1||200000||||i828000 o3310000 r179000
GLM-5.2||1000000||||i1103000 o3862000 r276000
GLM-5.3-Flash||1000000||||i55000 o193000 r16000
GLM-5.3||1000000||||i1103000 o3862000 r276000
GLM-5||200000||||i552000 o2483000 r138000
`,
}
