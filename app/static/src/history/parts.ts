/** What a text consists of between two moments. */
export type Kind = "kept" | "added" | "gone";
export type Values = Record<string, unknown>;

/** `by` wrote it; `other` deleted it or gave it another form since (0: nobody). */
export interface Run {
  words: string;
  marks: Values;
  kind: Kind;
  by: number;
  other: number;
  turn: Turn | null;
}

/** What happened to a suggestion between the two moments. */
export type Turn = "suggested" | "struck" | "adopted" | "refused" | "carriedOut" | "unstruck";

export interface Block {
  name: string;
  attrs: Values;
  kind: Kind;
  by: number;
  other: number;
  content: Part[];
}

export type Part = Run | Block;

export const isBlock = (part: Part): part is Block => "content" in part;
