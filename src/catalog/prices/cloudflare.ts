/** Models and prices of the family `cloudflare`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const cloudflare = `
@cf/ai4bharat/indictrans2-en-indic-1B||||||i342000 o342000
@cf/aisingapore/gemma-sea-lion-v4-27b-it||||||i351000 o555000
@cf/baai/bge-base-en-v1.5||||||i67000
@cf/baai/bge-large-en-v1.5||||||i204000
@cf/baai/bge-m3||||||i12000
@cf/baai/bge-reranker-base||||||i3000
@cf/baai/bge-small-en-v1.5||||||i20000
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
@cf/pfnet/plamo-embedding-1b||||||i19000
@cf/qwen/qwen2.5-coder-32b-instruct||||||i660000 o1000000
@cf/qwen/qwen3-30b-a3b-fp8||||||i51000 o335000
@cf/qwen/qwen3-embedding-0.6b||||||i12000
@cf/qwen/qwen3.8-27b||262144||||i450000 o3200000
@cf/qwen/qwq-32b||||||i660000 o1000000
@cf/zai-org/glm-4.7-flash||131072||||i60000 o400000
@cf/zai-org/glm-5.2||||||i1400000 o4400000 r260000
@cf/zai-org/glm-5.3-flash||||||i150000 o500000 r30000
`
