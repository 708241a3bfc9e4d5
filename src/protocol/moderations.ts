/** Moderation as OpenAI writes it on the wire. */

/** Body of `POST /moderations`. */
export type ModerationRequest = {
  model: string
  input: string | string[] | ({ type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } })[]
  /** Members added to the provider's body as they are. */
  extra_body?: { [key: string]: unknown }
}

export type ModerationReply = { id: string; model: string; results: ModerationVerdict[] }

export type ModerationVerdict = {
  flagged: boolean
  categories: Categories<boolean> & { illicit: boolean | null; 'illicit/violent': boolean | null } & { [C in MistralCategory]?: boolean }
  /** 0 to 1. */
  category_scores: Categories<number> & { illicit: number; 'illicit/violent': number } & { [C in MistralCategory]?: number }
  /** What of the input each category was looked for in. */
  category_applied_input_types: { [C in TextCategory]: 'text'[] } & { [C in Exclude<Category, TextCategory>]: ('text' | 'image')[] }
}

type Category = keyof Categories<unknown> | 'illicit' | 'illicit/violent'

type Categories<Value> = {
  harassment: Value
  'harassment/threatening': Value
  hate: Value
  'hate/threatening': Value
  'self-harm': Value
  'self-harm/instructions': Value
  'self-harm/intent': Value
  sexual: Value
  'sexual/minors': Value
  violence: Value
  'violence/graphic': Value
}

/** Categories that images are not looked at for. */
type TextCategory = 'harassment' | 'harassment/threatening' | 'hate' | 'hate/threatening' | 'illicit' | 'illicit/violent' | 'sexual/minors'

/** Mistral answers with these, and `sexual`, in the place of OpenAI's. */
type MistralCategory =
  | 'hate_and_discrimination'
  | 'violence_and_threats'
  | 'dangerous_and_criminal_content'
  | 'selfharm'
  | 'health'
  | 'financial'
  | 'law'
  | 'pii'
