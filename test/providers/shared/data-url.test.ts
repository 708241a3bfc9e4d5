/** Data URLs and their text. */
import { expect, test } from 'vitest'
import { readDataUrl, textOfBase64 } from '../../../src/providers/shared/data-url.js'

test.each([
  ['data:image/png;base64,QUJD', { mime: 'image/png', base64: 'QUJD' }],
  ['DATA:Image/PNG;name=a.png;BASE64,QUJD', { mime: 'image/png', base64: 'QUJD' }],
  ['data:text/plain;charset=utf-8,Gr%C3%BC%C3%9Fe', { mime: 'text/plain', base64: 'R3LDvMOfZQ==' }],
  ['data:,100%', { mime: 'text/plain', base64: 'MTAwJQ==' }],
  ['data:image/png', undefined],
  ['https://a.example/b.png', undefined],
])('%s', (url, want) => {
  expect(readDataUrl(url)).toEqual(want)
})

test.each([
  ['R3LDvMOfZQ==', 'Grüße'],
  ['', ''],
  ['not base64!', undefined],
  ['/w==', undefined],
])('%j holds %j', (base64, want) => {
  expect(textOfBase64(base64)).toBe(want)
})
