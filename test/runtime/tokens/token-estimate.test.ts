/** Estimates of tokens against what `o200k_base` counts. */
import { readFileSync } from 'node:fs'
import * as tokenizer from 'gpt-tokenizer'
import { describe, expect, test } from 'vitest'
import { countTokens, estimateTokens, isTokenizer, lowSide, mostTokens, safeSide } from '../../../src/runtime/tokens/token-estimate.js'

/** Code, JSON, YAML and prose with markup, of this repository. */
const sources = [
  'src/runtime/client.ts',
  'src/compiler/load.ts',
  'schema/litellm-config.schema.json',
  'package.json',
  'test/examples/litellm_config.yaml',
  'README.md',
] as const

const texts: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'English',
    text: 'Large language models predict the next token of a text, and their providers bill each one of them. When a request fails, the router waits, asks another deployment, and falls back to the next model.',
  },
  {
    name: 'spoken English',
    text: 'So he said to me, "I do not know what to do." And I said, well, why do you not ask her? She is in the hall. Can you help me with my tax form? It is due in May, and I do not have all of the papers yet.',
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
  {
    name: 'JSON',
    text: JSON.stringify({
      id: 'chatcmpl-1',
      created: 1_700_000_000,
      usage: { prompt_tokens: 10, completion_tokens: 5 },
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: null } }],
    }),
  },
  {
    name: 'Spanish',
    text: 'La inteligencia artificial está cambiando la forma en que las empresas procesan sus documentos; también plantea preguntas sobre la privacidad, los costes y quién responde de los errores.',
  },
  {
    name: 'Polish',
    text: 'Sztuczna inteligencja zmienia sposób, w jaki przedsiębiorstwa przetwarzają dokumenty, ale rodzi też pytania o prywatność danych i koszty obliczeń.',
  },
  {
    name: 'Turkish',
    text: 'Yapay zekâ, şirketlerin belgelerini işleme biçimini değiştiriyor; ancak veri gizliliği ve hesaplama maliyetleri konusunda sorular da doğuruyor.',
  },
  {
    name: 'Vietnamese',
    text: 'Trí tuệ nhân tạo đang thay đổi cách các doanh nghiệp xử lý tài liệu, nhưng cũng đặt ra câu hỏi về quyền riêng tư và chi phí tính toán.',
  },
  {
    name: 'Greek',
    text: 'Η τεχνητή νοημοσύνη αλλάζει τον τρόπο με τον οποίο οι επιχειρήσεις επεξεργάζονται έγγραφα, αλλά εγείρει και ερωτήματα για την ιδιωτικότητα.',
  },
  {
    name: 'Ukrainian',
    text: 'Штучний інтелект змінює те, як компанії опрацьовують документи, але водночас порушує питання приватності даних і вартості обчислень.',
  },
  { name: 'Hebrew', text: 'בינה מלאכותית משנה את הדרך שבה חברות מעבדות מסמכים, אך היא מעלה גם שאלות לגבי פרטיות הנתונים ועלות החישוב.' },
  { name: 'Thai', text: 'ปัญญาประดิษฐ์กำลังเปลี่ยนวิธีที่บริษัทประมวลผลเอกสาร แต่ก็ก่อให้เกิดคำถามเกี่ยวกับความเป็นส่วนตัวของข้อมูลและต้นทุนการคำนวณ' },
  { name: 'Georgian', text: 'ხელოვნური ინტელექტი ცვლის კომპანიების მიერ დოკუმენტების დამუშავების წესს, მაგრამ ასევე აჩენს კითხვებს.' },
  { name: 'emoji', text: 'Great work 🎉🎉 thanks 😀👍🏽 see you 🚀 tomorrow' },
  { name: 'capitals', text: 'ATTENTION: THE SERVICE WILL BE UNAVAILABLE ON SUNDAY FROM SIX UNTIL NOON. PLEASE SAVE YOUR WORK BEFORE.' },
  {
    name: 'a table',
    text: Array.from({ length: 40 }, (_, at) => `2026-11-${10 + (at % 20)},${at * 37},EUR,${(at * 3.7).toFixed(2)},paid`).join('\n'),
  },
  { name: 'base64', text: Buffer.from(Array.from({ length: 900 }, (_, at) => (at * at * 31 + at * 7) % 256)).toString('base64') },
  ...sources.map((path) => ({ name: path, text: readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8').slice(0, 20_000) })),
]

describe.each(texts)('$name', ({ text }) => {
  const real = tokenizer.countTokens(text)
  const estimated = estimateTokens(text)

  test('the estimate is not a fifth below the count, and above it by little more than half', () => {
    expect(estimated / real).toBeGreaterThan(0.8)
    expect(estimated / real).toBeLessThan(1.6)
  })

  test('the safe side is at most a twentieth below, and the low side never above', () => {
    expect((estimated * safeSide) / real).toBeGreaterThan(0.95)
    expect(estimated * lowSide).toBeLessThanOrEqual(real)
  })

  test('no count is above the bound', () => {
    expect(mostTokens(text)).toBeGreaterThanOrEqual(Buffer.byteLength(text))
    expect(mostTokens(text)).toBeGreaterThanOrEqual(real)
  })

  test('counted in pieces it is within two hundredths of the whole', () => {
    const counted = countTokens(text, tokenizer)
    expect(counted).toBeGreaterThanOrEqual(real)
    expect(counted).toBeLessThanOrEqual(Math.ceil(real * 1.02))
  })
})

test('all of it together is estimated within a tenth', () => {
  const sum = (count: (text: string) => number) => texts.reduce((total, { text }) => total + count(text), 0)
  const ratio = sum(estimateTokens) / sum((text) => tokenizer.countTokens(text))
  expect(ratio).toBeGreaterThan(0.9)
  expect(ratio).toBeLessThan(1.1)
})

test('of nothing is nothing', () => {
  expect([estimateTokens(''), mostTokens(''), countTokens('', tokenizer)]).toEqual([0, 0, 0])
})

test('a word without end takes the tokenizer no longer than a text of that length', () => {
  const pieces: number[] = []
  const counting = { countTokens: (text: string) => pieces.push(text.length) }
  expect([countTokens('a'.repeat(1_300), counting), pieces]).toEqual([1 + 2 + 3, [512, 512, 276]])
})

test('what looks like a control token is text', () => {
  expect(countTokens('a <|endoftext|> b', tokenizer)).toBeGreaterThan(3)
})

test('a module of another kind is no tokenizer', () => {
  expect([tokenizer, { countTokens: 3 }, {}, undefined, null].map(isTokenizer)).toEqual([true, false, false, false, false])
})
