/** Counting tokens here: exact with a tokenizer, near without. */
import * as tokenizer from 'gpt-tokenizer'
import { describe, expect, test } from 'vitest'
import { countLocally, estimate } from '../../src/runtime/local-tokens.js'

const texts: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'English',
    text: 'Large language models predict the next token of a text, and their providers bill each one of them. When a request fails, the router waits, asks another deployment, and falls back to the next model.',
  },
  {
    name: 'German',
    text: 'Die Bundesregierung hat am Mittwoch beschlossen, die Förderung erneuerbarer Energien weiter auszubauen. Damit sollen achtzig Prozent des Stroms aus Wind und Sonne kommen.',
  },
  {
    name: 'French',
    text: "L'intelligence artificielle transforme la manière dont les entreprises traitent leurs documents, mais elle soulève aussi des questions sur la confidentialité.",
  },
  {
    name: 'Russian',
    text: 'Искусственный интеллект меняет подход компаний к обработке документов, но одновременно поднимает вопросы о конфиденциальности данных и стоимости вычислений.',
  },
  {
    name: 'Chinese',
    text: '人工智能正在改变企业处理文件的方式，但同时也引发了有关数据隐私和计算成本的问题。开发人员需要在质量和价格之间找到平衡。',
  },
  {
    name: 'Japanese',
    text: '人工知能は企業が文書を処理する方法を変えていますが、データのプライバシーと計算コストに関する問題も提起しています。',
  },
  {
    name: 'Korean',
    text: '인공지능은 기업이 문서를 처리하는 방식을 바꾸고 있지만 데이터 프라이버시와 계산 비용에 대한 문제도 제기합니다.',
  },
  { name: 'Arabic', text: 'يغير الذكاء الاصطناعي الطريقة التي تعالج بها الشركات مستنداتها، لكنه يثير أيضا أسئلة حول خصوصية البيانات.' },
  { name: 'Hindi', text: 'कृत्रिम बुद्धिमत्ता कंपनियों के दस्तावेज़ संसाधित करने के तरीके को बदल रही है, लेकिन डेटा गोपनीयता पर सवाल भी उठाती है।' },
  { name: 'code', text: String(estimate) + String(countLocally) },
  {
    name: 'JSON',
    text: JSON.stringify({
      id: 'chatcmpl-1',
      created: 1_700_000_000,
      usage: { prompt_tokens: 10, completion_tokens: 5 },
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null } }],
    }),
  },
]

describe('the estimate', () => {
  test.each(texts)('of $name is within a quarter, of dense JSON a third', ({ name, text }) => {
    const ratio = estimate(text) / tokenizer.countTokens(text)
    expect(ratio).toBeGreaterThan(0.75)
    expect(ratio).toBeLessThan(name === 'JSON' ? 1.34 : 1.26)
  })

  test('of nothing is nothing', () => expect(estimate('')).toBe(0))
})

describe('a request', () => {
  const messages = [
    { role: 'user' as const, content: 'hello world' },
    {
      role: 'user' as const,
      content: [
        { type: 'text' as const, text: 'hello' },
        { type: 'image_url' as const, image_url: { url: 'data:' } },
      ],
    },
  ]
  test('is counted by the tokenizer where there is one', () => {
    const tools = [{ type: 'function' as const, function: { name: 'f' } }]
    const want = 3 + (3 + 1 + 2) + (3 + 1 + 1 + 765) + tokenizer.countTokens(JSON.stringify(tools))
    expect(countLocally({ model: 'a', messages, tools }, 'gpt-4o', tokenizer)).toEqual({
      input_tokens: want,
      model: 'gpt-4o',
      source: 'local',
    })
  })

  test('is estimated where there is none, or another thing of that name', () => {
    const want = { input_tokens: 3 + (3 + 1 + 3) + (3 + 1 + 2 + 765), model: 'gpt-4o', source: 'local' }
    expect([countLocally({ model: 'a', messages }, 'gpt-4o', undefined), countLocally({ model: 'a', messages }, 'gpt-4o', {})]).toEqual([
      want,
      want,
    ])
  })
})
