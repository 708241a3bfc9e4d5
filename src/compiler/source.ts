/** Where a value stands in the files that were read: character offsets only; line and column are the renderer's business. */

/** One file as it was read. `path` is as the user named it, for display. */
export type Source = { readonly path: string; readonly text: string }

/** `file` indexes the list of sources; `start` and `end` are character offsets, end exclusive. */
export type Span = { readonly file: number; readonly start: number; readonly end: number }

export type Located<T> = { readonly value: T; readonly at: Span }

/** A config as a tree that keeps every span; anchors and merges resolved, includes joined. */
export type Node = ScalarNode | MapNode | ListNode
export type ScalarNode = { readonly kind: 'scalar'; readonly value: string | number | boolean | null; readonly at: Span }
export type MapNode = { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Entry>; readonly at: Span }
export type ListNode = { readonly kind: 'list'; readonly items: readonly Node[]; readonly at: Span }
export type Entry = { readonly key: string; readonly keyAt: Span; readonly value: Node }
