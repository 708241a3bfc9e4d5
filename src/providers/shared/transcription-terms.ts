/** What a host heard, as the reply of each `response_format`: subtitles are made here from the times of words. */
import type { TranscriptionReply, TranscriptionSegment, TranscriptionUsage } from '../../protocol/audio.js'

/** A word or piece of one; times in seconds. */
export type HeardWord = { readonly word: string; readonly start: number; readonly end: number; readonly speaker?: string | undefined }

/** What a host tells. */
export type Heard = {
  readonly text: string
  readonly words?: readonly HeardWord[]
  /** Seconds. */
  readonly duration?: number | undefined
  readonly language?: string | undefined
  readonly usage?: TranscriptionUsage | undefined
}

/** The formats that can be made where a host gives the times of words. */
export const wordFormats: ReadonlySet<unknown> = new Set(['json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json', undefined])

/** What of a call decides about the form of its reply. */
export type AskedTranscription = {
  readonly request: { readonly response_format?: unknown; readonly timestamp_granularities?: readonly unknown[] }
}

/** The reply that the caller asked for; audio whose length is known is billed by it where the host counts nothing else. */
export function transcriptionReply(heard: Heard, { request }: AskedTranscription): TranscriptionReply {
  const { response_format: format } = request
  const words = heard.words ?? []
  const usage = heard.usage ?? (heard.duration === undefined ? undefined : { type: 'duration' as const, seconds: heard.duration })
  const counted = usage === undefined ? {} : { usage }
  if (format === 'srt' || format === 'vtt') return { text: subtitles(cuesOf(heard.text, words, heard.duration), format), ...counted }
  if (format !== 'verbose_json' && format !== 'diarized_json') return { text: heard.text, ...counted }
  const asked = request.timestamp_granularities ?? []
  const cues = cuesOf(heard.text, words, heard.duration)
  return {
    text: heard.text,
    ...(heard.language !== undefined && { language: heard.language }),
    ...(heard.duration !== undefined && { duration: heard.duration }),
    segments: cues.map((cue, id): TranscriptionSegment => segmentOf(cue, id)),
    ...(asked.includes('word') && { words: words.map(({ word, start, end }) => ({ word, start, end })) }),
    ...counted,
  }
}

type Cue = { text: string; start: number; end: number; speaker: string | undefined }

const segmentOf = ({ speaker, ...cue }: Cue, id: number) => ({ id, ...cue, ...(speaker !== undefined && { speaker }) })

/** Longest a subtitle stands, seconds, and how much it holds, characters: two lines as broadcasters set them. */
const longest = { seconds: 7, characters: 84 }

/** Words in readable groups: a sentence, a speaker, at most two lines. Without words the text is one cue. */
function cuesOf(text: string, words: readonly HeardWord[], duration: number | undefined): Cue[] {
  if (words.length === 0) return text === '' ? [] : [{ text, start: 0, end: duration ?? 0, speaker: undefined }]
  const cues: Cue[] = []
  for (const { word, start, end, speaker } of words) {
    const last = cues.at(-1)
    const isNew =
      last === undefined ||
      last.speaker !== speaker ||
      /[.!?。！？]$/.test(last.text) ||
      end - last.start > longest.seconds ||
      last.text.length + word.length > longest.characters
    if (isNew) cues.push({ text: word.trim(), start, end, speaker })
    else {
      last.text = `${last.text} ${word}`
      last.end = end
    }
  }
  return cues
}

function subtitles(cues: readonly Cue[], format: 'srt' | 'vtt'): string {
  const mark = format === 'srt' ? ',' : '.'
  const blocks = cues.map(({ text, start, end }, at) => {
    const times = `${clock(start, mark)} --> ${clock(end, mark)}`
    return `${format === 'srt' ? `${at + 1}\n` : ''}${times}\n${text}\n`
  })
  return `${format === 'vtt' ? 'WEBVTT\n\n' : ''}${blocks.join('\n')}`
}

/** `00:01:02,345`. */
function clock(seconds: number, mark: string): string {
  const ms = Math.round(Math.max(0, seconds) * 1000)
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${mark}${String(ms % 1000).padStart(3, '0')}`
}
