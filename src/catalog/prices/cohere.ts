/** Models and prices of the family `cohere`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const cohere = `
c4ai-aya-expanse-32b|aya-expanse-32b|128000||||i500000 o1500000
c4ai-aya-expanse-8b|aya-expanse-8b|8192||||i500000 o1500000||retired
command-a-reasoning-08-2025||256000|32000||y??y
command-a-vision-07-2025||128000|8000||ny??
command-a|command-a-03-2025|256000|8000|||i2500000 o10000000
command-light||4096||||i300000 o600000||retired
command-r-plus|command-r-plus-08-2024|128000|4096|||i2500000 o10000000
command-r7b|command-r7b-12-2024|128000|4096|||i37500 o150000
command-r|command-r-08-2024|128000|4096|||i150000 o600000
command||||||i1000000 o2000000
embed-english-light-v3.0||512||embedding||i100000
embed-english-v3.0||512||embedding||i100000
embed-multilingual-light-v3.0||512||embedding||i100000
embed-multilingual-v3.0||512||embedding||i100000
embed-v4.0||128000||||i120000
rerank-english-v3.0||4096||rerank||f2000000000
rerank-multilingual-v3.0||4096||rerank||f2000000000
rerank-v3.5||4096||rerank||f2000000000
`
