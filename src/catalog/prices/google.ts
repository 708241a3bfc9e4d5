/** Models and prices of the family `google`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const google = `
claude-3-5-haiku||200000||||i800000 o4000000 r80000 w1000000
claude-3-5-sonnet||200000||||i3000000 o15000000 r300000 w3750000
claude-3-7-sonnet||200000||||i3000000 o15000000 r300000 w3750000
claude-3-haiku||200000||||i250000 o1250000 r30000 w300000
claude-3-opus||200000||||i15000000 o75000000 r1500000 w18750000
claude-4-opus|claude-opus-4,claude-opus-4-1|200000||||i15000000 o75000000 r1500000 w18750000
claude-4-sonnet|claude-sonnet-4|200000||||i3000000 o15000000 r300000 w3750000
claude-fable-5-1||1000000||||i10000000 o50000000 r250000 w12500000
claude-fable-5||1000000||||i10000000 o50000000 r1000000 w12500000
claude-opus-4-6|claude-4-6-opus,claude-4.6-opus,claude-opus-4.6|1000000||||i5000000 o25000000 r500000 w6250000|200000:i10000000 o37500000 r1000000 w12500000
claude-opus-4-7|claude-4-7-opus,claude-4.7-opus,claude-opus-4.7|1000000||||i5000000 o25000000 r500000 w6250000
claude-opus-4-8|claude-4-8-opus,claude-4.8-opus,claude-opus-4.8|1000000||||i5000000 o25000000 r500000 w6250000
claude-opus-5-5|claude-5-5-opus,claude-5.5-opus,claude-opus-5.5|1000000||||i4000000 o20000000 r200000 w5000000
claude-opus-5|claude-5-opus,claude-5.0-opus,claude-opus-5.0|1000000||||i5000000 o25000000 r500000 w6250000
claude-sonnet-4-5|claude-sonnet-4.5|200000||||i3000000 o15000000 r300000 w3750000|200000:i6000000 o22500000 r600000 w7500000
claude-sonnet-4-6|claude-sonnet-4.6|1000000||||i3000000 o15000000 r300000 w3750000
gemini-1.0-pro-vision-001||32768||||i125000 o375000
gemini-1.5-flash||1000000||||i75000 o300000 r18750|128000:i150000 o600000 r37500
gemini-1.5-pro||1000000||||i1250000 o5000000|128000:i2500000 o10000000
gemini-2.0-flash-lite||1000000||||i75000 o300000
gemini-2.0-flash|gemini-2.0-flash-exp,gemini-2.0-flash-latest,gemini-2.0-flash-thinking|1000000||||i100000 o400000 r25000 ia700000
gemini-2.5-flash-image|gemini-2.5-flash-image-preview|1000000||||i300000 o2500000 oi30000000
gemini-2.5-flash-lite-preview-tts||8192||||i500000 o10000000
gemini-2.5-flash-lite|gemini-2.5-flash-lite-preview|1000000||||i100000 o400000 r10000 ia300000
gemini-2.5-flash-preview|gemini-2.5-flash-preview-04-17,gemini-2.5-flash-preview-05-20,gemini-2.5-flash-preview-05-20:thinking,gemini-2.5-flash-preview:thinking|||||i150000 o600000||retired
gemini-2.5-flash-tts|gemini-2.5-flash-preview-tts|8192||||i500000 o10000000
gemini-2.5-flash|gemini-2.5-flash-latest,gemini-2.5-flash-preview-09-2025|1048576||||i300000 o2500000 r30000 ia1000000
gemini-2.5-pro-tts|gemini-2.5-pro-preview-tts|8192||||i1000000 o20000000
gemini-2.5-pro||1048576||||i1250000 o10000000 r125000|200000:i2500000 o15000000 r250000
gemini-3-flash-preview||1000000||||i500000 o3000000 r50000 ia1000000
gemini-3-pro-image-preview|gemini-3-pro-image|1000000||||i2000000 o12000000 oi120000000
gemini-3-pro-preview|gemini-3-pro-text-preview|1048576||||i2000000 o12000000 r200000|200000:i4000000 o18000000 r400000
gemini-3.1-flash-image-preview|gemini-3.1-flash-image|1000000||||i500000 o3000000 oi60000000
gemini-3.1-flash-lite-image||||||i250000 o1500000 oi30000000
gemini-3.1-flash-lite|gemini-3.1-flash-lite-preview|1000000||||i250000 o1500000 r25000 ia500000
gemini-3.1-flash-live-preview||||||i750000 o4500000 ia3000000 oa12000000 ii1000000
gemini-3.1-pro-preview||1048576||||i2000000 o12000000 r200000|200000:i4000000 o18000000 r400000
gemini-3.5-flash-lite||1000000||||i300000 o2500000 r30000
gemini-3.5-flash|gemini-3.5-flash-preview|1000000||||i1500000 o9000000 r150000
gemini-3.6-flash||1000000||||i750000 o3750000 r75000
gemini-3.7-flash||1000000||||i750000 o3750000 r75000
gemini-3.8-flash||1000000||||i750000 o3750000 r75000
gemini-embedding-001||2048||||i150000
gemini-embedding-2||8192||||i200000 ia6500000 ii450000
gemini-flash-1.5-8b||1000000||||i37500 o150000 r10000|128000:i75000 o300000 r20000
gemini-flash-1.5||||||i75000 o300000 r18750|128000:i150000 o600000 r37500
gemini-live-2.5-flash|gemini-2.5-flash-native-audio-latest,gemini-2.5-flash-native-audio-preview|||||i500000 o2000000 ia3000000 oa12000000
gemini-omni-flash-preview||||||i1500000 o9000000
gemini-pro-1.5||2000000||||i1250000 o5000000 r312500|128000:i2500000 o10000000 r625000
gemini-pro|gemini-1.0-pro|32768||||i125000 o375000
gemma-2-27b-it||||||i650000 o650000
gemma-3
gemma-3n
gemma-4-26b-a4b-it-maas||262144||||i150000 o600000 r15000
gemma-4-26b-a4b-it||262144
gemma-4-31b-it||262144
imagen-3.0-generate-001||||image_generation||m40000000000
imagen-3.0-generate-002||||image_generation||m40000000000
imagen-4.0-fast-generate-001||||image_generation||m20000000000
imagen-4.0-generate-001||||image_generation||m40000000000
imagen-4.0-ultra-generate-001||||image_generation||m60000000000
text-embedding-004||2048||embedding||||2026-01-14
text-embedding-005||2048||embedding
`
