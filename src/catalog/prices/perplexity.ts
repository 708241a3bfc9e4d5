/** Models and prices of the family `perplexity`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const perplexity = `
llama-3.1-sonar-large-128k-online||||||i1000000 o1000000
llama-3.1-sonar-small-128k-online||||||i200000 o200000
r1-1776||||||i2000000 o8000000
sonar-deep-research||128000||||i2000000 o8000000 t3000000 f5000000000
sonar-pro-search||||||i3000000 o15000000
sonar-pro||200000||||i3000000 o15000000 q14000000000
sonar-reasoning-pro||128000||||i2000000 o8000000 q14000000000
sonar-reasoning||128000||||i1000000 o5000000 q12000000000
sonar||128000||||i1000000 o1000000 q12000000000
`
