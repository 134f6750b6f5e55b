import { Button, Checkbox, Modal, TextInput } from '@mantine/core';
import { IconAlertCircle, IconUserMinus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { removePerson } from '../../api/bans';
import { serverNow } from '../../api/clock';
import type { Ban } from '../../api/live';
import type { Room } from '../../api/types';
import { Doorway } from '../../ui/Doorway';
import { callName } from './callName';
import { removalFailure } from './failure';
import { LengthField } from './LengthField';
import { banOf, type Length, lengthOf, lengthTrouble, REASON_MAX, reasonOf } from './lengths';
import type { Target } from './may';
import styles from './Sheet.module.css';

interface Props {
  room: Room;
  person: Target;
  opened: boolean;
  onClose: () => void;
  onDone: (ban: Ban, length: Length) => void;
}

/**
 * Mantine knows no alertdialog: it writes role="dialog" over whatever it is given. Not made anew with each render: the
 * focus trap would begin again, and take the focus out of the field with every letter typed.
 */
const asAlert = (node: HTMLElement | null) => node?.setAttribute('role', 'alertdialog');

/** For how long, why, and whether the messages go too. Nothing typed is lost to a failure; a retry is the same removal. */
export default function RemoveDialog({ room, person, opened, onClose, onDone }: Props) {
  const { t } = useTranslation();
  const name = callName(person.name);
  const [id] = useState(() => crypto.randomUUID());
  const [length, setLength] = useState<Length>('minutes');
  const [wall, setWall] = useState('');
  const [reason, setReason] = useState('');
  const [deletes, setDeletes] = useState(false);
  const [checked, setChecked] = useState(false);
  const time = useRef<HTMLInputElement>(null);
  const why = useRef<HTMLInputElement>(null);

  const removal = useMutation({
    mutationFn: () =>
      removePerson(room.id, {
        id,
        person: person.id,
        ban: banOf(length, room, wall),
        scope: 'room',
        delete_messages: deletes,
        reason: reasonOf(reason),
      }),
    onSuccess: (ban) => onDone(ban, length),
  });
  const late = lengthTrouble(length, new Date(serverNow()), room, wall);
  const used = lengthOf(reason.trim());
  const long = used > REASON_MAX;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (removal.isPending) return;
    if (late) time.current?.focus();
    else if (long) why.current?.focus();
    else removal.mutate();
  };
  const close = () => !removal.isPending && onClose();
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={560}
      centered
      radius={26}
      closeOnClickOutside={false}
      classNames={{ inner: styles.inner, content: styles.content }}
      transitionProps={{ transition: 'fade', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content ref={asAlert}>
        <form className={styles.form} onSubmit={submit} noValidate>
          <Modal.Body className={styles.body}>
            <div className={styles.header}>
              <Doorway id={person.id} name={person.name} image={person.avatar} size={46} />
              <div>
                <Modal.Title component="h2" className={styles.title}>
                  {t('removal.title', { name: person.name })}
                </Modal.Title>
                <p className={styles.lead}>{t('removal.lead', { name, room: room.name })}</p>
              </div>
            </div>
            <LengthField
              name={name}
              place={room}
              length={length}
              onLength={setLength}
              wall={wall}
              onWall={setWall}
              trouble={checked ? late : null}
              input={time}
            />
            <TextInput
              ref={why}
              label={t('removal.reason', { name })}
              placeholder={t('removal.reason_hint')}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={long && t('removal.reason_long', { limit: REASON_MAX })}
              rightSection={
                <span className={styles.used}>{t('removal.reason_used', { used, limit: REASON_MAX })}</span>
              }
              rightSectionWidth={84}
              rightSectionPointerEvents="none"
              autoComplete="off"
              dir="auto"
            />
            <Checkbox
              label={t('removal.delete', { name })}
              checked={deletes}
              onChange={(event) => setDeletes(event.currentTarget.checked)}
            />
          </Modal.Body>
          {removal.error && (
            <p className={styles.failed} role="alert">
              <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
              {t(`removal.failed.${removalFailure(removal.error)}`, { name })}
            </p>
          )}
          <div className={styles.footer}>
            <Button variant="default" data-autofocus onClick={close}>
              {t('removal.cancel')}
            </Button>
            <Button
              type="submit"
              color="brick"
              loading={removal.isPending}
              leftSection={<IconUserMinus size={20} stroke={1.75} aria-hidden="true" />}
              className={styles.danger}
            >
              {t('removal.remove')}
            </Button>
          </div>
        </form>
      </Modal.Content>
    </Modal.Root>
  );
}
