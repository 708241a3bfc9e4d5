import { openai } from './openai.js'
export const anthropic = openai
