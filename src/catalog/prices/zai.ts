/** Models and prices of the family `zai`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const zai = `
GLM-5.2||1000000||||i1400000 o4400000 r260000
GLM-5.3-Flash||1000000||||i75000 o250000 r15000
GLM-5.3||1000000||||i1400000 o4400000 r260000
`
