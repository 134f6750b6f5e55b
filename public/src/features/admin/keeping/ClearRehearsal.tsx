import { Button } from '@mantine/core';
import { IconEraser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clearRehearsal, type Whole } from '../../../api/admin/metrics';
import { toasts } from '../../../ui/toast/toasts';
import styles from '../room/Room.module.css';
import { Confirm } from '../shell';

interface Props {
  whole: Whole;
  name: string;
}

const sortOf = (whole: Whole) => ('room' in whole ? 'room' : 'feature' in whole ? 'feature' : 'event');

/** Whatever happened in a rehearsal goes: chat, visits, clicks. A room asks once; what is larger wants its name typed. */
export function ClearRehearsal({ whole, name }: Props) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const [asked, setAsked] = useState(false);
  const sort = sortOf(whole);
  const clear = async () => {
    await clearRehearsal(whole);
    void queries.invalidateQueries({ queryKey: ['admin', 'metrics'] });
    toasts.show({ text: t('clear.done', { name }) });
  };
  return (
    <div className={styles.danger}>
      <div>
        <b>{t('clear.title')}</b>
        <small>{t(`clear.text_${sort}`)}</small>
      </div>
      <Button
        variant="default"
        leftSection={<IconEraser size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => setAsked(true)}
      >
        {t('clear.action')}
      </Button>
      {asked && (
        <Confirm
          title={t('clear.ask', { name })}
          text={t('clear.goes')}
          action={t('clear.action')}
          type={sort === 'room' ? null : name}
          onConfirm={clear}
          onClose={() => setAsked(false)}
        />
      )}
    </div>
  );
}
