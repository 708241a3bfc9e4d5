/** Models and prices of the family `doubleword`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const doubleword = `
Qwen/Qwen3-14B-FP8||||||i50000 o600000
Qwen/Qwen3-Embedding-8B||||||i40000
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
`
