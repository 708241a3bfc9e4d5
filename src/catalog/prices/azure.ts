/** Models and prices of the family `azure`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const azure = `
ada|text-embedding-ada,text-embedding-ada-002,text-embedding-ada-002-v2|||||i100000
babbage|babbage-002|||||i400000
curie|text-curie,text-curie-001|||||i2000000
davinci|davinci-002,text-davinci,text-davinci-002|||||i2000000
mai-ds-r1:free||163840||||i0 o0
o1-mini||128000||||i1100000 o4400000 r550000
o1-preview||128000||||i15000000 o60000000 r7500000
o1||200000||||i15000000 o60000000 r7500000
o3-2025-04-16|o3|200000||||i2000000 o8000000 r500000
o3-mini||200000||||i1100000 o4400000 r550000
o4-mini||200000||||i1100000 o4400000 r280000
phi-3-medium-128k-instruct||131072||||i1000000 o1000000
phi-3-mini-128k-instruct||131072||||i100000 o100000
phi-3.5-mini-128k-instruct||131072||||i100000 o100000
phi-4-mini-instruct||131072||||i80000 o350000
phi-4-multimodal-instruct||131072||||i50000 o100000
phi-4-reasoning-plus:free||32768||||i0 o0
phi-4-reasoning-plus||32768||||i70000 o350000
phi-4-reasoning:free||32768||||i0 o0
phi-4||16384||||i70000 o140000
text-embedding-3-large||8192||||i130000
text-embedding-3-small||8192||||i20000
wizardlm-2-8x22b||||||i480000 o480000
`
