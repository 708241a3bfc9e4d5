/** Where ElevenLabs answers. */

/** Bases with and without `/v1`. */
export function elevenLabsUrl(baseUrl: string, path: string): string {
  return `${baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1/${path}`
}
