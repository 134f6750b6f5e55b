import { createContext, use } from 'react';
import type { Tagged } from '../../../api/admin/http';
import type { Event } from '../../../api/admin/types';

export const EventContext = createContext<Tagged<Event> | null>(null);

/** The event of this page, with the mark of its state. Only inside the shell of an event. */
export function useTaggedEvent(): Tagged<Event> {
  const event = use(EventContext);
  if (!event) throw new Error('useEvent outside EventShell');
  return event;
}

/** The event of this page. */
export const useEvent = (): Event => useTaggedEvent().value;
