import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { createContext, use, useEffect } from 'react';
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
  if (isSignedOut(organizer.error)) return <ToSignIn />;
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

/** Once, from where one was: while the sign-in page is on its way the address has changed already. */
function ToSignIn() {
  const navigate = useNavigate();
  const router = useRouter();
  useEffect(() => {
    const { href, pathname } = router.state.location;
    if (pathname !== '/admin/signin') void navigate({ to: '/admin/signin', search: { next: href }, replace: true });
  }, [navigate, router]);
  return null;
}
