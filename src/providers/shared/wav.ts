/** Puts a WAV header before bare samples, for hosts that send speech without a container. */
import { joinBytes } from './multipart.js'

/** 16-bit little-endian samples of one channel as a WAV file. `rate` in samples per second. */
export function wavOf(samples: Uint8Array, rate: number): Uint8Array {
  const head = new Uint8Array(44)
  const view = new DataView(head.buffer)
  const write = (at: number, text: string) => head.set(new TextEncoder().encode(text), at)
  write(0, 'RIFF')
  view.setUint32(4, 36 + samples.length, true)
  write(8, 'WAVEfmt ')
  view.setUint32(16, 16, true) // length of the format block
  view.setUint16(20, 1, true) // PCM
  view.setUint16(22, 1, true) // channels
  view.setUint32(24, rate, true)
  view.setUint32(28, rate * 2, true) // bytes per second
  view.setUint16(32, 2, true) // bytes per sample
  view.setUint16(34, 16, true) // bits per sample
  write(36, 'data')
  view.setUint32(40, samples.length, true)
  return joinBytes([head, samples])
}
