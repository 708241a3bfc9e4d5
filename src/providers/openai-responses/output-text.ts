/** All text of a response, as OpenAI's own client adds it. */
import { recordsOf } from '../shared/json.js'
import { plainText } from './content.js'

/** The text of the messages among output items. */
export function outputText(output: unknown): string {
  return recordsOf(output)
    .filter((item) => item.type === 'message')
    .map((item) => plainText(recordsOf(item.content).filter((part) => part.type === 'output_text')))
    .join('')
}
