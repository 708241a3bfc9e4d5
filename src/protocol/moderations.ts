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
  categories: { [category: string]: boolean }
  category_scores: { [category: string]: number }
  category_applied_input_types?: { [category: string]: ('text' | 'image')[] }
}
