/** Models and prices of the family `minimax`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const minimax = `
M2-her||64000||||i300000 o1200000
MiniMax-M2.1-highspeed|M2.1-highspeed|204800||||i600000 o2400000 r30000 w375000
MiniMax-M2.5-highspeed|M2.5-highspeed|204800||||i600000 o2400000 r30000 w375000
MiniMax-M2.7-highspeed|M2.7-highspeed|204800||||i600000 o2400000 r60000 w375000
MiniMax-M2.7||204800||||i300000 o1200000 r60000 w375000
MiniMax-M2|MiniMax-M2.1,MiniMax-M2.5|204800||||i300000 o1200000 r30000 w375000
minimax-01||1000192||||i200000 o1100000
minimax-m1||||||i400000 o2200000
minimax-m3||1000000||||i300000 o1200000 r60000|512000:i600000 o2400000 r120000
`
