import { useNavigate } from '@tanstack/react-router';
import { useEvent } from '../shell';

/** To the page that imports into a feature; without one, people into the event. */
export function useToImport() {
  const navigate = useNavigate();
  const { id } = useEvent();
  return (feature?: string) =>
    void navigate({
      to: '/admin/events/$event/import',
      params: { event: id },
      search: (feature ? { feature } : {}) as never,
    });
}
