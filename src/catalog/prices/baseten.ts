/** Models and prices of the family `baseten`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const baseten = `
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
`
