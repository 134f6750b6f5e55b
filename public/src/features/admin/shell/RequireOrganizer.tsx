import { useQuery } from '@tanstack/react-query';
import { Navigate, useRouterState } from '@tanstack/react-router';
import { createContext, use } from 'react';
import { organizerQuery } from '../../../api/admin/organizer';
import type { Organizer, Scope } from '../../../api/admin/types';
import { isSignedOut } from '../../../api/client';
import { FailedState } from './states';

const OrganizerContext = createContext<Organizer | null>(null);

/** Whose key this session is of. Only inside the admin frame. */
export function useOrganizer(): Organizer {
  const organizer = use(OrganizerContext);
  if (!organizer) throw new Error('useOrganizer outside RequireOrganizer');
  return organizer;
}

/** Whether the key may do this: what it may not is not offered. The server decides anyway. */
export const useCan = (scope: Scope) => useOrganizer().scopes.includes(scope);

/** Shows its children to an organizer, and the sign-in page to everybody else. */
export function RequireOrganizer({ children }: { children: React.ReactNode }) {
  const organizer = useQuery(organizerQuery);
  const here = useRouterState({ select: ({ location }) => location.href });
  if (isSignedOut(organizer.error)) return <Navigate to="/admin/signin" search={{ next: here }} replace />;
  if (organizer.data) return <OrganizerContext value={organizer.data}>{children}</OrganizerContext>;
  if (organizer.error) {
    return (
      <main id="content">
        <FailedState error={organizer.error} retry={() => void organizer.refetch()} />
      </main>
    );
  }
  return null;
}
