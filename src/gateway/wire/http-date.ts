/** The time as HTTP writes it, made anew once a second. */

let second = -1
let text = ''

export function httpDate(): string {
  const now = Math.floor(Date.now() / 1_000)
  if (now !== second) {
    second = now
    text = new Date(now * 1_000).toUTCString()
  }
  return text
}
