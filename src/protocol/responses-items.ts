/** Items of the input and the output of a response: messages, reasoning, tool calls and their results. */
import type { ResponsesTool, ShellPlace } from './responses-tools.js'

type Progress = 'in_progress' | 'completed' | 'incomplete'
/** Who made a call: the model itself, or code it wrote. */
type Called = { caller?: { type: 'direct' } | { type: 'program'; caller_id: string } | null }
/** An item as a caller sends it: without an id of its own, or with the one it came under. */
type Sent = { id?: string | null; status?: Progress | null }
type Made = { id: string; status: Progress; created_by?: string }
type Breakpoint = { mode: 'explicit' }
type Detail = 'low' | 'high' | 'auto'

export type ResponsesInputText = { type: 'input_text'; text: string; prompt_cache_breakpoint?: Breakpoint }
/** `image_url` is text here, `https:` or a data URL. */
export type ResponsesInputImage = {
  type: 'input_image'
  detail: Detail | 'original'
  file_id?: string | null
  image_url?: string | null
  prompt_cache_breakpoint?: Breakpoint
}
export type ResponsesInputFile = {
  type: 'input_file'
  detail?: Detail
  file_data?: string
  file_id?: string | null
  file_url?: string
  filename?: string
  prompt_cache_breakpoint?: Breakpoint
}
export type ResponsesInputPart = ResponsesInputText | ResponsesInputImage | ResponsesInputFile

/** A part of a tool's result; like an input part, with nulls. */
type ResultPart =
  | { type: 'input_text'; text: string; prompt_cache_breakpoint?: Breakpoint | null }
  | {
      type: 'input_image'
      detail?: Detail | 'original' | null
      file_id?: string | null
      image_url?: string | null
      prompt_cache_breakpoint?: Breakpoint | null
    }
  | {
      type: 'input_file'
      detail?: Detail
      file_data?: string | null
      file_id?: string | null
      file_url?: string | null
      filename?: string | null
      prompt_cache_breakpoint?: Breakpoint | null
    }

type Phase = { phase?: 'commentary' | 'final_answer' | null }
/** A message in short form. */
type ShortMessage = Phase & {
  role: 'user' | 'assistant' | 'system' | 'developer'
  content: string | ResponsesInputPart[]
  type?: 'message'
}
type InputMessage = { role: 'user' | 'system' | 'developer'; content: ResponsesInputPart[]; status?: Progress; type?: 'message' }

export type ResponsesAnnotation =
  | { type: 'url_citation'; url: string; title: string; start_index: number; end_index: number }
  | { type: 'file_citation'; file_id: string; filename: string; index: number }
  | {
      type: 'container_file_citation'
      container_id: string
      file_id: string
      filename: string
      start_index: number
      end_index: number
    }
  | { type: 'file_path'; file_id: string; index: number }
type TokenLogprob = { token: string; bytes: number[]; logprob: number }
export type ResponsesOutputText = {
  type: 'output_text'
  text: string
  annotations: ResponsesAnnotation[]
  logprobs?: (TokenLogprob & { top_logprobs: TokenLogprob[] })[]
}
export type ResponsesRefusal = { type: 'refusal'; refusal: string }
export type ResponsesMessage = Phase & {
  type: 'message'
  id: string
  role: 'assistant'
  status: Progress
  content: (ResponsesOutputText | ResponsesRefusal)[]
}

export type ResponsesReasoning = {
  type: 'reasoning'
  id: string
  summary: { type: 'summary_text'; text: string }[]
  content?: { type: 'reasoning_text'; text: string }[]
  /** Goes back unchanged where nothing is stored. */
  encrypted_content?: string | null
  status?: Progress
}

/** `call_id` is the call's, `id` the item's. */
export type ResponsesFunctionCall = Called & {
  type: 'function_call'
  call_id: string
  name: string
  /** JSON text as the model wrote it. */
  arguments: string
  id?: string
  namespace?: string
  status?: Progress
}
export type ResponsesCustomCall = Called & {
  type: 'custom_tool_call'
  call_id: string
  name: string
  input: string
  id?: string
  namespace?: string
}
type CustomResult = Called & { type: 'custom_tool_call_output'; call_id: string; output: string | ResponsesInputPart[]; id?: string }

type Keys = { keys?: string[] | null }
type ComputerAction =
  | (Keys & { type: 'click'; button: 'left' | 'right' | 'wheel' | 'back' | 'forward'; x: number; y: number })
  | { type: 'double_click'; keys: string[] | null; x: number; y: number }
  | (Keys & { type: 'drag'; path: { x: number; y: number }[] })
  | { type: 'keypress'; keys: string[] }
  | (Keys & { type: 'move'; x: number; y: number })
  | { type: 'screenshot' }
  | (Keys & { type: 'scroll'; scroll_x: number; scroll_y: number; x: number; y: number })
  | { type: 'type'; text: string }
  | { type: 'wait' }
type SafetyCheck = { id: string; code?: string | null; message?: string | null }
type Screenshot = { type: 'computer_screenshot'; file_id?: string; image_url?: string }
type ComputerCall = {
  type: 'computer_call'
  id: string
  call_id: string
  pending_safety_checks: SafetyCheck[]
  status: Progress
  action?: ComputerAction
  actions?: ComputerAction[]
}

type ShellResult = { stdout: string; stderr: string; outcome: { type: 'timeout' } | { type: 'exit'; exit_code: number } }
type PatchOperation = { type: 'create_file' | 'update_file'; diff: string; path: string } | { type: 'delete_file'; path: string }
type PatchCall = Called & { type: 'apply_patch_call'; call_id: string; operation: PatchOperation; status: 'in_progress' | 'completed' }
type PatchResult = Called & { type: 'apply_patch_call_output'; call_id: string; status: 'completed' | 'failed'; output?: string | null }

