/** Models and prices of the family `ovhcloud`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const ovhcloud = `
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
bge-base-en-v1.5||512||||i10000
bge-m3||8192||||i10000
bge-multilingual-gemma2||8192||||i10000
gpt-oss-120b||131072||||i90000 o470000
gpt-oss-20b||131072||||i50000 o180000
`
