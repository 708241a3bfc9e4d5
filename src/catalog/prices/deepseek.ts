/** Models and prices of the family `deepseek`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const deepseek = `
deepseek-chat|deepseek-chat-v3-0324,deepseek-coder|1000000|||ynyn|i220000 o660000 r7000||2026-07-24
deepseek-reasoner|deepseek-r1,deepseek-r1-0528|1000000|||ynyy|i220000 o660000 r7000||2026-07-24
deepseek-v3.1-terminus||128000||||i270000 o950000 r130000
deepseek-v3.2-exp||128000||||i270000 o410000
deepseek-v3.2||128000||||i228800 o343200
deepseek-v4-flash||1000000||||i220000 o660000 r7000
deepseek-v4-pro||1000000||||i660000 o1980000 r22000
`
