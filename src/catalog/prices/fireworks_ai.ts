/** Models and prices of the family `fireworks_ai`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const fireworksAi = `
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
`
