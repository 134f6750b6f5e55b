import { Modal } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../ui/useFocusReturn';
import styles from './Extras.module.css';

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
const MOD = MAC ? '⌘' : 'Ctrl';

/** What the keys do: one way or several, each of them keys pressed together. */
const KEYS = [
  ['microphone', [[MOD, 'D']]],
  ['camera', [[MOD, 'E']]],
  ['talk', [['space'], ['V']]],
  ['chat', [[MOD, 'Shift', 'M']]],
  ['people', [[MOD, 'Shift', 'P']]],
  ['pages', [['Page Down'], ['Page Up']]],
  ['bar', [['F2']]],
  ['list', [[MOD, 'Shift', '/']]],
] as const;

/** The list of shortcuts, itself behind one. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['inside', 'translation']);
  useFocusReturn();
  return (
    <Modal.Root opened onClose={onClose} size={520} centered radius={26}>
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content>
        <div className={styles.header}>
          <Modal.Title component="h2">{t('shortcuts.title')}</Modal.Title>
          <Modal.CloseButton size={44} iconSize={22} aria-label={t('translation:prejoin.close')} />
        </div>
        <Modal.Body className={styles.body}>
          <dl className={styles.keys}>
            {KEYS.map(([what, ways]) => (
              <div key={what}>
                <dt>{t(`shortcuts.${what}`)}</dt>
                <dd>
                  {ways.map((keys, at) => (
                    <Fragment key={keys.join()}>
                      {at > 0 && <span>{t('shortcuts.or')}</span>}
                      {keys.map((key) => (
                        <kbd key={key}>{key === 'space' ? t('shortcuts.space') : key}</kbd>
                      ))}
                    </Fragment>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          <p className={styles.note}>{t('shortcuts.fields')}</p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
