/** The adapter contract over the format `gemini`: the shared suite, with this one subject. */
import { vi } from 'vitest'

vi.mock('./wire-answers.js', async (original) => {
  const { geminiSubject } = await import('./gemini-answers.js')
  return { ...(await original<object>()), subjects: [geminiSubject] }
})

await import('./adapters.test.js')
