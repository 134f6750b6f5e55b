import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminFeaturesQuery, type Feature, sortFeatures } from '../../../api/admin/features';
import { toasts } from '../../../ui/toast/toasts';
import { inOrder, type Move, moved, movesBack } from '../rooms/order';
import { useSaid } from '../shell';

/** Puts features in order: shown at once, sent, and with a way back. */
export function useSortFeatures(event: string) {
  const { t } = useTranslation('rooms');
  const { said } = useSaid();
  const queries = useQueryClient();
  const { queryKey } = adminFeaturesQuery(event);
  const put = (ids: string[]) => queries.setQueryData<Feature[]>(queryKey, (was) => was && inOrder(was, ids));
  const send = async (moves: Move[]) => {
    for (const { ids, before } of moves) await sortFeatures(event, ids, before);
  };
  const fail = (error: unknown) => {
    toasts.show({ text: t('list.order_failed', { why: said(error) }), tone: 'danger' });
    void queries.invalidateQueries({ queryKey });
  };
  return (move: Move) => {
    const features = queries.getQueryData<Feature[]>(queryKey) ?? [];
    const before = features.map(({ id }) => id);
    const after = moved(before, move);
    void queries.cancelQueries({ queryKey });
    put(after);
    const undo = () => {
      put(before);
      send(movesBack(before, move.ids)).then(() => toasts.show({ text: t('bulk.undone') }), fail);
    };
    send([move]).then(
      () =>
        toasts.show({
          text: t('list.moved', {
            name: features.find(({ id }) => id === move.ids[0])?.name ?? '',
            place: after.indexOf(move.ids[0] ?? '') + 1,
            count: after.length,
          }),
          action: { label: t('bulk.undo'), run: undo },
        }),
      fail,
    );
  };
}
