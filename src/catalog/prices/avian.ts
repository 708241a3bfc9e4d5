/** Models and prices of the family `avian`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const avian = `
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
`
