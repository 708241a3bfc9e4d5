/** Models and prices of the family `xai`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const xai = `
grok-2-1212|grok-2,grok-2-latest|32768||||i2000000 o10000000||retired
grok-2-image-1212|grok-2-image,grok-2-image-latest|||image_generation||m70000000000
grok-2-vision-1212|grok-2-vision,grok-2-vision-latest|32768||||i2000000 o10000000
grok-3-fast|grok-3-fast-beta,grok-3-fast-latest|131072||||i5000000 o25000000 r1250000
grok-3-mini-fast|grok-3-mini-fast-beta,grok-3-mini-fast-latest|131072||||i600000 o4000000 r150000
grok-3-mini|grok-3-mini-beta,grok-3-mini-latest|131072||||i300000 o500000 r75000
grok-3|grok-3-beta,grok-3-latest|131072||||i3000000 o15000000 r750000
grok-4-0709|grok-4,grok-4-latest|256000||||i3000000 o15000000 r750000
grok-4-1-fast-non-reasoning|grok-4-1-fast-non-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-1-fast-reasoning|grok-4-1-fast,grok-4-1-fast-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-fast-non-reasoning|grok-4-fast-non-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4-fast-reasoning|grok-4-fast,grok-4-fast-reasoning-latest|2000000||||i200000 o500000 r50000
grok-4.20-multi-agent||1000000||||i2000000 o6000000 r200000
grok-4.20|grok-4.20-0309-non-reasoning,grok-4.20-0309-reasoning,grok-4.20-non-reasoning,grok-4.20-reasoning|1000000||||i1250000 o2500000 r200000|199999:i2500000 o5000000 r400000
grok-4.3|grok-4.3-latest|1000000||||i1250000 o2500000 r200000|199999:i2500000 o5000000 r400000
grok-4.5|grok-4.5-latest,grok-latest|500000||||i2000000 o6000000 r300000|199999:i4000000 o12000000 r600000
grok-4.6|grok-4.6-latest|500000||||i2000000 o6000000 r500000|199999:i4000000 o12000000 r1000000
grok-build-0.1||256000||||i1000000 o2000000 r200000|199999:i2000000 o4000000 r400000
grok-code-fast-1|grok-code-fast,grok-code-fast-1-0825|256000||||i200000 o1500000 r20000
grok-voice-latest||||||s1333333333
grok-voice-think-fast-1.0||||||s833333333||retired
grok-voice-think-fast-2.0||||||s1333333333
`
