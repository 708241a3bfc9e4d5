/** Models and prices of the family `cerebras`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const cerebras = `
gemma-4-31b||131072||||i990000 o1490000
gpt-oss-120b||131072||||i350000 o750000
llama-3.3-70b||128000||||i850000 o1200000||retired
llama3.1-8b||32768||||i100000 o100000||retired
qwen-3-32b||131072||||i400000 o800000||retired
qwen-3-coder-480b
zai-glm-4.7||131072||||i2250000 o2750000||retired
`
