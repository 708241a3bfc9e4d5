import { expect, test } from 'vitest'
import { publicUrl } from '../../src/gateway/public-url.js'

test.each([
  ['https://api.example.com/v1', 'https://api.example.com/v1'],
  ['https://api.example.com/v1?key=sk-secret', 'https://api.example.com/v1'],
  ['https://api.example.com/v1#sk-secret', 'https://api.example.com/v1'],
  ['https://user:secret@api.example.com/v1', 'https://api.example.com/v1'],
  ['https://user:se@cr:et@api.example.com:8443/v1', 'https://api.example.com:8443/v1'],
  [' https:user:secret@api.example.com/v1', ' https:api.example.com/v1'],
  ['HTTP://secret@api.example.com', 'HTTP://api.example.com'],
  ['https://api.example.com/@team/v1', 'https://api.example.com/@team/v1'],
  ['https://api.example.com\\@team', 'https://api.example.com\\@team'],
  ['', ''],
])('%s is shown as %s', (given, want) => {
  expect(publicUrl(given)).toBe(want)
  if (want.includes('example')) expect(new URL(publicUrl(given)).host).toBe(new URL(given).host)
})
