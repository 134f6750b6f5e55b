import { Menu, UnstyledButton } from '@mantine/core';
import { IconBuildingCommunity, IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { eventQuery, eventsQuery } from '../../../api/admin/events';
import type { Event } from '../../../api/admin/types';
import { eventDates } from '../../../i18n/format';
import { Doorway } from '../../../ui/Doorway';
import styles from './Nav.module.css';

/** More than these are found on the list of events. */
const MOST = 12;

/** Which event this is about, and the way to another. */
export function EventSwitcher({ event: id }: { event: string }) {
  const { t, i18n } = useTranslation('admin');
  const events = useQuery(eventsQuery);
  const own = useQuery(eventQuery(id));
  const event = own.data?.value ?? events.data?.find((one) => one.id === id);
  const dates = (one: Event) => eventDates(i18n.language, one.starts_at, one.ends_at, one.time_zone);
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <UnstyledButton className={styles.event} aria-label={t('nav.switch', { name: event?.name ?? '' })}>
          <Doorway id={id} name={event?.name ?? ''} size={30} />
          <span className={styles.eventWords}>
            <span dir="auto">{event?.name ?? '…'}</span>
            {event && <small>{dates(event)}</small>}
          </span>
          <IconSelector className={styles.word} size={18} stroke={1.75} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {(events.data ?? []).slice(0, MOST).map((one) => (
          <Menu.Item
            key={one.id}
            leftSection={<Doorway id={one.id} name={one.name} size={26} />}
            renderRoot={(props) => <Link to="/admin/events/$event/rooms" params={{ event: one.id }} {...props} />}
          >
            <span dir="auto">{one.name}</span>
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<IconBuildingCommunity size={20} stroke={1.75} aria-hidden="true" />}
          renderRoot={(props) => <Link to="/admin/events" {...props} />}
        >
          {t('nav.all_events')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
