/** Settings and secrets of providers that sign in, by LiteLLM's name, with the variables that hold each. Source: LiteLLM's documentation. */
import type { VariablesByName } from '../plan/plan.js'

/** Parts of a sign-in at Azure AD. */
export const azureSecrets: VariablesByName = {
  azure_ad_token: ['AZURE_AD_TOKEN'],
  tenant_id: ['AZURE_TENANT_ID'],
  client_id: ['AZURE_CLIENT_ID'],
  client_secret: ['AZURE_CLIENT_SECRET'],
  azure_username: ['AZURE_USERNAME'],
  azure_password: ['AZURE_PASSWORD'],
  azure_scope: ['AZURE_SCOPE'],
  azure_authority_host: ['AZURE_AUTHORITY_HOST'],
  azure_identity: ['AZURE_CREDENTIAL', 'IDENTITY_ENDPOINT'],
}

/** Project and place on Vertex AI; LiteLLM takes two spellings. */
export const vertexSettings: VariablesByName = {
  vertex_project: ['VERTEXAI_PROJECT'],
  vertex_ai_project: [],
  vertex_location: ['VERTEXAI_LOCATION', 'VERTEX_LOCATION'],
  vertex_ai_location: [],
  vertex_count_tokens_location: [],
}

/** Google Cloud credentials. Where none is given the runtime looks where Google's own tools do. */
export const vertexSecrets: VariablesByName = { vertex_credentials: ['VERTEXAI_CREDENTIALS'], vertex_ai_credentials: [] }
