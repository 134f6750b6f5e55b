import {
  type Icon,
  IconArrowsSort,
  IconDoor,
  IconFileExport,
  IconLock,
  IconShieldCheck,
  IconTrash,
  IconUsersGroup,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './Rooms.module.css';

export type BulkAct = 'enable' | 'disable' | 'moderators' | 'groups' | 'move' | 'export' | 'delete';

const ACTS: [BulkAct, Icon][] = [
  ['enable', IconDoor],
  ['disable', IconLock],
  ['moderators', IconShieldCheck],
  ['groups', IconUsersGroup],
  ['move', IconArrowsSort],
  ['export', IconFileExport],
  ['delete', IconTrash],
];

interface Props {
  count: number;
  /** The key may change rooms; else they can only be exported. */
  may: boolean;
  movable: boolean;
  onAct: (act: BulkAct) => void;
  onClear: () => void;
}

/** What can be done to the rooms that are ticked. It floats over the end of the list. */
export function BulkBar({ count, may, movable, onAct, onClear }: Props) {
  const { t } = useTranslation('rooms');
  const acts = ACTS.filter(([act]) => act === 'export' || (may && (act !== 'move' || movable)));
  return (
    <section className={styles.bulk} aria-label={t('bulk.label')}>
      <span role="status">{t('bulk.selected', { count })}</span>
      {acts.map(([act, Sign]) => (
        <button key={act} type="button" onClick={() => onAct(act)}>
          <Sign size={18} stroke={1.75} aria-hidden="true" />
          <span>{t(`bulk.${act}`)}</span>
        </button>
      ))}
      <button type="button" className={styles.clear} onClick={onClear}>
        {t('bulk.clear')}
      </button>
    </section>
  );
}
