/** What a merge did to the rows it met; the rest were as they are. */
export interface Merged {
  readonly added: number;
  readonly changed: number;
}
