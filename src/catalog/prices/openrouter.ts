/** Models and prices of the family `openrouter`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const openrouter = `
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
google/gemini-2.5-flash-image||32768||||i300000 o2500000 r30000 w83333
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
google/gemini-3-pro-image-preview||65536||||i2000000 o12000000 r200000 w375000
google/gemini-3.1-flash-image-preview||65536||||i500000 o3000000
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
openai/codex-mini||||||i1500000 o6000000 r375000
openai/gpt-3.5-turbo-0613||4095||||i1000000 o2000000
openai/gpt-3.5-turbo-1106||||||i1000000 o2000000
openai/gpt-3.5-turbo-16k||16385||||i3000000 o4000000
openai/gpt-3.5-turbo-instruct||4095||||i1500000 o2000000
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
openai/gpt-5-pro||400000||||i15000000 o120000000
openai/gpt-5.1-codex-mini||400000||||i250000 o2000000 r25000
openai/gpt-5.1|openai/gpt-5.1-chat,openai/gpt-5.1-codex|400000||||i1250000 o10000000 r130000
openai/gpt-5.2-pro||400000||||i21000000 o168000000
openai/gpt-5.2|openai/gpt-5.2-chat,openai/gpt-5.2-codex|400000||||i1750000 o14000000 r175000
openai/gpt-5.3-chat||||||i1750000 o14000000 r175000
openai/gpt-5.3-codex||400000||||i1750000 o14000000 r175000
openai/gpt-5.4-image-2||272000||||i8000000 o15000000 r2000000
openai/gpt-5.4-mini||400000||||i750000 o4500000 r75000
openai/gpt-5.4-nano||400000||||i200000 o1250000 r20000
openai/gpt-5.4-pro||1050000||||i30000000 o180000000|272000:i60000000 o270000000
openai/gpt-5.4||1050000||||i2500000 o15000000 r250000|272000:i5000000 o22500000 r500000
openai/gpt-5.5-pro||1050000||||i30000000 o180000000|272000:i60000000 o270000000
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
openai/o1-pro||200000||||i150000000 o600000000
openai/o1|o1-preview|||||i15000000 o60000000 r7500000
openai/o3-deep-research||||||i10000000 o40000000 r2500000
openai/o3-mini|openai/o3-mini-high|200000||||i1100000 o4400000 r550000
openai/o3-pro||200000||||i20000000 o80000000
openai/o3||200000||||i2000000 o8000000 r500000
openai/o4-mini-deep-research||||||i2000000 o8000000 r500000
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
`
