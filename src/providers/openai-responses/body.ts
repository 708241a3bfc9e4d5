/** The body of `POST /responses` as chat requests are put into it. */
import type { ResponsesRequest } from '../../protocol/responses.js'

/** Content of a message or of a tool's result. */
export type InputPart =
  | { type: 'input_text'; text: string; prompt_cache_breakpoint?: { mode: 'explicit' } }
  | { type: 'input_image'; detail: 'low' | 'high' | 'auto'; image_url?: string; file_id?: string }
  | { type: 'input_file'; file_data?: string; file_id?: string; file_url?: string; filename?: string }

/** An item of `input`. */
export type InputItem =
  | { role: 'user' | 'assistant' | 'system' | 'developer'; content: string | InputPart[]; phase?: 'commentary' | 'final_answer' }
  | { type: 'function_call'; call_id: string; name: string; arguments: string }
  | { type: 'function_call_output'; call_id: string; output: string | InputPart[] }
  | { type: 'custom_tool_call'; call_id: string; name: string; input: string }
  | { type: 'custom_tool_call_output'; call_id: string; output: string | InputPart[] }
  | { type: 'local_shell_call_output'; id: string; output: string }
  | { type: 'shell_call_output'; call_id: string; output: ShellOutput[] }
  | { type: 'apply_patch_call_output'; call_id: string; status: 'completed' | 'failed'; output?: string }
  | { type: 'computer_call_output'; call_id: string; output: { type: 'computer_screenshot'; image_url?: string } }
  | ReasoningInput

export type ShellOutput = {
  stdout: string
  stderr: string
  outcome: { type: 'exit'; exit_code: number } | { type: 'timeout' }
}

/** Reasoning of an earlier answer, as it came. */
export type ReasoningInput = {
  type: 'reasoning'
  id: string
  summary: { type: 'summary_text'; text: string }[]
  content?: { type: 'reasoning_text'; text: string }[]
  encrypted_content?: string | null
}

/** A tool the caller defines. */
export type InputTool =
  | { type: 'function'; name: string; description?: string | null; parameters: { [key: string]: unknown } | null; strict: boolean | null }
  | { type: 'custom'; name: string; description?: string; format?: CustomFormat }
  | { type: 'web_search'; search_context_size?: 'low' | 'medium' | 'high'; user_location?: Place }

export type CustomFormat = { type: 'text' } | { type: 'grammar'; definition: string; syntax: 'lark' | 'regex' }
type Place = { type: 'approximate'; city?: string; country?: string; region?: string; timezone?: string }

/** What travels. Members that the caller or the deployment adds beside these pass as they are. */
export type OpenAiResponsesBody = Omit<ResponsesRequest, 'extra_body' | 'input' | 'tools'> & { input: InputItem[]; tools?: InputTool[] }
