import { ActionIcon, Button, Menu, type MenuProps } from '@mantine/core';
import { IconAlertCircle, IconBan, IconCheck, IconDots, IconUserPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Connection, PersonFacts } from '../../api/live';
import styles from './Connections.module.css';
import { connections, failureText } from './connections';
import { type Failure, standingOf } from './logic';

interface Props {
  person: PersonFacts;
  connection: Connection | null;
  busy: boolean;
  /** In a list the buttons say whom they mean. */
  named?: boolean;
}

/** The one or two things that can be done about somebody now. */
export function Ways({ person, connection, busy, named = false }: Props) {
  const { t } = useTranslation();
  const { name } = person;
  const says = (key: 'accept' | 'decline' | 'withdraw' | 'unblock') =>
    named ? t(`connections.${key}_of`, { name }) : undefined;
  const press = (act: () => Promise<unknown>) => (event: React.MouseEvent) => {
    // What comes in the place of a button is not what a double click meant.
    if (!busy && event.detail < 2) void act();
  };
  const standing = standingOf(connection);
  if (standing === 'asked' && connection)
    return (
      <>
        <Button
          variant="default"
          aria-label={says('decline')}
          aria-disabled={busy}
          leftSection={<IconX size={20} stroke={1.75} aria-hidden="true" />}
          onClick={press(() => connections.decline(connection))}
        >
          {t('connections.decline')}
        </Button>
        <Button
          data-autofocus
          aria-label={says('accept')}
          aria-disabled={busy}
          leftSection={<IconCheck size={20} stroke={1.75} aria-hidden="true" />}
          onClick={press(() => connections.accept(connection))}
        >
          {t('connections.accept')}
        </Button>
      </>
    );
  if (standing === 'sent' && connection)
    return (
      <Button
        data-autofocus
        variant="default"
        aria-label={says('withdraw')}
        aria-disabled={busy || !connection.id}
        onClick={press(() => (connection.id ? connections.withdraw(connection) : Promise.resolve()))}
      >
        {t('connections.withdraw')}
      </Button>
    );
  if (standing === 'blocked')
    return (
      <Button
        data-autofocus
        variant="default"
        aria-label={says('unblock')}
        aria-disabled={busy}
        onClick={press(() => connections.unblock(person))}
      >
        {t('connections.unblock')}
      </Button>
    );
  if (standing === 'connected') return null;
  return (
    <Button
      data-autofocus
      aria-disabled={busy}
      leftSection={<IconUserPlus size={20} stroke={1.75} aria-hidden="true" />}
      onClick={press(() => connections.add(person))}
    >
      {t('connections.add')}
    </Button>
  );
}

/** What one seldom wants. */
export function More({ person, ...menu }: { person: PersonFacts } & Pick<MenuProps, 'zIndex'>) {
  const { t } = useTranslation();
  const label = t('connections.more', { name: person.name });
  return (
    <Menu position="bottom-end" zIndex={350} {...menu}>
      <Menu.Target>
        <ActionIcon aria-label={label}>
          <IconDots size={22} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <Menu.Item
          color="brick"
          leftSection={<IconBan size={20} stroke={1.75} aria-hidden="true" />}
          onClick={() => void connections.block(person)}
        >
          {t('connections.block')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the last try came to. */
export function Failed({ failure, name }: { failure: Failure | undefined; name: string }) {
  useTranslation();
  if (!failure) return null;
  return (
    <p className={styles.failed} role="alert">
      <IconAlertCircle size={20} stroke={1.75} aria-hidden="true" />
      {failureText(failure, name)}
    </p>
  );
}
