/** What an import of new people writes; the bare way inserts the same documents into the same collections. */
export const COLLECTIONS = ['customers', 'identity_claims', 'completion_tasks'] as const;
