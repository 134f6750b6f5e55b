import { Button, Loader, Menu } from '@mantine/core';
import { IconChevronDown, IconFileExport, IconFileImport, IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { files } from '../../../api/admin/exports';
import { MenuActions, type RowAction, useCan, useDownload, useEvent } from '../shell';
import { DownloadLinks } from './DownloadLinks';
import styles from './FileMenus.module.css';
import { useToImport } from './useToImport';

/** What a page's table comes from and goes to. */
function FileMenu({ busy, actions }: { busy: boolean; actions: (RowAction | false)[] }) {
  const { t } = useTranslation('admin');
  const sign = busy ? (
    <Loader size={18} color="currentColor" aria-hidden="true" />
  ) : (
    <IconFileImport size={18} stroke={1.75} aria-hidden="true" />
  );
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button
          variant="default"
          leftSection={sign}
          rightSection={<IconChevronDown size={16} stroke={1.75} aria-hidden="true" />}
          aria-busy={busy || undefined}
        >
          {t('files.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <MenuActions actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Import and export of a feature's rooms. */
export function RoomFiles({ feature }: { feature: string }) {
  const { t } = useTranslation('admin');
  const may = useCan('write');
  const toImport = useToImport();
  const { start, busy } = useDownload();
  return (
    <FileMenu
      busy={busy}
      actions={[
        may && { label: t('files.import_rooms'), Sign: IconFileImport, run: () => toImport(feature) },
        { label: t('files.export_rooms'), Sign: IconFileExport, run: () => void start(files.rooms(feature)) },
      ]}
    />
  );
}

/** Import and export of an event's people, and the links they come in by. */
export function PeopleFiles() {
  const { t } = useTranslation('admin');
  const event = useEvent().id;
  const toImport = useToImport();
  const { start, busy } = useDownload();
  const [asked, setAsked] = useState(false);
  return (
    <>
      <FileMenu
        busy={busy}
        actions={[
          { label: t('files.import_people'), Sign: IconFileImport, run: () => toImport() },
          { label: t('files.export_people'), Sign: IconFileExport, run: () => void start(files.attendees(event)) },
          { label: t('files.export_links'), Sign: IconLink, run: () => setAsked(true) },
        ]}
      />
      {asked && <DownloadLinks onClose={() => setAsked(false)} />}
    </>
  );
}

/** The ways to the first ones: made by hand, or many at once out of a file. */
export function FirstWays({ feature, children }: { feature?: string; children: React.ReactNode }) {
  const { t } = useTranslation('admin');
  const toImport = useToImport();
  return (
    <div className={styles.ways}>
      {children}
      <Button
        variant="default"
        leftSection={<IconFileImport size={18} stroke={1.75} aria-hidden="true" />}
        onClick={() => toImport(feature)}
      >
        {t('files.import_first')}
      </Button>
    </div>
  );
}
