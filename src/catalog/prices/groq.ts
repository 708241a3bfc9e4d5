/** Models and prices of the family `groq`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const groq = `
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
whisper-large-v3-turbo||||||s11111111
whisper-large-v3||||||s30833333
`
