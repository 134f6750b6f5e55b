import { ActionIcon, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLanguage, IconLifebuoy, IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut } from '../../api/me';
import type { Person } from '../../api/types';
import { isLanguage, LANGUAGES, switchLanguage } from '../../i18n';
import { Doorway } from '../../ui/Doorway';
import { ConnectionsLink } from '../connections/Door';
import styles from './TopTools.module.css';

/** Language, appearance and, for somebody who is in, the profile menu. */
export function TopTools({ person }: { person?: Person }) {
  return (
    <div className={styles.tools}>
      <LanguageMenu />
      <SchemeMenu />
      {person && <ConnectionsLink />}
      {person && <ProfileMenu person={person} />}
    </div>
  );
}

function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('menu.language')}>
          <IconLanguage size={22} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.language')}>
        <Menu.RadioGroup
          value={i18n.language}
          onChange={(language) => isLanguage(language) && void switchLanguage(language)}
        >
          {LANGUAGES.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language}>
              {t(`language.${language}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

const SCHEMES = [
  { value: 'auto', Sign: IconDeviceDesktop },
  { value: 'light', Sign: IconSun },
  { value: 'dark', Sign: IconMoon },
] as const;

function SchemeMenu() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = SCHEMES.find(({ value }) => value === colorScheme)?.Sign ?? IconMoon;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('menu.scheme')}>
          <Current size={22} stroke={1.75} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('menu.scheme')}>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
          {SCHEMES.map(({ value }) => (
            <Menu.RadioItem key={value} value={value}>
              {t(`menu.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ProfileMenu({ person }: { person: Person }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const leave = async () => {
    await signOut().catch(() => undefined);
    // Whatever the server said, nothing of this person stays on the screen; the next look at /me decides.
    queries.clear();
    location.assign('/');
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={styles.me} aria-label={t('menu.profile', { name: person.name })}>
          <Doorway id={person.id} name={person.name} image={person.avatar} size={34} />
          <span className={styles.name}>{person.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('menu.signed_in', { name: person.name })}</Menu.Label>
        <Menu.Item component={Link} to="/help" leftSection={<IconLifebuoy size={18} aria-hidden="true" />}>
          {t('menu.help')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout className="flip" size={18} aria-hidden="true" />} onClick={leave}>
          {t('menu.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
