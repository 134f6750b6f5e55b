import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { click } from '../../api/clicks';
import { serverNow } from '../../api/clock';
import type { Named, Offer } from '../../api/live';
import { toasts } from '../../ui/toast/toasts';
import { RequireMe } from '../account/RequireMe';
import { PreJoin } from '../prejoin/PreJoin';
import { useOffers } from '../presence/PresenceProvider';
import { changed } from './logic';
import { useLapsed } from './useLapsed';

/** Whose turn it is hears of it wherever they are in the app, and goes to the room's door from there. */
export function Offers() {
  const { t } = useTranslation();
  const offers = useOffers();
  const [joining, setJoining] = useState<Named | null>(null);
  const close = useCallback(() => setJoining(null), []);
  const told = useRef<{ offers: readonly Offer[]; toasts: Map<string, number> }>({ offers: [], toasts: new Map() });
  useLapsed();
  useEffect(() => {
    const { fresh, over } = changed(told.current.offers, offers);
    told.current.offers = offers;
    for (const room of over) {
      toasts.close(told.current.toasts.get(room) ?? 0);
      told.current.toasts.delete(room);
    }
    for (const { room, until } of fresh) {
      const left = Date.parse(until) - serverNow();
      if (left <= 0) continue;
      const go = () => {
        void click({ room: room.id });
        setJoining(room);
      };
      const text = t('waiting.seat_free', { room: room.name });
      const shown = toasts.show({
        text,
        action: { label: t('card.join'), says: t('card.join_room', { room: room.name }), run: go },
        lasts: null,
        urgent: true,
      });
      setTimeout(() => toasts.close(shown), left);
      told.current.toasts.set(room.id, shown);
    }
  }, [offers, t]);
  if (!joining) return null;
  return (
    <RequireMe loading={null}>
      <PreJoin key={joining.id} room={joining.id} name={joining.name} onClose={close} onEntered={close} />
    </RequireMe>
  );
}
