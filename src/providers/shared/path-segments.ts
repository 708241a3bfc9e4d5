/** Names with slashes as parts of a URL's path. */

/** Each part encoded, but for `@`, which model names hold and hosts expect as it is. */
export function segments(path: string): string {
  return path
    .split('/')
    .map((part) => encodeURIComponent(part).replaceAll('%40', '@'))
    .join('/')
}
