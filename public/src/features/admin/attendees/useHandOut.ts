import { useTranslation } from 'react-i18next';
import { attendeeData } from '../../../api/admin/attendees';
import type { Attendee } from '../../../api/admin/types';
import { saveFile } from '../../../ui/saveFile';
import { toasts } from '../../../ui/toast/toasts';
import { useSaid } from '../shell';

/** What an organizer hands to somebody: their personal link, and everything kept of them. */
export function useHandOut() {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  const copyLink = async ({ name, link }: Attendee) => {
    try {
      await navigator.clipboard.writeText(link);
      toasts.show({ text: t('people.copied', { name }) });
    } catch {
      // Without leave to write there, it is at least to be seen and taken by hand.
      toasts.show({ text: t('people.not_copied', { link }), tone: 'danger' });
    }
  };
  const download = async ({ id, name }: Attendee) => {
    try {
      const text = JSON.stringify(await attendeeData(id), null, 2);
      saveFile(`hallway_${id}.json`, new Blob([text], { type: 'application/json' }));
      toasts.show({ text: t('people.data_saved', { name }) });
    } catch (error) {
      toasts.show({ text: said(error), tone: 'danger' });
    }
  };
  return { copyLink, download };
}
