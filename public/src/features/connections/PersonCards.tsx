import { lazy, Suspense, useSyncExternalStore } from 'react';
import { personCards } from './card';

const PersonCard = lazy(() => import('./PersonCard'));

/** Where a person's card appears, over whatever page it was opened from. */
export function PersonCards() {
  const open = useSyncExternalStore(personCards.subscribe, personCards.snapshot);
  return (
    <Suspense fallback={null}>
      {open && <PersonCard key={open.count} open={open} onClose={personCards.close} />}
    </Suspense>
  );
}

/** A card is open: Escape is meant for it. */
export const usePersonCardOpen = () => useSyncExternalStore(personCards.subscribe, personCards.snapshot) !== null;
