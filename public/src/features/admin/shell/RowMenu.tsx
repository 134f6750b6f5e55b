import { ActionIcon, Menu } from '@mantine/core';
import { type Icon, IconDots } from '@tabler/icons-react';
import { useRef } from 'react';

export interface RowAction {
  label: string;
  Sign: Icon;
  run: () => void;
  /** Red: removes, deletes. Last. */
  danger?: boolean;
}

interface ActionsProps {
  /** What cannot be done is false. */
  actions: (RowAction | false)[];
  run?: (action: RowAction) => void;
}

/** The items of a menu. */
export function MenuActions({ actions, run = (action) => action.run() }: ActionsProps) {
  return actions.map(
    (action) =>
      action && (
        <Menu.Item
          key={action.label}
          leftSection={<action.Sign size={18} stroke={1.75} aria-hidden="true" />}
          onClick={() => run(action)}
          {...(action.danger && { c: 'var(--danger)' })}
        >
          {action.label}
        </Menu.Item>
      ),
  );
}

/** "…" at the end of a row. */
export function RowMenu({ label, actions }: { label: string; actions: (RowAction | false)[] }) {
  const target = useRef<HTMLButtonElement>(null);
  // The item goes with the menu: what it opens gives the focus back to the row.
  const run = (action: RowAction) => {
    target.current?.focus({ preventScroll: true });
    action.run();
  };
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon ref={target} aria-label={label}>
          <IconDots size={20} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuActions actions={actions} run={run} />
      </Menu.Dropdown>
    </Menu>
  );
}
