/** Models and prices of the family `novita`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const novita = `
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
`
