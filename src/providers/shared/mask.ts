/** Takes secrets out of text that providers send back, and cuts it to a length a person reads. */

/** Most characters of provider text that enter a message. */
export const maxProviderText = 300

const secretPatterns: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|pplx|hf|r8|nvapi|csk|fw|tgp|or|key)[-_][A-Za-z0-9_\-*.]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)?/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi,
  /(?<=\b(?:api[-_ ]?key|access[-_ ]?token|password|secret)["']?\s*[:=]\s*["']?)[A-Za-z0-9._~+/-]{8,}/gi,
]

/** Keys, tokens and passwords become `…last4`. */
export function maskSecrets(text: string): string {
  return secretPatterns.reduce((masked, pattern) => masked.replace(pattern, (secret) => `…${secret.slice(-4)}`), text)
}

/** Provider text for a message: secrets masked, white space folded, at most 300 characters. */
export function excerpt(text: string): string {
  const folded = maskSecrets(text.slice(0, 4 * maxProviderText))
    .replace(/\s+/g, ' ')
    .trim()
  return folded.length > maxProviderText ? `${folded.slice(0, maxProviderText - 1)}…` : folded
}

/** What an HTML page says: its title or first heading, else its text. */
export function htmlText(page: string): string {
  const start = page.slice(0, 20_000)
  const heading = /<title[^>]*>([^<]+)<\/title>/i.exec(start)?.[1] ?? /<h1[^>]*>([^<]+)<\/h1>/i.exec(start)?.[1]
  return heading ?? start.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')
}
