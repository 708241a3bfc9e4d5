/** Models and prices of the family `mistral`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const mistral = `
codestral-2508||256000||||i300000 o900000 r30000
codestral-embed|codestral-embed-2505|8192||embedding||i150000
codestral|codestral-2501,codestral-latest
devstral-2512||262144||||i400000 o2000000 r40000
devstral-small:free||||||i0 o0
devstral-small|devstral-small-2505,devstral-small-2507,devstral-small-latest,labs-devstral-small-2512|||||i100000 o300000||retired
magistral-medium|magistral-medium-2506,magistral-medium-2507,magistral-medium-2509,magistral-medium-latest|40960||||i2000000 o5000000
magistral-small|magistral-small-2506,magistral-small-2507,magistral-small-2509,magistral-small-latest|40960||||i500000 o1500000
ministral-14b-2512||262144||||i200000 o200000 r20000
ministral-3b-2512||131072||||i100000 o100000 r10000
ministral-3b||||||i40000 o40000
ministral-8b-2512||262144||||i150000 o150000 r15000
ministral-8b-latest||262144||||i150000 o150000 r15000
ministral-8b|ministral-8b-2410|||||i100000 o100000
mistral-7b|open-mistral-7b|||||i250000 o250000
mistral-embed||8192||||i100000 o100000
mistral-large-2512|mistral-large-latest|262144||||i500000 o1500000 r50000
mistral-large|mistral-large-2407,mistral-large-2411|131072||||i2000000 o6000000
mistral-medium-2312||||||i2700000 o8100000
mistral-medium-3-1||131072
mistral-medium-3-5|mistral-medium-3,mistral-medium-3.5|262144||||i1500000 o7500000 r150000
mistral-medium-latest||262144||||i1500000 o7500000 r150000
mistral-medium|mistral-medium-2505,mistral-medium-2508|||||i400000 o2000000 r40000
mistral-moderation-latest|mistral-moderation-2411|||moderation
mistral-nemo:free||||||i0 o0
mistral-nemo|open-mistral-nemo|131072||||i150000 o150000
mistral-ocr-2503|mistral-ocr-2503-completion|||||||retired
mistral-ocr-2505|mistral-ocr-2505-completion|||||||retired
mistral-ocr-2512|mistral-ocr-2512-completion|16384
mistral-ocr-4-0|mistral-ocr-4-0-completion|16384
mistral-ocr-4-1|mistral-ocr-4,mistral-ocr-4-1-completion,mistral-ocr-4-completion|16384
mistral-ocr-latest|mistral-ocr-latest-completion
mistral-saba|mistral-saba-latest|32768||||i200000 o600000
mistral-small-24b-instruct-2501:free||||||i0 o0
mistral-small-24b-instruct-2501||||||i50000 o80000
mistral-small-2603|mistral-small-latest|262144|||y??y|i150000 o600000 r15000
mistral-small-3.1-24b-instruct||||||i351000 o555000
mistral-small-3.2-24b-instruct||||||i75000 o200000
mistral-tiny||||||i250000 o250000||retired
mixtral-8x22b-instruct||||||i900000 o900000
mixtral-8x7b|open-mixtral-8x7b|||||i700000 o700000
pixtral-12b|pixtral-12b-2409,pixtral-12b-latest|131072||||i150000 o150000
pixtral-large-latest|pixtral-large-2411|||||i2000000 o6000000
pixtral-large||131072
voxtral-mini-2602|voxtral-mini-latest|16384||||s50000000
voxtral-small-24b-2507|voxtral-small-2507,voxtral-small-latest|32768||||i100000 o400000 r10000
`
