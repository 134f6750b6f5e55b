import { leaveWhileUnloading } from '../../api/rooms';
import { EntryBook } from './entryBook';

export type { Entry } from './entryBook';

/** The one book of this tab. */
export const entries = new EntryBook(sessionStorage);

/** Closing or reloading the tab says "away": the seat waits ten seconds for this entry to come back. */
export function sayAwayOnUnload() {
  addEventListener('pagehide', () => {
    const entry = entries.park();
    if (entry) leaveWhileUnloading(entry.room, entry.id);
  });
  // Back from the back-forward cache: the seat may be gone, so start as a reload does.
  addEventListener('pageshow', (event) => {
    if (event.persisted && entries.current) location.reload();
  });
}
