import { Button } from '@mantine/core';
import { IconCircleCheck, IconDoorEnter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFocusOnMount } from '../../ui/useFocusOnMount';
import { KeptFor } from './KeptFor';
import { readiness } from './logic';
import styles from './PreJoin.module.css';

interface Props {
  until: number | null;
  ready: { camera: boolean; microphone: boolean };
  applied: boolean;
  joining: boolean;
  /** Something above asks for attention and has the filled button; this one steps back. */
  troubled: boolean;
  onApply: () => void;
  onChange: () => void;
  onJoin: () => void;
}

/** Apply becomes Join in the same place. */
export function Footer({ until, ready, applied, joining, troubled, onApply, onChange, onJoin }: Props) {
  const { t } = useTranslation();
  const focused = useFocusOnMount();
  const press = (event: React.MouseEvent) => {
    if (!applied) onApply();
    // The second click of a double click on Apply is not a wish to be seen.
    else if (event.detail < 2) onJoin();
  };
  return (
    <div className={styles.footer}>
      <div className={styles.said}>
        <span role="status">
          {applied && (
            <span className={styles.ready}>
              <IconCircleCheck size={20} stroke={1.75} aria-hidden="true" />
              {t(`prejoin.ready_${readiness(ready)}`)}
            </span>
          )}
        </span>
        <KeptFor until={until} />
      </div>
      {applied && (
        <Button variant="default" onClick={onChange}>
          {t('prejoin.change')}
        </Button>
      )}
      <Button
        ref={focused}
        key="go"
        variant={troubled && !applied ? 'default' : 'filled'}
        loading={joining}
        leftSection={
          applied ? <IconDoorEnter className="flip" size={20} stroke={1.75} aria-hidden="true" /> : undefined
        }
        onClick={press}
      >
        {t(applied ? 'prejoin.join' : 'prejoin.apply')}
      </Button>
    </div>
  );
}
