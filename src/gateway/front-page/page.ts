/** The page at `/`: every route with a form to try it out. One document, which loads nothing from anywhere else. */
import { createHash } from 'node:crypto'
import { script } from './script.js'
import { style } from './style.js'

/** The same for everybody: what it lists comes from the OpenAPI document. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>llmgen gateway</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>llmgen gateway</h1>
<p>Point any OpenAI-compatible client at this address. The same as data: <a href="openapi.json">openapi.json</a>.</p>
<div class="bar">
<label>Key, sent with what you try here and kept nowhere<input id="key" type="password" autocomplete="off" placeholder="sk-…"></label>
<label>Find a route<input id="filter" type="search" autocomplete="off" placeholder="chat, models, POST …"></label>
</div>
</header>
<main><p>Reading the list of routes …</p><noscript><p>The list is made by JavaScript; GET /routes has it without.</p></noscript></main>
<script>${script}</script>
</body>
</html>
`

/** Only what stands in the page runs, it talks to nobody but this gateway, and nobody puts it into a frame. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': [
    "default-src 'none'",
    `style-src '${sourceHash(style)}'`,
    `script-src '${sourceHash(script)}'`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
