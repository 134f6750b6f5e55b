/** What pages of the admin app stand on. */
export { AdminPage, Filters } from './AdminPage';
export { Confirm } from './Confirm';
export { ConflictDialog } from './ConflictDialog';
export type { ConflictField } from './conflict';
export { Dialog } from './Dialog';
export { useEvent, useTaggedEvent } from './event';
export { useCan, useOrganizer } from './RequireOrganizer';
export { useSaid } from './said';
export { EmptyState, FailedState, LoadingRows } from './states';
export { useUnsaved } from './useUnsaved';
