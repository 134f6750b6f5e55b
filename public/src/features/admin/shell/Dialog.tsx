import { ActionIcon, Button, Modal } from '@mantine/core';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import sheet from '../../removal/Sheet.module.css';
import { Confirm } from './Confirm';
import styles from './Dialog.module.css';
import { useReturn } from './useReturn';
import { useTop } from './useTop';
import { useUnsaved } from './useUnsaved';

interface Props {
  title: string;
  /** One sentence under the title. */
  lead?: React.ReactNode;
  size?: number;
  /** The filled button; without it the dialog only tells. */
  action?: string;
  onSubmit?: () => void;
  /** Red: removes. */
  danger?: boolean;
  /** While it is being saved nothing closes, and nothing is sent twice. */
  busy?: boolean;
  /** Something typed would be lost: closing asks first. */
  dirty?: boolean;
  /** What went wrong, said over the buttons. */
  failed?: string | null;
  /** Beside Cancel, at the start of the foot. */
  extra?: React.ReactNode;
  onClose: () => void;
  children?: React.ReactNode;
}

/** A form over the page; on a phone a sheet. Rendered only while it is open. */
export function Dialog({ title, lead, size = 560, action, busy = false, dirty = false, failed, ...more }: Props) {
  const { t } = useTranslation('admin');
  const [leaving, setLeaving] = useState(false);
  const guard = useUnsaved(dirty && !busy);
  useReturn();
  const top = useTop();
  const close = () => {
    if (busy || !top()) return;
    if (dirty) setLeaving(true);
    else more.onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog inside a dialog is inside its React tree as well.
    event.stopPropagation();
    if (!busy) more.onSubmit?.();
  };
  return (
    <Modal.Root
      opened
      onClose={close}
      size={size}
      centered
      radius={26}
      closeOnClickOutside={!dirty}
      classNames={{ inner: sheet.inner, content: sheet.content }}
      transitionProps={{ transition: 'fade', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content>
        <form className={sheet.form} onSubmit={submit} noValidate>
          <div className={styles.header}>
            <div>
              <Modal.Title component="h2" className={sheet.title}>
                {title}
              </Modal.Title>
              {lead && <p className={sheet.lead}>{lead}</p>}
            </div>
            <ActionIcon aria-label={t('dialog.close')} onClick={close}>
              <IconX size={22} stroke={1.75} aria-hidden="true" />
            </ActionIcon>
          </div>
          <Modal.Body className={styles.body}>{more.children}</Modal.Body>
          {failed && (
            <p className={sheet.failed} role="alert">
              <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
              {failed}
            </p>
          )}
          <div className={sheet.footer}>
            {more.extra && <div className={styles.extra}>{more.extra}</div>}
            <Button variant="default" onClick={close}>
              {action ? t('dialog.cancel') : t('dialog.close')}
            </Button>
            {action && (
              <Button type="submit" loading={busy} {...(more.danger && { color: 'brick' })}>
                {action}
              </Button>
            )}
          </div>
        </form>
      </Modal.Content>
      {leaving && (
        <Confirm
          title={t('unsaved.title')}
          text={t('unsaved.text')}
          action={t('unsaved.discard')}
          cancel={t('unsaved.stay')}
          onConfirm={more.onClose}
          onClose={() => setLeaving(false)}
        />
      )}
      {guard}
    </Modal.Root>
  );
}
