/** Takes secrets out of text that providers send back, and cuts it to a length a person reads. */

/** Most characters of provider text that enter a message: pages, broken JSON and the like. */
export const maxProviderText = 300
/** Most characters of a message that a provider wrote into an error object. */
const maxStatedMessage = 1000

const secretPatterns: readonly RegExp[] = [
  /\b(?:sk|gsk|xai|pplx|nvapi|csk)[-_][A-Za-z0-9_\-*.]{8,}/g,
  // Words begin like this too (`key_takeaways`), so that a digit must follow.
  /\b(?:pk|rk|hf|r8|fw|tgp|or|key)[-_](?=[A-Za-z_\-.]*\d)[A-Za-z0-9_\-*.]{8,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)?/g,
  /(?<=\bbearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi,
  /(?<=\b(?:api[-_ ]?key|access[-_ ]?token|password|secret)["']?\s*[:=]\s*["']?)[A-Za-z0-9._~+/-]{8,}/gi,
]

/** Keys, tokens and passwords become `…last4`. What the provider has masked itself stays as it wrote it. */
export function maskSecrets(text: string): string {
  return secretPatterns.reduce((masked, pattern) => masked.replace(pattern, maskOne), text)
}

const maskOne = (secret: string): string => (secret.includes('***') ? secret : `…${secret.slice(-4)}`)

/** The message of an error object, line breaks kept: secrets masked, at most 1,000 characters. */
export function statedMessage(text: string): string {
  const masked = maskSecrets(text.slice(0, 2 * maxStatedMessage)).trim()
  return masked.length > maxStatedMessage ? `${masked.slice(0, maxStatedMessage - 1)}…` : masked
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
