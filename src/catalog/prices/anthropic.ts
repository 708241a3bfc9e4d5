/** Models and prices of the family `anthropic`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const anthropic = `
claude-2|claude-2.0,claude-2.1,claude-v2|200000||||i8000000 o24000000||2025-07-21
claude-3-5-haiku-latest|claude-3-5-haiku,claude-3.5-haiku|200000||||i800000 o4000000 r80000 w1000000 h1600000 f10000000000
claude-3-5-sonnet|claude-3.5-sonnet|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000||2025-10-28
claude-3-7-sonnet-latest|claude-3-7-sonnet,claude-3.7-sonnet,claude-sonnet-3-7,claude-sonnet-3.7|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-3-haiku||200000||||i250000 o1250000 r30000 w300000 h500000||2026-04-20
claude-3-opus-latest|claude-3-opus|200000||||i15000000 o75000000 r1500000 w18750000 h30000000||2026-01-05
claude-3-sonnet||200000||||i3000000 o15000000 r300000 w3750000 h6000000||2025-07-21
claude-fable-5-1||1000000||||i10000000 o50000000 r250000 w12500000 h20000000 f10000000000
claude-fable-5||1000000||||i10000000 o50000000 r1000000 w12500000 h20000000 f10000000000
claude-haiku-4-5|claude-4-5-haiku,claude-4.5-haiku,claude-haiku-4.5|200000||||i1000000 o5000000 r100000 w1250000 h2000000 f10000000000
claude-opus-4-0|claude-4-opus,claude-opus-4|200000||||i15000000 o75000000 r1500000 w18750000 h30000000 f10000000000
claude-opus-4-1|claude-opus-4.1|200000||||i15000000 o75000000 r1500000 w18750000 h30000000 f10000000000
claude-opus-4-5|claude-4-5-opus,claude-4.5-opus,claude-opus-4.5|200000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-6|claude-4-6-opus,claude-4.6-opus,claude-opus-4.6|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-7|claude-4-7-opus,claude-4.7-opus,claude-opus-4.7|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-4-8|claude-4-8-opus,claude-4.8-opus,claude-opus-4.8|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-opus-5-5|claude-5-5-opus,claude-5.5-opus,claude-opus-5.5|1000000||||i4000000 o20000000 r200000 w5000000 h8000000 f10000000000
claude-opus-5|claude-5-opus,claude-5.0-opus,claude-opus-5.0|1000000||||i5000000 o25000000 r500000 w6250000 h10000000 f10000000000
claude-sonnet-4-0|claude-4-sonnet,claude-sonnet-4|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-sonnet-4-5|claude-sonnet-4.5|200000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000|200000:i6000000 o22500000 r600000 w7500000 h12000000 f10000000000
claude-sonnet-4-6|claude-sonnet-4.6|1000000||||i3000000 o15000000 r300000 w3750000 h6000000 f10000000000
claude-sonnet-5|claude-5-sonnet,claude-5.0-sonnet,claude-sonnet-5.0|1000000||||i2000000 o10000000 r200000 w2500000 h4000000 f10000000000
claude-v1||||||i8000000 o24000000
`
