/** Models and prices of the family `voyage`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const voyage = `
voyage-01||||||i100000||retired
voyage-02||||||i100000||retired
voyage-2||||||i100000
voyage-3-large||||||i180000
voyage-3-lite||||||i20000
voyage-3.5-lite||||||i20000
voyage-3.5||||||i60000
voyage-3||||||i60000
voyage-4-large||||||i120000
voyage-4-lite||||||i20000
voyage-4||||||i60000
voyage-code-2||||||i120000
voyage-code-3||||||i180000
voyage-context-3||||||i180000
voyage-finance-2||||||i120000
voyage-large-2-instruct||||||i120000
voyage-large-2||||||i120000
voyage-law-2||||||i120000
voyage-lite-01-instruct||||||i100000||retired
voyage-lite-01||||||i100000||retired
voyage-lite-02-instruct||||||i100000||retired
voyage-multilingual-2||||||i120000
`
