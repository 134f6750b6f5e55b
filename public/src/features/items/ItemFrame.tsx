import { useQuery } from '@tanstack/react-query';
import { featuresQuery } from '../../api/features';
import type { ItemKind } from '../../api/types';
import lobby from '../lobby/Lobby.module.css';
import { Wall } from '../lobby/Wall';

/** The same wall as the lobby's, over a page of items. */
export function ItemFrame({ kind, children }: { kind?: ItemKind; children: React.ReactNode }) {
  const features = useQuery(featuresQuery);
  return (
    <>
      <Wall features={features.data ?? []} {...(kind && { kind })} people={null} />
      <main id="content" className={lobby.lobby}>
        {children}
      </main>
    </>
  );
}