type SearchAction =
  | { type: 'search'; queries?: string[]; query?: string; sources?: { type: 'url'; url: string }[] }
  | { type: 'open_page'; url?: string | null }
  | { type: 'find_in_page'; pattern: string; url: string }

/** What a provider's own tools leave behind; the same in input and output. */
type HostedItem =
  | {
      type: 'file_search_call'
      id: string
      queries: string[]
      status: Progress | 'searching' | 'failed'
      results?:
        | {
            attributes?: { [key: string]: string | number | boolean } | null
            file_id?: string
            filename?: string
            score?: number
            text?: string
          }[]
        | null
    }
  | { type: 'web_search_call'; id: string; action: SearchAction; status: 'in_progress' | 'searching' | 'completed' | 'failed' }
  | { type: 'image_generation_call'; id: string; result: string | null; status: 'in_progress' | 'completed' | 'generating' | 'failed' }
  | {
      type: 'code_interpreter_call'
      id: string
      code: string | null
      container_id: string
      outputs: ({ type: 'logs'; logs: string } | { type: 'image'; url: string })[] | null
      status: Progress | 'interpreting' | 'failed'
    }
  | {
      type: 'mcp_call'
      id: string
      arguments: string
      name: string
      server_label: string
      approval_request_id?: string | null
      error?: string | null
      output?: string | null
      status?: Progress | 'calling' | 'failed'
    }
  | {
      type: 'mcp_list_tools'
      id: string
      server_label: string
      tools: { input_schema: unknown; name: string; annotations?: unknown; description?: string | null }[]
      error?: string | null
    }
  | { type: 'mcp_approval_request'; id: string; arguments: string; name: string; server_label: string }
  | { type: 'program'; id: string; call_id: string; code: string; fingerprint: string }
  | { type: 'program_output'; id: string; call_id: string; result: string; status: 'completed' | 'incomplete' }
  | {
      type: 'local_shell_call'
      id: string
      action: {
        type: 'exec'
        command: string[]
        env: { [name: string]: string }
        timeout_ms?: number | null
        user?: string | null
        working_directory?: string | null
      }
      call_id: string
      status: Progress
    }
  | { type: 'local_shell_call_output'; id: string; output: string; status?: Progress | null }

type Execution = 'server' | 'client'

/** An item of the input. */
export type ResponsesInputItem =
  | ShortMessage
  | InputMessage
  | ResponsesMessage
  | ResponsesReasoning
  | ResponsesFunctionCall
  | (Sent & Called & { type: 'function_call_output'; call_id: string; output: string | ResultPart[] })
  | ResponsesCustomCall
  | CustomResult
  | HostedItem
  | ComputerCall
  | (Sent & { type: 'computer_call_output'; call_id: string; output: Screenshot; acknowledged_safety_checks?: SafetyCheck[] | null })
  | (Sent &
      Called & {
        type: 'shell_call'
        call_id: string
        action: { commands: string[]; max_output_length?: number | null; timeout_ms?: number | null }
        environment?: ShellPlace | null
      })
  | (Sent & Called & { type: 'shell_call_output'; call_id: string; output: ShellResult[]; max_output_length?: number | null })
  | (PatchCall & { id?: string | null })
  | (PatchResult & { id?: string | null })
  | (Sent & { type: 'tool_search_call'; arguments: unknown; call_id?: string | null; execution?: Execution })
  | (Sent & { type: 'tool_search_output'; tools: ResponsesTool[]; call_id?: string | null; execution?: Execution })
  | { type: 'additional_tools'; role: 'developer'; tools: ResponsesTool[]; id?: string | null }
  | { type: 'mcp_approval_response'; approval_request_id: string; approve: boolean; id?: string | null; reason?: string | null }
  | { type: 'compaction'; encrypted_content: string; id?: string | null }
  | { type: 'compaction_trigger' }
  | { type?: 'item_reference' | null; id: string }

type OutputRole = 'unknown' | 'user' | 'assistant' | 'system' | 'critic' | 'discriminator' | 'developer' | 'tool'

/** An item of the output. */
export type ResponsesOutputItem =
  | ResponsesMessage
  | ResponsesReasoning
  | ResponsesFunctionCall
  | (Made & Called & { type: 'function_call_output'; call_id: string; output: string | ResponsesInputPart[] })
  | ResponsesCustomCall
  | (CustomResult & Made)
  | HostedItem
  | ComputerCall
  | {
      type: 'computer_call_output'
      id: string
      call_id: string
      output: Screenshot
      status: Progress | 'failed'
      acknowledged_safety_checks?: SafetyCheck[]
      created_by?: string
    }
  | (Made &
      Called & {
        type: 'shell_call'
        call_id: string
        action: { commands: string[]; max_output_length: number | null; timeout_ms: number | null }
        environment: { type: 'local' } | { type: 'container_reference'; container_id: string } | null
      })
  | (Made &
      Called & {
        type: 'shell_call_output'
        call_id: string
        max_output_length: number | null
        output: (ShellResult & { created_by?: string })[]
      })
  | (PatchCall & { id: string; created_by?: string })
  | (PatchResult & { id: string; created_by?: string })
  | (Made & { type: 'tool_search_call'; arguments: unknown; call_id: string | null; execution: Execution })
  | (Made & { type: 'tool_search_output'; tools: ResponsesTool[]; call_id: string | null; execution: Execution })
  | { type: 'additional_tools'; id: string; role: OutputRole; tools: ResponsesTool[] }
  | { type: 'mcp_approval_response'; id: string; approval_request_id: string; approve: boolean; reason?: string | null }
  | { type: 'compaction'; id: string; encrypted_content: string; created_by?: string }
