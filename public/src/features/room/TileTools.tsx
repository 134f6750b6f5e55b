import { ActionIcon, Modal, UnstyledButton } from '@mantine/core';
import { IconDots, IconUserMinus, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Doorway } from '../../ui/Doorway';
import type { Target } from '../removal/may';
import { useRemoval } from '../removal/Removal';
import sheet from '../removal/Sheet.module.css';
import styles from './Tile.module.css';

/**
 * What a moderator can do to this person. With a pointer, or the keyboard, the button itself; a finger has nothing to
 * hover with and gets a button for a sheet.
 */
export function TileTools({ person }: { person: Target }) {
  const { t } = useTranslation();
  const { ask } = useRemoval();
  const [opened, setOpened] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const { name } = person;
  return (
    <>
      <span className={styles.tools}>
        <UnstyledButton className={styles.remove} aria-label={t('removal.open', { name })} onClick={() => ask(person)}>
          <IconUserMinus size={20} stroke={1.75} aria-hidden="true" />
          {t('removal.remove')}
        </UnstyledButton>
        <UnstyledButton
          ref={more}
          className={styles.more}
          aria-label={t('removal.actions', { name })}
          aria-haspopup="dialog"
          aria-expanded={opened}
          onClick={() => setOpened(true)}
        >
          <IconDots size={22} stroke={1.75} aria-hidden="true" />
        </UnstyledButton>
      </span>
      <Actions
        person={person}
        opened={opened}
        onClose={() => setOpened(false)}
        onRemove={() => {
          setOpened(false);
          ask(person, more.current);
        }}
      />
    </>
  );
}

interface ActionsProps {
  person: Target;
  opened: boolean;
  onClose: () => void;
  onRemove: () => void;
}

function Actions({ person, opened, onClose, onRemove }: ActionsProps) {
  const { t } = useTranslation();
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={480}
      centered
      radius={26}
      classNames={{ inner: sheet.inner, content: sheet.content }}
      transitionProps={{ transition: 'slide-up', duration: 200 }}
    >
      <Modal.Overlay color="#04181d" backgroundOpacity={0.55} />
      <Modal.Content aria-label={t('removal.actions', { name: person.name })}>
        <div className={sheet.person}>
          <Doorway id={person.id} name={person.name} image={person.avatar} size={46} />
          <p dir="auto">{person.name}</p>
          <ActionIcon aria-label={t('removal.close')} onClick={onClose}>
            <IconX size={22} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </div>
        <ul className={sheet.acts}>
          <li>
            <UnstyledButton className={sheet.act} data-danger data-autofocus onClick={onRemove}>
              <IconUserMinus size={22} stroke={1.75} aria-hidden="true" />
              <span>
                {t('removal.menu')} <small>{t('removal.menu_hint')}</small>
              </span>
            </UnstyledButton>
          </li>
        </ul>
      </Modal.Content>
    </Modal.Root>
  );
}
