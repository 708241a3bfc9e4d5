/** Models and prices of the family `bedrock`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const bedrock = `
amazon.nova-2-lite||1000000||||i330000 o2750000 r82500
amazon.nova-2-sonic||1000000||||i330000 o2750000 ia3000000 oa12000000
amazon.nova-lite||300000||||i60000 o240000 r15000
amazon.nova-micro||128000||||i35000 o140000 r8750
amazon.nova-premier||1000000||||i2500000 o12500000 r625000
amazon.nova-pro||300000||||i800000 o3200000 r200000
amazon.nova-sonic||||||i60000 o240000 ia3400000 oa13600000
amazon.rerank||||rerank||f1000000000
amazon.titan-embed-text-v1||8192||||i100000
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
mistral.voxtral-mini-3b-2507||32000||||i40000 o40000
mistral.voxtral-small-24b-2507||32000||||i100000 o300000
nvidia.nemotron-nano-3-30b||256000||||i60000 o240000
nvidia.nemotron-nano-9b||128000||||i60000 o230000
nvidia.nemotron-super-3-120b||256000||||i150000 o650000
openai.gpt-5.4||||||i2750000 o16500000 r275000
openai.gpt-5.5||||||i5500000 o33000000 r550000
openai.gpt-5.6-luna||1000000||||i220000 o1320000 r22000 w275000|271999:i440000 o1980000 r44000 w550000
openai.gpt-5.6-sol||1000000||||i4400000 o22000000 r440000 w5500000|271999:i8800000 o33000000 r880000 w11000000
openai.gpt-5.6-terra||1000000||||i2200000 o13200000 r220000 w2750000|271999:i4400000 o19800000 r440000 w5500000
openai.gpt-oss-120b-1||128000||||i150000 o600000
openai.gpt-oss-20b-1||128000||||i70000 o300000
qwen.qwen3-32b||32000||||i150000 o600000
qwen.qwen3-coder-30b-a3b||256000||||i150000 o600000
qwen.qwen3-coder-480b-a35b||128000||||i450000 o1800000
qwen.qwen3-vl-235b-a22b||256000||||i530000 o2660000
writer.palmyra-x4||128000||||i2500000 o10000000
writer.palmyra-x5||128000||||i600000 o6000000
`
