/** What ElevenLabs' error answers mean beyond the rules for all providers; rows only. Source: its error reference. */
import type { ErrorRule } from '../shared/error-rules.js'

/** First match wins. An empty account answers 401. */
export const elevenLabsErrorRules: readonly ErrorRule[] = [
  {
    status: [400, 401, 403],
    pattern: /exceeds your (api key |character )?quota|credits (are )?(remaining|required)/i,
    kind: 'rate-limit',
    as: 'insufficient_quota',
  },
  { status: [400, 404], pattern: /(voice|model)[\s\S]{0,80}(was not found|does not exist|could not be found)/i, kind: 'not-found' },
]
