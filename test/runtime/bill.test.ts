/** What answers of each endpoint used, in the words of prices. */
import { describe, expect, test } from 'vitest'
import { speechReply } from '../../src/providers/shared/speech-reply.js'
import { billOf } from '../../src/runtime/bill.js'

const usage = { input_tokens: 5, output_tokens: 7, total_tokens: 12 }
const counts = { prompt_tokens: 5, completion_tokens: 7 }
const file = { bytes: new Uint8Array(), name: 'a', type: '' }
const heard = (reply: Parameters<typeof billOf<'transcriptions'>>[2]) => billOf('transcriptions', { model: 'w', file }, reply)
const ranked = (meta: object | undefined, documents = ['x']) =>
  billOf('rerank', { model: 'k', query: 'q', documents }, { id: '1', results: [], ...(meta && { meta }) })

describe('the bill', () => {
  test.each([
    {
      name: 'images without counts',
      bill: billOf('images', { model: 'i', prompt: 'p' }, { created: 0, data: [{ url: 'a' }, { url: 'b' }] }),
      want: { usage: undefined, units: { images: 2 } },
    },
    {
      name: 'images with counts: what comes out is an image',
      bill: billOf(
        'images',
        { model: 'i', prompt: 'p' },
        { created: 0, data: [{ url: 'a' }], usage: { ...usage, input_tokens_details: { image_tokens: 2, text_tokens: 3 } } },
      ),
      want: {
        usage: { ...counts, prompt_tokens_details: { image_tokens: 2, cached_tokens: 0 }, completion_tokens_details: { image_tokens: 7 } },
        units: { images: 1 },
      },
    },
    ...[{ quality: 'hd' as const }, { size: '1792x1024' as const }].map((terms) => ({
      name: `an image that costs more: ${JSON.stringify(terms)}`,
      bill: billOf('images', { model: 'i', prompt: 'p', ...terms }, { created: 0, data: [{ url: 'a' }] }),
      want: { usage: undefined, units: { images: 1, dearer: expect.stringContaining('costs more') } },
    })),
    {
      name: 'speech by its text',
      bill: billOf('speech', { model: 's', voice: 'v', input: 'añ😀' }, speechReply(new Uint8Array(), 'audio/mpeg')),
      want: { usage: undefined, units: { characters: 3 } },
    },
    {
      name: 'speech with counts',
      bill: billOf('speech', { model: 's', voice: 'v', input: 'a' }, speechReply(new Uint8Array(), 'audio/mpeg', usage)),
      want: { usage: { ...counts, completion_tokens_details: { audio_tokens: 7 } }, units: { characters: 1 } },
    },
    {
      name: 'a transcription by its length',
      bill: heard({ text: '', usage: { type: 'duration', seconds: 9 }, duration: 8.5 }),
      want: { usage: undefined, units: { seconds: 9 } },
    },
    {
      name: 'a transcription that tells only how long it is',
      bill: heard({ text: '', duration: 8.5 }),
      want: { usage: undefined, units: { seconds: 8.5 } },
    },
    ...[null, '', 'long', {}].map((duration) => ({
      name: `a transcription whose length is ${JSON.stringify(duration)}`,
      bill: heard({ text: '', duration: duration as never }),
      want: { usage: undefined },
    })),
    {
      name: 'a transcription whose length is a text',
      bill: heard({ text: '', duration: '8.5' as never }),
      want: { usage: undefined, units: { seconds: 8.5 } },
    },
    { name: 'a transcription that tells nothing', bill: heard({ text: '' }), want: { usage: undefined } },
    {
      name: 'a transcription with counts',
      bill: heard({ text: '', usage: { type: 'tokens', ...usage, input_token_details: { audio_tokens: 4 } } }),
      want: { usage: { ...counts, prompt_tokens_details: { audio_tokens: 4 } } },
    },
    {
      name: 'a ranking by its searches',
      bill: ranked({ billed_units: { search_units: 2 } }),
      want: { usage: undefined, units: { queries: 2 } },
    },
    {
      name: 'a ranking by a hundred documents each',
      bill: ranked(
        undefined,
        Array.from({ length: 101 }, () => 'x'),
      ),
      want: { usage: undefined, units: { queries: 2 } },
    },
    {
      name: 'a ranking with tokens',
      bill: ranked({ billed_units: { total_tokens: 30 } }),
      want: { usage: { prompt_tokens: 30, completion_tokens: 0 }, units: { queries: 1 } },
    },
    {
      name: 'a moderation',
      bill: billOf('moderations', { model: 'm', input: 'x' }, { id: '1', model: 'm', results: [] }),
      want: { usage: undefined },
    },
    {
      name: 'a count of tokens',
      bill: billOf('tokens', { model: 'a', messages: [] }, { input_tokens: 1, model: 'm', source: 'provider' }),
      want: { usage: undefined, units: { free: true } },
    },
  ])('of $name', ({ bill, want }) => expect(bill).toEqual(want))
})
