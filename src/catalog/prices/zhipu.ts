/** Models and prices of the family `zhipu`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const zhipu = `
GLM-4-AirX||8000||||i1379000 o1379000
GLM-4-Air||128000||||i69000 o69000 r34000
GLM-4-Assistant||128000||||i690000 o690000
GLM-4-FlashX-250414||128000||||i14000 o14000 r7000
GLM-4-Long||1000000||||i138000 o138000 r69000
GLM-4-Plus||128000||||i690000 o690000 r345000
GLM-4.5-Air||128000||||i110000 o276000 r22000
GLM-4.7-FlashX||200000||||i69000 o414000 r14000
GLM-4.7||200000||||i276000 o1103000 r55000
GLM-5-Turbo||200000||||i690000 o3034000 r166000
GLM-5.1||200000||||i828000 o3310000 r179000
GLM-5.2||1000000||||i1103000 o3862000 r276000
GLM-5.3-Flash||1000000||||i55000 o193000 r16000
GLM-5.3||1000000||||i1103000 o3862000 r276000
GLM-5||200000||||i552000 o2483000 r138000
`
