/** Under which what a member of a team has spent is kept. */

/** A team's member: both ids as one. */
export function memberKey({ teamId, userId }: { readonly teamId: string; readonly userId: string }): string {
  return `${userId}:${teamId}`
}
