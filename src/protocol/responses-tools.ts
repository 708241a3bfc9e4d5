/** Tools of a Responses request: the caller's own, and those that the provider runs. */

/** Who may call a tool: the model itself, or code it wrote. */
type Callers = { allowed_callers?: ('direct' | 'programmatic')[] | null }
type Schema = { [key: string]: unknown }
type MemoryLimit = '1g' | '4g' | '16g' | '64g' | null
type SearchSize = 'low' | 'medium' | 'high'

export type ResponsesFunctionTool = Callers & {
  type: 'function'
  name: string
  /** JSON Schema. */
  parameters: Schema | null
  /** True by default, unlike in chat. */
  strict: boolean | null
  defer_loading?: boolean
  description?: string | null
  output_schema?: Schema | null
}
export type ResponsesCustomTool = Callers & {
  type: 'custom'
  name: string
  defer_loading?: boolean
  description?: string
  format?: { type: 'text' } | { type: 'grammar'; definition: string; syntax: 'lark' | 'regex' }
}

type Place = { city?: string | null; country?: string | null; region?: string | null; timezone?: string | null }
type SearchTool = {
  type: 'web_search' | 'web_search_2025_08_26'
  filters?: { allowed_domains?: string[] | null } | null
  search_context_size?: SearchSize
  user_location?: (Place & { type?: 'approximate' }) | null
}
type SearchPreviewTool = {
  type: 'web_search_preview' | 'web_search_preview_2025_03_11'
  search_content_types?: ('text' | 'image')[]
  search_context_size?: SearchSize
  user_location?: (Place & { type: 'approximate' }) | null
}

type Comparison = {
  key: string
  type: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin'
  value: string | number | boolean | (string | number)[]
}
type FileSearchTool = {
  type: 'file_search'
  vector_store_ids: string[]
  filters?: Comparison | { type: 'and' | 'or'; filters: unknown[] } | null
  max_num_results?: number
  ranking_options?: {
    hybrid_search?: { embedding_weight: number; text_weight: number }
    ranker?: 'auto' | 'default-2024-11-15'
    score_threshold?: number
  }
}

type ComputerTool =
  | { type: 'computer' }
  | {
      type: 'computer_use_preview'
      display_height: number
      display_width: number
      environment: 'windows' | 'mac' | 'linux' | 'ubuntu' | 'browser'
    }

type McpNames = { read_only?: boolean; tool_names?: string[] }
type McpTool = Callers & {
  type: 'mcp'
  server_label: string
  allowed_tools?: string[] | McpNames | null
  authorization?: string
  connector_id?: `connector_${'dropbox' | 'gmail' | 'googlecalendar' | 'googledrive' | 'microsoftteams' | 'outlookcalendar' | 'outlookemail' | 'sharepoint'}`
  defer_loading?: boolean
  headers?: { [name: string]: string } | null
  require_approval?: { always?: McpNames; never?: McpNames } | 'always' | 'never' | null
  server_description?: string
  server_url?: string
  tunnel_id?: string
}

type Network =
  | { type: 'disabled' }
  | { type: 'allowlist'; allowed_domains: string[]; domain_secrets?: { domain: string; name: string; value: string }[] }
type CodeTool = Callers & {
  type: 'code_interpreter'
  container: string | { type: 'auto'; file_ids?: string[]; memory_limit?: MemoryLimit; network_policy?: Network }
}

type ImageTool = {
  type: 'image_generation'
  action?: 'generate' | 'edit' | 'auto'
  background?: 'transparent' | 'opaque' | 'auto'
  input_fidelity?: 'high' | 'low' | null
  input_image_mask?: { file_id?: string; image_url?: string }
  model?: string
  moderation?: 'auto' | 'low'
  output_compression?: number
  output_format?: 'png' | 'webp' | 'jpeg'
  partial_images?: number
  quality?: 'low' | 'medium' | 'high' | 'auto'
  size?: string
}

type Skill =
  | { type: 'skill_reference'; skill_id: string; version?: string }
  | {
      type: 'inline'
      description: string
      name: string
      source: { type: 'base64'; data: string; media_type: 'application/zip' }
    }
/** Where a shell runs: on the caller's machine, or in a container that exists. */
export type ShellPlace =
  | { type: 'local'; skills?: { description: string; name: string; path: string }[] }
  | { type: 'container_reference'; container_id: string }
type ShellTool = Callers & {
  type: 'shell'
  environment?:
    | ShellPlace
    | { type: 'container_auto'; file_ids?: string[]; memory_limit?: MemoryLimit; network_policy?: Network; skills?: Skill[] }
    | null
}

type NamespaceFunction = Callers & {
  type: 'function'
  name: string
  defer_loading?: boolean
  description?: string | null
  output_schema?: Schema | null
  parameters?: unknown
  strict?: boolean | null
}
type NamespaceTool = { type: 'namespace'; description: string; name: string; tools: (NamespaceFunction | ResponsesCustomTool)[] }
type ToolSearchTool = { type: 'tool_search'; description?: string | null; execution?: 'server' | 'client'; parameters?: unknown }

export type ResponsesTool =
  | ResponsesFunctionTool
  | ResponsesCustomTool
  | SearchTool
  | SearchPreviewTool
  | FileSearchTool
  | ComputerTool
  | McpTool
  | CodeTool
  | ImageTool
  | ShellTool
  | NamespaceTool
  | ToolSearchTool
  | (Callers & { type: 'apply_patch' })
  | { type: 'local_shell' }
  | { type: 'programmatic_tool_calling' }

export type ResponsesToolChoice =
  | 'none'
  | 'auto'
  | 'required'
  | { type: 'allowed_tools'; mode: 'auto' | 'required'; tools: { [key: string]: unknown }[] }
  | { type: 'function' | 'custom'; name: string }
  | { type: 'mcp'; server_label: string; name?: string | null }
  | { type: 'apply_patch' | 'shell' | 'programmatic_tool_calling' }
  | {
      type:
        | 'file_search'
        | 'web_search_preview'
        | 'web_search_preview_2025_03_11'
        | 'computer'
        | 'computer_use_preview'
        | 'computer_use'
        | 'image_generation'
        | 'code_interpreter'
        | 'mcp'
    }
