import { Button, Modal, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import sheet from '../../removal/Sheet.module.css';
import { useSaid } from './said';
import { useReturn } from './useReturn';
import { useTop } from './useTop';

interface Props {
  title: string;
  /** What goes, and that it cannot be undone, where it cannot. */
  text?: React.ReactNode;
  action: string;
  cancel?: string;
  /** Red: removes, deletes. */
  danger?: boolean;
  /** What has to be typed before: a name. */
  type?: string | null;
  /** Done when it resolves; its failure is said here and can be tried again. False: it goes on elsewhere, stay. */
  onConfirm: () => unknown;
  onClose: () => void;
}

/**
 * Mantine knows no alertdialog: it writes role="dialog" over whatever it is given. Not made anew with each render: the
 * focus trap would begin again, and take the focus out of the field with every letter typed.
 */
const asAlert = (node: HTMLElement | null) => node?.setAttribute('role', 'alertdialog');

/** Asks before something that is not easily undone. The focus begins on Cancel, or in the field to type into. */
export function Confirm({ title, text, action, cancel, danger = true, type, onConfirm, onClose }: Props) {
  const { t } = useTranslation('admin');
  const { said } = useSaid();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const field = useRef<HTMLInputElement>(null);
  useReturn();
  const top = useTop();
  const close = () => {
    if (!busy && top()) onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (busy) return;
    if (type && typed.trim() !== type.trim()) {
      setWrong(true);
      field.current?.focus();
      return;
    }
    setBusy(true);
    setFailed(null);
    try {
      if ((await onConfirm()) !== false) onClose();
    } catch (error) {
      setFailed(error);
      setBusy(false);
    }
  };
  return (
    <Modal.Root
      opened
      onClose={close}
      size={460}
      centered
      radius={26}
      zIndex={300}
      classNames={{ inner: sheet.inner, content: sheet.content }}
      transitionProps={{ transition: 'fade', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content ref={asAlert}>
        <form className={sheet.form} onSubmit={submit} noValidate>
          <Modal.Body className={sheet.body}>
            <div>
              <Modal.Title component="h2" className={sheet.title}>
                {title}
              </Modal.Title>
              {text && <div className={sheet.lead}>{text}</div>}
            </div>
            {type && (
              <TextInput
                ref={field}
                data-autofocus
                label={t('confirm.type', { name: type })}
                value={typed}
                onChange={(event) => {
                  setTyped(event.currentTarget.value);
                  setWrong(false);
                }}
                error={wrong && t('confirm.wrong')}
                autoComplete="off"
                dir="auto"
              />
            )}
          </Modal.Body>
          {failed !== null && (
            <p className={sheet.failed} role="alert">
              <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
              {said(failed)}
            </p>
          )}
          <div className={sheet.footer}>
            <Button variant="default" onClick={close} data-autofocus={type ? undefined : true}>
              {cancel ?? t('dialog.cancel')}
            </Button>
            <Button type="submit" loading={busy} {...(danger && { color: 'brick' })}>
              {action}
            </Button>
          </div>
        </form>
      </Modal.Content>
    </Modal.Root>
  );
}
