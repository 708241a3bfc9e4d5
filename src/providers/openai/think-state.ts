/** Reasoning between tags at the start of a stream's content. */
import { close, open } from './reasoning.js'

/** Where a stream is with respect to leading `<think>` tags. `held` is text that may still turn out to be part of one. */
export type ThinkState =
  | { readonly at: 'start'; readonly held: string }
  | { readonly at: 'inside'; readonly held: string }
  | { readonly at: 'behind' }
  | { readonly at: 'none' }

/** Before any content. */
export const thinkStart: ThinkState = { at: 'start', held: '' }
/** Content is text from here on. */
export const noThink: ThinkState = { at: 'none' }

/** What one piece of content turned out to be. */
export type ThinkStep = { readonly state: ThinkState; readonly text: string; readonly reasoning: string }

/** Takes the next piece of content. Tags may be cut anywhere. */
export function thinkStep(state: ThinkState, piece: string): ThinkStep {
  switch (state.at) {
    case 'none':
      return { state, text: piece, reasoning: '' }
    case 'behind': {
      const text = piece.trimStart()
      return { state: text === '' ? state : noThink, text, reasoning: '' }
    }
    case 'start':
      return atStart(state.held + piece)
    case 'inside':
      return inside(state.held + piece)
  }
}

function atStart(seen: string): ThinkStep {
  const start = seen.trimStart()
  if (start.startsWith(open)) return inside(start.slice(open.length))
  if (open.startsWith(start)) return { state: { at: 'start', held: seen }, text: '', reasoning: '' }
  return { state: noThink, text: seen, reasoning: '' }
}

function inside(seen: string): ThinkStep {
  const end = seen.indexOf(close)
  if (end >= 0) {
    const rest = thinkStep({ at: 'behind' }, seen.slice(end + close.length))
    return { ...rest, reasoning: seen.slice(0, end) }
  }
  const cut = heldTail(seen)
  return { state: { at: 'inside', held: seen.slice(cut) }, text: '', reasoning: seen.slice(0, cut) }
}

/** Index from which the text may be the beginning of a closing tag. */
function heldTail(seen: string): number {
  for (let length = Math.min(close.length - 1, seen.length); length > 0; length -= 1) {
    if (close.startsWith(seen.slice(-length))) return seen.length - length
  }
  return seen.length
}

/** What is still held when the stream ends. */
export function thinkEnd(state: ThinkState): { readonly text: string; readonly reasoning: string } {
  if (state.at === 'start') return { text: state.held, reasoning: '' }
  return { text: '', reasoning: state.at === 'inside' ? state.held : '' }
}
