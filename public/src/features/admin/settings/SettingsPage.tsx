import { useTranslation } from 'react-i18next';
import { AdminPage } from '../shell';

export default function SettingsPage() {
  const { t } = useTranslation('admin');
  return <AdminPage title={t('nav.settings')}>{null}</AdminPage>;
}
