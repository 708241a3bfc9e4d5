/** Files that travel in a request. */

/** What callers may give: a browser's or Node's `File` or `Blob`, or bytes with a name. */
export type Uploadable =
  | { arrayBuffer(): Promise<ArrayBuffer>; readonly name?: string; readonly type?: string }
  | { readonly bytes: Uint8Array; readonly name: string; readonly type?: string }

/** A file whose bytes are here, as adapters see it. */
export type Upload = {
  readonly bytes: Uint8Array
  /** File name with its extension, by which hosts tell the format. */
  readonly name: string
  /** Media type; `application/octet-stream` where it is not known. */
  readonly type: string
}
