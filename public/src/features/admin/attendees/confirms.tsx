import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deleteAttendee, revokeLink } from '../../../api/admin/attendees';
import type { Attendee } from '../../../api/admin/types';
import { toasts } from '../../../ui/toast/toasts';
import { Confirm } from '../shell';
import styles from './Attendees.module.css';
import { useHandOut } from './useHandOut';

interface Props {
  who: Attendee;
  onClose: () => void;
}

/** Another link, and with it the end of whatever the old one opened. */
export function RevokeLink({ who, onClose }: Props) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const { copyLink } = useHandOut();
  const revoke = async () => {
    const renewed = await revokeLink(who.id);
    void queries.invalidateQueries({ queryKey: ['admin', 'attendees'] });
    toasts.show({
      text: t('people.revoked', { name: who.name }),
      action: { label: t('people.copy_new'), run: () => void copyLink(renewed) },
    });
  };
  return (
    <Confirm
      title={t('people.revoke_title', { name: who.name })}
      text={t('people.revoke_text')}
      action={t('people.revoke_do')}
      onConfirm={revoke}
      onClose={onClose}
    />
  );
}

const GOES = ['link', 'seat', 'chat', 'name', 'email'] as const;

/** Everything of one person goes; what goes is said, and their name is wanted typed. */
export function DeleteAttendee({ who, onClose }: Props) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const remove = async () => {
    await deleteAttendee(who.id);
    void queries.invalidateQueries({ queryKey: ['admin'] });
    toasts.show({ text: t('people.deleted', { name: who.name }) });
  };
  return (
    <Confirm
      title={t('people.delete_title', { name: who.name })}
      text={
        <>
          <p>{t('people.delete_text')}</p>
          <ul className={styles.goes}>
            {GOES.map((what) => (
              <li key={what}>{t(`people.goes_${what}`)}</li>
            ))}
          </ul>
        </>
      }
      type={who.name}
      action={t('people.delete_do')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
