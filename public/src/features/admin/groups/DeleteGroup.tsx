import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteGroup } from '../../../api/admin/groups';
import type { Group, Named } from '../../../api/admin/types';
import { ApiError } from '../../../api/client';
import { toasts } from '../../../ui/toast/toasts';
import { Confirm, Dialog } from '../shell';
import styles from './Groups.module.css';

/** Deletes a group, or says what it still limits: deleting it then would open that to everybody. */
export function DeleteGroup({ group, onClose }: { group: Group; onClose: () => void }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const [users, setUsers] = useState<Named[] | null>(null);
  const remove = async () => {
    try {
      await deleteGroup(group.id);
      void queries.invalidateQueries({ queryKey: ['admin'] });
      toasts.show({ text: t('groups.deleted', { name: group.name }) });
      return true;
    } catch (error) {
      const used = usedBy(error);
      if (!used) throw error;
      setUsers(used);
      return false;
    }
  };
  if (users) {
    return (
      <Dialog
        title={t('groups.in_use', { name: group.name })}
        lead={t('groups.in_use_text')}
        size={460}
        onClose={onClose}
      >
        <ul className={styles.users}>
          {users.map(({ id, name }) => (
            <li key={id} dir="auto">
              {name}
            </li>
          ))}
        </ul>
      </Dialog>
    );
  }
  return (
    <Confirm
      title={t('groups.delete_title', { name: group.name })}
      text={t('groups.delete_text', { count: group.members ?? 0 })}
      action={t('groups.delete_do')}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}

/** What keeps a group from being deleted. */
export function usedBy(error: unknown): Named[] | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const { used_by } = error.problem as { used_by?: Named[] };
  return used_by && used_by.length > 0 ? used_by : null;
}
