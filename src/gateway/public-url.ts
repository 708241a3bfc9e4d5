/** Addresses of providers as answers, logs and metrics show them. */

/** Without a query, which may hold a key, and without a user and a password before the host: they end with the last `@` there. */
export function publicUrl(url: string): string {
  return (url.split(/[?#]/)[0] ?? '').replace(/^(\s*[a-z][a-z0-9+.-]*:[/\\]*)[^/\\]*@/i, '$1')
}
