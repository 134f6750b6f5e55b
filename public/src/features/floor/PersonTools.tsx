import { ActionIcon, Menu, Modal, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDots, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Doorway } from '../../ui/Doorway';
import type { Target } from '../removal/may';
import { useRemoval } from '../removal/Removal';
import sheet from '../removal/Sheet.module.css';
import styles from './Floor.module.css';
import { type Act, usePersonActs } from './usePersonActs';

interface Props {
  person: Target;
  /** Of the dots. */
  className?: string | undefined;
  /** Id of where the menu opens: inside a landmark, and not cut off by what scrolls. */
  menus: string;
}

/** The dots of a tile or a row: a menu, and for a finger a sheet. */
export default function PersonTools({ person, className, menus }: Props) {
  const { t } = useTranslation();
  const { ask } = useRemoval();
  const [opened, setOpened] = useState(false);
  const more = useRef<HTMLButtonElement>(null);
  const finger = useMediaQuery('(hover: none), (pointer: coarse)', false, { getInitialValueInEffect: false });
  const label = t('removal.actions', { name: person.name });
  const onRemove = () => {
    setOpened(false);
    ask(person, more.current);
  };
  const dots = (
    <UnstyledButton
      ref={more}
      className={className}
      aria-label={label}
      aria-haspopup={finger ? 'dialog' : undefined}
      aria-expanded={finger ? opened : undefined}
      onClick={finger ? () => setOpened(true) : undefined}
    >
      <IconDots size={22} stroke={1.75} aria-hidden="true" />
    </UnstyledButton>
  );
  if (finger) {
    return (
      <>
        {dots}
        <Sheet person={person} label={label} opened={opened} onClose={() => setOpened(false)} onRemove={onRemove} />
      </>
    );
  }
  return (
    <Menu
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      withinPortal
      portalProps={{ target: `#${menus}` }}
      classNames={{ dropdown: styles.menu }}
    >
      <Menu.Target>{dots}</Menu.Target>
      <Menu.Dropdown aria-label={label}>
        <Items person={person} onRemove={onRemove} />
      </Menu.Dropdown>
    </Menu>
  );
}

interface ListProps {
  person: Target;
  onRemove: () => void;
}

/** Only while the menu is open: it asks what the person has on. */
function Items({ person, onRemove }: ListProps) {
  return usePersonActs(person, onRemove).map(({ key, sign: Sign, label, hint, run, danger }) => (
    <Menu.Item
      key={key}
      data-danger={danger || undefined}
      leftSection={<Sign size={20} stroke={1.75} aria-hidden="true" />}
      data-still={!run || undefined}
      aria-disabled={!run || undefined}
      closeMenuOnClick={run !== null}
      onClick={run ?? undefined}
    >
      {label}
      {hint && <small className={styles.hint}>{hint}</small>}
    </Menu.Item>
  ));
}

interface SheetProps extends ListProps {
  label: string;
  opened: boolean;
  onClose: () => void;
}

function Sheet({ person, label, opened, onClose, onRemove }: SheetProps) {
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
      <Modal.Content aria-label={label}>
        <div className={sheet.person}>
          <Doorway id={person.id} name={person.name} image={person.avatar} size={46} />
          <p dir="auto">{person.name}</p>
          <ActionIcon aria-label={t('removal.close')} onClick={onClose}>
            <IconX size={22} stroke={1.75} aria-hidden="true" />
          </ActionIcon>
        </div>
        <Rows person={person} onRemove={onRemove} onDone={onClose} />
      </Modal.Content>
    </Modal.Root>
  );
}

function Rows({ person, onRemove, onDone }: ListProps & { onDone: () => void }) {
  const press = ({ run, danger }: Act) => {
    run?.();
    if (run && !danger) onDone();
  };
  return (
    <ul className={`${sheet.acts} ${styles.rows}`}>
      {usePersonActs(person, onRemove).map((act) => (
        <li key={act.key}>
          <UnstyledButton
            className={sheet.act}
            data-danger={act.danger || undefined}
            data-still={!act.run || undefined}
            aria-disabled={!act.run || undefined}
            onClick={() => press(act)}
          >
            <act.sign size={22} stroke={1.75} aria-hidden="true" />
            <span>
              {act.label} {act.hint && <small>{act.hint}</small>}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}
