/** Models and prices of the family `moonshot`. Written by `npm run prices` from @pydantic/genai-prices (MIT, copyright Pydantic Services Inc.) and our overlay; not edited by hand. */
// model|aliases|context window|most output|mode|capabilities|picodollars per unit|tiers|deprecated
export const moonshot = `
kimi-k2-0711-preview||131072||||i600000 o2500000 r150000||retired
kimi-k2-0905-preview||262144||||i600000 o2500000 r150000||retired
kimi-k2-thinking-turbo||262144||||i1150000 o8000000 r150000||retired
kimi-k2-thinking||262144||||i600000 o2500000 r150000||retired
kimi-k2-turbo-preview|kimi-k2-turbo|262144||||i1150000 o8000000 r150000||retired
kimi-k2.5||262144||||i600000 o3000000 r100000
kimi-k2.6||262144||||i950000 o4000000 r160000
kimi-k2.7-code-highspeed||262144||||i1900000 o8000000 r380000
kimi-k2.7-code||262144||||i950000 o4000000 r190000
kimi-k2||||||i570000 o2300000||retired
kimi-k3||1048576||||i3000000 o15000000 r300000
moonshot-v1-128k|moonshot-v1-128k-vision-preview|131072||||i2000000 o5000000
moonshot-v1-32k|moonshot-v1-32k-vision-preview|32768||||i1000000 o3000000
moonshot-v1-8k|moonshot-v1-8k-vision-preview|8192||||i200000 o2000000
`
