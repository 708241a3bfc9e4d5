/** Runs the type tests of this folder: `*.test-d.ts` must compile, and what they expect to fail must fail. */
import { describe, expect, test } from 'vitest'
import { repoPath, runTsc, typeCheck } from './run-tsc.js'

describe('the type tests hold', () => {
  test.each([
    { name: 'with strict alone', project: 'test/types/tsconfig.json' },
    { name: 'with exactOptionalPropertyTypes and noUncheckedIndexedAccess', project: 'test/types/tsconfig.exact.json' },
  ])('$name', async ({ project }) => expect(await runTsc(['-p', repoPath(project)])).toEqual([]))
})

/** What the compiler says about a body over a golden client, without the file's name and the indented details. */
async function messagesFor(body: string): Promise<readonly string[]> {
  const head = `import { llm } from '${repoPath('test/golden/features/generated/index.js')}'\nexport const messages = [{ role: 'user' as const, content: 'a' }]\n`
  const lines = await typeCheck(new Map([['body.ts', `${head}${body}\n`]]))
  return lines.filter((line) => !line.startsWith(' ')).map((line) => line.replace(/^.*?: error /, ''))
}

describe('a refused request says why', () => {
  const rows: readonly { readonly name: string; readonly given: string; readonly want: readonly unknown[] }[] = [
    {
      name: 'a misspelled model, with the nearest name',
      given: "export const reply = llm.chat.completions.create({ model: 'gpt-4', messages })",
      want: [expect.stringMatching(/^TS2820: Type '"gpt-4"' is not assignable to type .* Did you mean '"gpt-4o"'\?$/)],
    },
    {
      name: 'an embedding model in chat',
      given: "export const reply = llm.chat.completions.create({ model: 'embed', messages })",
      want: [expect.stringMatching(/^TS2322: Type '"embed"' is not assignable to type/)],
    },
    {
      name: 'a fallback to an unknown name, with the nearest one',
      given: "export const reply = llm.chat.completions.create({ model: 'gpt-4o', messages, fallbacks: ['plane'] })",
      want: [expect.stringMatching(/^TS2820: Type '"plane"' is not assignable to type .* Did you mean '"plain"'\?$/)],
    },
    {
      name: 'tools on a group without tools',
      given:
        "export const reply = llm.chat.completions.create({ model: 'plain', messages, tools: [{ type: 'function', function: { name: 'f' } }] })",
      want: [
        expect.stringMatching(
          /^TS2322: Type .* is not assignable to type 'ChatTool\[\] & NotSupported<"this model is known not to take tools">'\.$/,
        ),
      ],
    },
    {
      name: 'an expectation of a failure that does not come',
      given: "// @ts-expect-error nothing is wrong\nexport const reply = llm.chat.completions.create({ model: 'plain', messages })",
      want: ["TS2578: Unused '@ts-expect-error' directive."],
    },
  ]
  test.each(rows)('$name', async ({ given, want }) => expect(await messagesFor(given)).toEqual(want))
})
