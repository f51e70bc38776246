/** How suggestions are called in a document, for those who read one without an editor too. */
export const INSERTION = "suggestedInsertion";
export const DELETION = "suggestedDeletion";
export const ADOPTED = "adopted";
export const SUGGESTION_MARKS = [INSERTION, DELETION, ADOPTED] as const;
export const SUGGESTION_ATTRIBUTE = "suggestion";

/** On transactions that carry out a decision, or bring back an earlier text: they are no writing. */
export const DECISION = "suggestionDecision";
